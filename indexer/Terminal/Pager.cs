using System.ComponentModel;
using System.Diagnostics;

namespace Knowledge.Indexer.Terminal;

/// <summary>Shows a text that is longer than the screen page by page: with what <c>PAGER</c> names, else <c>less -FRX</c>.</summary>
internal static class Pager
{
    private const string Standard = "less -FRX";

    /// <param name="command">As <c>PAGER</c> has it; empty or <c>cat</c> for none, null for the usual one.</param>
    /// <returns>Whether it was shown; if not, nothing was written.</returns>
    public static bool Show(string text, string? command)
    {
        command = string.IsNullOrWhiteSpace(command) && command is not null ? "cat" : command ?? Standard;
        if (command.Trim() is "cat")
            return false;
        using var process = new Process { StartInfo = Start(command) };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return false;
        }
        // A key that ends the pager must not end the program in front of it.
        ConsoleCancelEventHandler ignored = (_, pressed) => pressed.Cancel = true;
        Console.CancelKeyPress += ignored;
        try
        {
            process.StandardInput.Write(text);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was left before the end.
        }
        process.WaitForExit();
        Console.CancelKeyPress -= ignored;
        // A shell that finds no such program says so and ends with 127.
        return process.ExitCode != 127;
    }

    // PAGER is a line for a shell, as for man and git.
    private static ProcessStartInfo Start(string command)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd", ["/c", command])
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.RedirectStandardInput = true;
        start.UseShellExecute = false;
        return start;
    }
}

using Spectre.Console;

namespace Knowledge.Indexer.Terminal;

/// <summary>Where what a command prints goes: straight out, or page by page where somebody reads it on a terminal.</summary>
internal sealed class Screen : IDisposable
{
    /// <summary>Into a file or a pipe go whole lines.</summary>
    private const int Unlimited = 100_000;
    private const int MinWidth = 40;

    private readonly TextWriter direct;
    private readonly StringWriter? kept;

    private Screen(TextWriter direct, StringWriter? kept) => (this.direct, this.kept) = (direct, kept);

    /// <summary>Whether somebody reads this on a terminal, or asked for it to look so.</summary>
    public static bool IsRich { get; private set; }

    public static bool IsColored { get; private set; }

    public static int Width { get; private set; } = Unlimited;

    /// <param name="color">
    /// Always, never, or null: on a terminal that can, and where <c>NO_COLOR</c> is not set (https://no-color.org).
    /// </param>
    /// <param name="isPaged">Whether it is shown page by page where it is longer than the screen.</param>
    public static Screen Begin(bool? color, bool isPaged)
    {
        var isTerminal = !Console.IsOutputRedirected;
        IsColored = color ?? (isTerminal && !IsSet("NO_COLOR") && Environment.GetEnvironmentVariable("TERM") != "dumb");
        IsRich = isTerminal || color == true;
        Width = isTerminal ? Math.Max(MinWidth, Console.WindowWidth) : Unlimited;
        var direct = Console.Out;
        var kept = isTerminal && isPaged ? new StringWriter() : null;
        if (kept is not null)
            Console.SetOut(kept);
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(Console.Out),
                Ansi = IsColored ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = IsColored ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
            }
        );
        console.Profile.Width = Width;
        AnsiConsole.Console = console;
        return new(direct, kept);
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    public void Dispose()
    {
        if (kept is null)
            return;
        Console.SetOut(direct);
        var text = kept.ToString();
        if (text.AsSpan().Count('\n') < Console.WindowHeight || !Pager.Show(text, Environment.GetEnvironmentVariable("PAGER")))
            direct.Write(text);
    }
}

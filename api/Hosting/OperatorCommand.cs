using System.CommandLine;
using Knowledge.Api.Backups;
using Knowledge.Api.Options;

namespace Knowledge.Api.Hosting;

/// <summary>What commands of an operator share: which data directory is meant, and how progress and failures are told.</summary>
internal static class OperatorCommand
{
    /// <summary>Adds the options that say which data directory it is, and reads them as the server does.</summary>
    /// <param name="more">Reads further options that the command has.</param>
    public static Func<ParseResult, IConfiguration> TakesDataDirectory(
        this Command command,
        params IReadOnlyList<Func<ParseResult, IEnumerable<string>>> more
    )
    {
        var (data, readData) = Settings.Data.ToOption();
        var (content, readContent) = Settings.Content.ToOption();
        command.Options.Add(data);
        command.Options.Add(content);
        return parsed =>
            HookCommand.ConfigurationOf([.. readData(parsed), .. readContent(parsed), .. more.SelectMany(read => read(parsed))]);
    }

    /// <summary>Runs what works with a backup; what is wrong is one line.</summary>
    public static int Run(ParseResult parsed, string subject, Func<Action<BackupProgress>, int> work)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            return work(Teller(error));
        }
        catch (BackupException e)
        {
            return Exit.With(error, subject + e.Message, Exit.StoreRefused);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Exit.With(error, $"{subject}there is no such file or directory", Exit.WrongUse);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Exit.With(error, subject + e.Message, Exit.StoreRefused);
        }
        catch (OperationCanceledException)
        {
            return Exit.With(error, subject + "stopped; nothing of it is left", Exit.StoreRefused);
        }
    }

    // A line for each tenth of what is large; small things are done before anybody reads it.
    private static Action<BackupProgress> Teller(TextWriter output)
    {
        const long Large = 8 << 20;
        var last = ("", -1L);
        return progress =>
        {
            var pages = progress.Doing == "copying the store" ? 4096 : 1;
            if (progress.Of * pages < Large)
                return;
            var now = (progress.Doing, 10 * progress.Done / progress.Of);
            if (now == last)
                return;
            last = now;
            output.WriteLine($"{now.Doing}: {now.Item2 * 10} %");
        };
    }
}

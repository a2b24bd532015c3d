using System.CommandLine;
using System.Globalization;
using Knowledge.Api.Options;
using Knowledge.Api.Store;

namespace Knowledge.Api.Hosting;

/// <summary>
/// <c>purge SLUG NUMBER</c>: deletes a revision of a postmortem for good, such as one that held a secret. Only who may read the data
/// directory can do it, while no server runs; it is written down beside the store.
/// </summary>
internal static class PurgeCommand
{
    public static Command Create()
    {
        var slug = new Argument<string>("SLUG") { Description = "The postmortem, as in /postmortems/SLUG" };
        var number = new Argument<int>("NUMBER") { Description = "The revision, as its history shows it; not the newest" };
        var (data, readData) = Settings.Data.ToOption();
        var (content, readContent) = Settings.Content.ToOption();
        var command = new Command("purge", "Delete a revision of a postmortem for good; stop the server first")
        {
            slug,
            number,
            data,
            content,
        };
        command.SetAction(parsed =>
            Purge(
                parsed.GetValue(slug)!,
                parsed.GetValue(number),
                HookCommand.ConfigurationOf([.. readData(parsed), .. readContent(parsed)]),
                parsed
            )
        );
        return command;
    }

    private static int Purge(string slug, int number, IConfiguration configuration, ParseResult parsed)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (ServerOptions.DataDirectoryOf(configuration, out var directory) is { } mistake)
            return Exit.With(error, mistake, Exit.WrongUse);
        if (!File.Exists(Path.Combine(directory!, "knowledge.db")))
            return Exit.With(error, $"there is no store in '{directory}'", Exit.StoreRefused);
        try
        {
            using var database = Database.Open(directory!);
            if (!new AuthoredPostmortemTable(database).Purge(slug, number))
                return Exit.With(error, $"'{slug}' has no revision {number} that can be purged; the newest stays", Exit.WrongUse);
            database.EmptyLog();
            database.KeepMark();
            using var record = new StreamWriter(
                DataFiles.Open(Path.Combine(directory!, DataFiles.PurgeRecord), FileMode.Append, FileAccess.Write)
            );
            record.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {slug} {number} {Environment.UserName}"
                )
            );
            output.WriteLine($"Revision {number} of '{slug}' is gone.");
            return Exit.Fine;
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            return Exit.With(error, e.Message, Exit.StoreRefused);
        }
    }
}

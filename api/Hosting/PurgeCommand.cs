using System.CommandLine;
using System.Globalization;
using Knowledge.Api.Cache;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Api.Stored;

namespace Knowledge.Api.Hosting;

/// <summary>
/// <c>purge KIND ENTRY</c> and <c>purge KIND --before DATE</c>: deletes for good what is stored, such as a revision that held a secret.
/// Only who may read the data directory can do it, while no server runs; the audit says so, and a file beside the store.
/// </summary>
internal static class PurgeCommand
{
    public static Command Create()
    {
        var kind = new Argument<string>("KIND")
        {
            Description = $"One of {string.Join(", ", StoredKinds.All.Where(k => k.Delete is not null).Select(k => k.Name))}",
        };
        var entry = new Argument<string?>("ENTRY")
        {
            Description = "Name of one entry: revisions SLUG/NUMBER, drafts SLUG, inbox NUMBER, alerts ALERT; GET /api/stored lists all",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var before = new Option<string?>("--before") { Description = "All of the kind that came before a day", HelpName = "DATE" };
        var yes = new Option<bool>("--yes") { Description = "Do it with --before; without it, only count what would be deleted" };
        var command = new Command("purge", "Delete stored entries for good; stop the server first") { kind, entry, before, yes };
        var configurationOf = OperatorStore.AddOptionsTo(command);
        command.SetAction(parsed =>
            Purge(
                parsed,
                configurationOf(parsed),
                parsed.GetValue(kind)!,
                parsed.GetValue(entry),
                parsed.GetValue(before),
                parsed.GetValue(yes)
            )
        );
        return command;
    }

    private static int Purge(ParseResult parsed, IConfiguration configuration, string name, string? entry, string? before, bool isSure)
    {
        var error = parsed.InvocationConfiguration.Error;
        if (StoredKinds.Find(name) is not { Delete: not null } kind)
            return Exit.With(error, $"there is no kind '{name}' that can be purged (see --help)", Exit.WrongUse);
        if (entry is null == before is null)
            return Exit.With(error, $"give either {kind.Entry?.Placeholder} or --before DATE", Exit.WrongUse);
        if (before is not null && (StoredDeletion.Day(before) is null || !kind.HasOption))
            return Exit.With(
                error,
                kind.HasOption ? $"--before '{before}' takes a date such as 2026-01-31" : $"{name} go {kind.Until}, not by their age",
                Exit.WrongUse
            );
        return OperatorStore.WithDatabase(
            parsed,
            configuration,
            isAlone: true,
            (database, directory) =>
                entry is not null
                    ? Done(parsed, database, directory, kind, entry, s => kind.Delete(s, entry, TimeProvider.System.GetUtcNow()))
                    : Before(parsed, database, directory, kind, StoredDeletion.Day(before)!.Value, isSure)
        );
    }

    private static int Before(ParseResult parsed, Database database, string directory, StoredKind kind, DateOnly day, bool isSure)
    {
        var start = StoredDeletion.StartOf(day);
        if (isSure)
            return Done(
                parsed,
                database,
                directory,
                kind,
                $"before {StoredDeletion.InWords(day)}",
                s => kind.DeleteOld!(s, start, TimeProvider.System.GetUtcNow())
            );
        parsed.InvocationConfiguration.Output.WriteLine($"{kind.CountOld(database, start)} of {kind.Name}; nothing was done, add --yes");
        return Exit.Fine;
    }

    private static int Done(
        ParseResult parsed,
        Database database,
        string directory,
        StoredKind kind,
        string what,
        Func<StoreTables, int> delete
    )
    {
        var tables = StoreTables.Of(database);
        if (delete(tables) is var count && count == 0)
            return Exit.With(
                parsed.InvocationConfiguration.Error,
                $"there is nothing of {kind.Name} to be purged by '{what}'"
                    + (kind.Name == "revisions" ? "; the newest revision stays" : ""),
                Exit.WrongUse
            );
        if (kind.Name == "drafts")
            new WrittenFiles(directory).DropDeleted(tables.Authored.IsDeleted);
        CacheFile.Delete(directory);
        OperatorAudit.Record(
            tables.Access,
            "purge",
            $"{kind.Name} {what}",
            string.Create(CultureInfo.InvariantCulture, $"{count} deleted")
        );
        database.EmptyLog();
        database.KeepMark();
        using var record = new StreamWriter(
            DataFiles.Open(Path.Combine(directory, DataFiles.PurgeRecord), FileMode.Append, FileAccess.Write)
        );
        record.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {kind.Name} {what} {Environment.UserName}"
            )
        );
        parsed.InvocationConfiguration.Output.WriteLine($"{count} of {kind.Name} gone for good ({what}).");
        return Exit.Fine;
    }
}

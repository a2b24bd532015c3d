using System.CommandLine;
using System.Data.Common;
using Knowledge.Api.Store;

namespace Knowledge.Api.Hosting;

/// <summary><c>store move</c>: copies all that a store holds from one engine to the other, while no server runs.</summary>
internal static class StoreCommand
{
    private const string Sqlite = "sqlite:";

    public static Command Create()
    {
        var from = Place("--from", "The store to copy: sqlite:DIR (a data directory), or the connection string of a database");
        var to = Place("--to", "Where to: an empty store, or one that a move to it was broken off to; in the same form");
        var move = new Command("move", "Copy a whole store to another engine, and check that all of it arrived; stop the servers first")
        {
            from,
            to,
        };
        move.SetAction(parsed => Move(parsed.GetValue(from)!, parsed.GetValue(to)!, parsed));
        return new("store", "Manage the store of the server") { move };
    }

    private static Option<string> Place(string name, string description)
    {
        var place = new Option<string>(name)
        {
            Description = $"{description}; env:NAME takes it from the environment",
            HelpName = "STORE",
            Required = true,
        };
        place.Validators.Add(result =>
        {
            if (result.Tokens.Any(t => PostgresConnection.HoldsPassword(t.Value)))
                result.AddError($"{name} holds a password, and others on this host can read arguments: give env:NAME");
        });
        return place;
    }

    private static int Move(string from, string to, ParseResult parsed)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            if (from.StartsWith(Sqlite, StringComparison.Ordinal) && !File.Exists(Path.Combine(from[Sqlite.Length..], "knowledge.db")))
                return Exit.With(error, $"there is no store in '{from[Sqlite.Length..]}'", Exit.StoreRefused);
            using var source = Open(from);
            using var target = Open(to);
            new StoreMove(source, target, output.WriteLine).Run();
            if (DirectoryOf(from) is { } left && DirectoryOf(to) is null)
                HookKey.Carry(left, new ProtectionKeyTable(target));
            if (DirectoryOf(from) is null && DirectoryOf(to) is { } entered)
                HookKey.Carry(new ProtectionKeyTable(source), entered);
            target.KeepMark();
            return Exit.Fine;
        }
        catch (DbException e)
        {
            return Exit.With(error, StoreFailure.Cause(e), Exit.StoreRefused);
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            return Exit.With(error, e.Message, Exit.StoreRefused);
        }
    }

    private static string? DirectoryOf(string place) => place.StartsWith(Sqlite, StringComparison.Ordinal) ? place[Sqlite.Length..] : null;

    private static Database Open(string place) =>
        place.StartsWith("env:", StringComparison.Ordinal)
            ? Open(Environment.GetEnvironmentVariable(place["env:".Length..]) ?? throw new StoreException($"{place} is not set", false))
        : place.StartsWith(Sqlite, StringComparison.Ordinal) ? Database.Open(place[Sqlite.Length..])
        : PostgresDatabase.Connect(place);
}

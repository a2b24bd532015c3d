using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Knowledge.Api.Options;
using Knowledge.Api.Store;

namespace Knowledge.Api.Hosting;

/// <summary>
/// The store for an operator's command, beside a running server or without one: who may write the data directory may look after who comes
/// in.
/// </summary>
internal static class OperatorStore
{
    /// <summary>The options by which a command finds the store, and the configuration that they make.</summary>
    /// <param name="more">What else it goes by.</param>
    public static Func<ParseResult, IConfiguration> AddOptionsTo(Command command, params IReadOnlyList<Setting> more)
    {
        var settings = new List<Func<ParseResult, IEnumerable<string>>>();
        foreach (
            var (option, read) in new[] { Settings.Data, Settings.Content, Settings.Store, Settings.Urls, Settings.PublicUrl }
                .Concat(more)
                .Select(s => s.ToOption())
        )
        {
            command.Options.Add(option);
            settings.Add(read);
        }
        return parsed => HookCommand.ConfigurationOf([.. settings.SelectMany(s => s(parsed))]);
    }

    /// <summary>Does something with the store; what stands in the way is one line and an exit code.</summary>
    public static int With(ParseResult parsed, IConfiguration configuration, Func<AccessTables, int> work) =>
        WithDatabase(parsed, configuration, isAlone: false, (database, _) => work(new(database)));

    /// <param name="isAlone">
    /// No server may run meanwhile: it holds in memory what is changed. Nodes that share a database follow what others write.
    /// </param>
    public static int WithDatabase(ParseResult parsed, IConfiguration configuration, bool isAlone, Func<Database, string, int> work)
    {
        var error = parsed.InvocationConfiguration.Error;
        if (ServerOptions.DataDirectoryOf(configuration, out var directory) is { } mistake)
            return Exit.With(error, mistake, Exit.WrongUse);
        if (ServerOptions.StoreOf(configuration, out var connection) is { } unread)
            return Exit.With(error, unread, Exit.WrongUse);
        try
        {
            using var database =
                connection is not null ? Connect(connection, isAlone)
                : isAlone ? OpenAlone(directory!)
                : Open(directory!);
            return work(database, directory!);
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

    /// <summary>A command that prints what is in the store.</summary>
    /// <param name="rowsOf">What is in it, in columns.</param>
    public static Command Listing(string description, Func<AccessTables, IEnumerable<IReadOnlyList<string>>> rowsOf)
    {
        var command = new Command("list", description);
        var configurationOf = AddOptionsTo(command);
        command.SetAction(parsed =>
            With(
                parsed,
                configurationOf(parsed),
                tables =>
                {
                    foreach (var row in rowsOf(tables))
                        parsed.InvocationConfiguration.Output.WriteLine(string.Join('\t', row));
                    return Exit.Fine;
                }
            )
        );
        return command;
    }

    public static string DayOf(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Where people reach the server, for a link.</summary>
    public static string AddressOf(IConfiguration configuration) =>
        (
            Settings.PublicUrl.Of(configuration) ?? ListeningAddresses.Of(configuration).FirstOrDefault(ListeningAddresses.IsLoopback)
        )?.TrimEnd('/') ?? ListeningAddresses.Default;

    private static PostgresDatabase Connect(string connection, bool isAlone)
    {
        var database = PostgresDatabase.Connect(connection);
        if (!isAlone || !NodeLease.IsHeld(database))
            return database;
        database.Dispose();
        throw new StoreException("a node runs on this database; stop all of them, and try again ten seconds later", mayPass: true);
    }

    private static Database OpenAlone(string directory) =>
        File.Exists(Path.Combine(directory, SqliteDatabase.FileName))
            ? Database.Open(directory)
            : throw new StoreException($"there is no store in '{directory}'", mayPass: false);

    private static Database Open(string directory)
    {
        try
        {
            return Database.Open(directory);
        }
        catch (StoreException e) when (!e.MayPass)
        {
            // A server has it.
            return Database.OpenBeside(directory);
        }
    }
}

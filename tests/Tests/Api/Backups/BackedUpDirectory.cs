using Dapper;
using Knowledge.Api.Backups;
using Knowledge.Api.Hosting;
using Knowledge.Api.Store;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Api.Backups;

/// <summary>A data directory with something of every kind in it, and a place for backups beside it.</summary>
internal sealed class BackedUpDirectory : IDisposable
{
    public static readonly DateTimeOffset At = new(2026, 3, 17, 12, 30, 0, TimeSpan.Zero);

    private readonly string place = Directory.CreateTempSubdirectory("kb-backup-").FullName;

    public BackedUpDirectory()
    {
        using (var database = Database.Open(Data))
        {
            Insert(database, "one");
            database.KeepMark();
        }
        Write("hook.key", new string('k', 32));
        Write("debt.jsonl", "{}\n");
        Write("purged.log", "2026 a 1 ada\n");
        Write("written/2026-03-02-a.md", "# A\n");
        File.SetLastWriteTimeUtc(PathOf("written/2026-03-02-a.md"), At.UtcDateTime);
        Write("index.snapshot", "made anew");
        Write("vectors/of-a-model", "made anew");
        Write("written/.new", "half a file");
        Write("notes.txt", "somebody's");
    }

    public string Data => Path.Combine(place, "data");

    public string Other => Path.Combine(place, "other");

    public string Backup => Path.Combine(place, "a.kbbackup");

    /// <summary>The files beside the backup, hidden ones too.</summary>
    public IEnumerable<string> Beside => Directory.EnumerateFiles(place).Select(f => Path.GetFileName(f));

    public string PathOf(string name) => Path.Combine(Data, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    public static void Insert(Database database, string word) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "INSERT INTO gaps (id, query, count, first, last) VALUES (@word, @word, 1, 0, 0)",
                    new { word },
                    transaction
                )
        );

    public static IReadOnlyList<string> Words(string directory)
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(directory, "knowledge.db")};Pooling=False");
        return [.. store.Query<string>("SELECT query FROM gaps ORDER BY query")];
    }

    /// <summary>With few rounds for the key, so that a test of many keys is done this day.</summary>
    public BackupManifest BackUp(string? passphrase = null) =>
        BackupWriter.Write(Data, Backup, passphrase, At, cancellation: TestContext.Current.CancellationToken, iterations: 1_000);

    public BackupManifest Restore(string? passphrase = null) =>
        BackupRestore.Restore(Backup, Other, passphrase, null, TestContext.Current.CancellationToken);

    public static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, _ => Task.FromResult(99), output, error);
        return (code, output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(place, recursive: true);
}

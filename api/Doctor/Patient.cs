using Knowledge.Api.Options;
using Knowledge.Api.Store;
using Knowledge.Indexer.Sources;
using Microsoft.Data.Sqlite;

namespace Knowledge.Api.Doctor;

/// <summary>What is examined: a data directory, and the server that would be started over it with these settings, or runs there.</summary>
/// <param name="Options">Null when the settings make no sense, which is a fault of its own.</param>
/// <param name="Mistake">What is wrong with the settings, so that no server would start; null when nothing is.</param>
/// <param name="DataDirectory">May be missing.</param>
/// <param name="IsRunning">Whether a server has the data directory.</param>
/// <param name="Ask">The answer of the running server to a GET; null when nobody answers.</param>
/// <param name="ListeningProblem">Why the addresses cannot be listened on; null when they can, or when a server of ours does.</param>
internal sealed record Patient(
    IConfiguration Configuration,
    ServerOptions? Options,
    string? Mistake,
    string DataDirectory,
    bool IsRunning,
    DateTimeOffset Now,
    Func<string, Task<string?>> Ask,
    Func<Task<string?>> ListeningProblem
)
{
    private IReadOnlyList<SourceSnapshot>? readings;

    /// <summary>What was read of the sources, once for all who ask; empty where the settings make no sense.</summary>
    public IReadOnlyList<SourceSnapshot> Readings =>
        readings ??= Options is null ? [] : [.. Options.Serving.Sources.Where(s => !s.IsElsewhere).Select(s => DirectoryReader.Read(s))];

    public bool HasStore => new FileInfo(StorePath) is { Exists: true, Length: > 0 };

    public string StorePath => Path.Combine(DataDirectory, SqliteDatabase.FileName);

    /// <summary>The store, to be closed by who asked; null when there is none that this program could read.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public StoreReading? OpenStore()
    {
        if (!HasStore)
            return null;
        var store = StoreReading.Open(StorePath, IsRunning);
        try
        {
            if (store.Schema == Migration.Latest)
                return store;
        }
        catch (SqliteException e) when (StoreDamage.IsDamage(e))
        {
            // Told by the examination of the store.
        }
        store.Dispose();
        return null;
    }

    public string PathOf(string name) => Path.Combine(DataDirectory, name);
}

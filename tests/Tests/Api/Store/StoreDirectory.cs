using Knowledge.Api.Store;

namespace Knowledge.Tests.Api.Store;

/// <summary>The engines that a store can be kept in: what holds for a table holds with each.</summary>
public enum StoreEngine
{
    Sqlite,
    Postgres,
}

/// <summary>A store of its own in a directory, or a database, that goes with it.</summary>
internal sealed class StoreDirectory : IDisposable
{
    private readonly string directory = System.IO.Directory.CreateTempSubdirectory("kb-store-").FullName;

    public StoreDirectory(StoreEngine engine = StoreEngine.Sqlite)
    {
        if (engine == StoreEngine.Postgres)
            Connection = PostgresServer.Shared.NewDatabase();
        Database = Open();
    }

    public Database Database { get; }

    /// <summary>Null for SQLite.</summary>
    public string? Connection { get; }

    /// <summary>Another one on the same store: after the first has ended, or of another node.</summary>
    public Database Open() => Connection is null ? Database.Open(directory) : PostgresDatabase.Connect(Connection);

    public string Path => directory;

    public void Dispose()
    {
        Database.Dispose();
        System.IO.Directory.Delete(directory, recursive: true);
    }
}

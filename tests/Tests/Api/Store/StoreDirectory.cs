using Knowledge.Api.Store;

namespace Knowledge.Tests.Api.Store;

/// <summary>A store of its own in a directory that goes with it.</summary>
internal sealed class StoreDirectory : IDisposable
{
    private readonly string directory = System.IO.Directory.CreateTempSubdirectory("kb-store-").FullName;

    public StoreDirectory() => Database = Database.Open(directory);

    public Database Database { get; }

    public string Path => directory;

    public void Dispose()
    {
        Database.Dispose();
        System.IO.Directory.Delete(directory, recursive: true);
    }
}

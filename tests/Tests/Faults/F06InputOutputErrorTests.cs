using Knowledge.Api.Store;
using Knowledge.Indexer.Snapshots;
using Knowledge.Indexer.Sources;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Faults;

/// <summary>F-06: an input/output error is said as one; only what is damaged is called damaged.</summary>
public sealed class F06InputOutputErrorTests
{
    private const int InputOutputOnLinux = 5;

    [Theory]
    [InlineData(10, "input/output error")]
    [InlineData(13, "disk full")]
    [InlineData(8, "read-only")]
    [InlineData(11, "the file is damaged")]
    [InlineData(26, "the file is damaged")]
    [InlineData(6, "SQLite error 6")]
    public void What_the_store_failed_with_is_said_as_what_it_is(int code, string reason)
    {
        foreach (var e in new Exception[] { new SqliteException("x", code), new StoreException("x", true, new SqliteException("x", code)) })
            Assert.Contains($"({reason}", StoreFailure.Sentence(e), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_fails_is_no_damaged_store()
    {
        var failed = new IOException("Input/output error", InputOutputOnLinux);
        foreach (var e in new Exception[] { failed, new StoreException("x", true, failed) })
            Assert.Contains("(input/output error)", StoreFailure.Sentence(e), StringComparison.Ordinal);
    }

    // A directory in its place stands for any file that cannot be read.
    [Fact]
    public void A_snapshot_that_cannot_be_read_is_not_called_damaged()
    {
        var data = Directory.CreateTempSubdirectory("kb-snapshot-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(data, IndexSnapshot.FileName));
            Assert.Null(IndexSnapshot.Read(data, [new SourceDirectory("s", data)], () => { }, out var problem));
            Assert.Equal("it cannot be read (input/output error)", problem);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}

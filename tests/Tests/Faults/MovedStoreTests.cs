using Dapper;
using Knowledge.Api.Store;

namespace Knowledge.Tests.Faults;

/// <summary>What is written to a file that nobody finds any more must not be told as kept.</summary>
[Trait("Reliability", "F-10")]
[Trait("Reliability", "F-18")]
public sealed class MovedStoreTests : IDisposable
{
    private readonly string place = Directory.CreateTempSubdirectory("kb-moved-").FullName;

    public void Dispose() => Directory.Delete(place, recursive: true);

    private string Store => Path.Combine(place, "knowledge.db");

    private string Lock => Path.Combine(place, "lock");

    private static int Write(Database database, Action? meanwhile = null) =>
        database.Write(
            (connection, transaction) =>
            {
                meanwhile?.Invoke();
                return connection.Execute("UPDATE store_state SET identity = identity", transaction: transaction);
            }
        );

    [Theory]
    [InlineData("moved")]
    [InlineData("deleted")]
    [InlineData("replaced")]
    [InlineData("copied over")]
    public void A_store_that_was_moved_while_it_is_open_takes_no_write_and_gives_no_answer(string how)
    {
        using var database = Database.Open(place);
        Write(database);

        switch (how)
        {
            case "moved":
                File.Move(Store, Store + ".old");
                break;
            case "deleted":
                File.Delete(Store);
                break;
            case "replaced":
                File.Move(Store, Store + ".old");
                File.WriteAllText(Store, "");
                break;
            default:
                File.Copy(Store, Store + ".copy");
                File.Move(Store + ".copy", Store, overwrite: true);
                break;
        }

        Assert.True(Assert.Throws<StoreException>(() => Write(database)).MayPass);
        Assert.Throws<StoreException>(() => database.Read(c => c.ExecuteScalar<int>("SELECT 1")));
        Assert.Throws<StoreException>(() => database.Probe());
    }

    [Fact]
    public void Put_back_it_goes_on()
    {
        using var database = Database.Open(place);
        File.Move(Store, Store + ".old");
        Assert.Throws<StoreException>(() => Write(database));

        File.Move(Store + ".old", Store);

        Assert.Equal(1, Write(database));
    }

    [Fact]
    public void Moved_during_the_write_it_is_not_told_as_kept()
    {
        using var database = Database.Open(place);

        Assert.Throws<StoreException>(() => Write(database, () => File.Move(Store, Store + ".old")));
    }

    [Fact]
    public void A_lock_that_was_deleted_is_taken_again()
    {
        using var database = Database.Open(place);
        File.Delete(Lock);

        Assert.Equal(1, Write(database));

        Assert.True(File.Exists(Lock));
        Assert.False(Assert.Throws<StoreException>(() => Database.Open(place)).MayPass);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_a_second_server_the_first_does_not_write(bool isReplaced)
    {
        using var first = Database.Open(place);
        File.Delete(Lock);
        if (isReplaced)
            File.WriteAllText(Lock, "");
        using (var second = Database.Open(place))
        {
            Assert.Equal(1, Write(second));
            Assert.False(Assert.Throws<StoreException>(() => Write(first)).MayPass);
            Assert.Equal(1, Write(second));
        }
        Assert.Equal(1, Write(first));
    }

    [Fact]
    public void What_is_kept_is_for_the_servers_own_user()
    {
        if (OperatingSystem.IsWindows())
            return;
        var data = Path.Combine(place, "made");
        using var database = Database.Open(data);
        database.KeepMark();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
        foreach (var file in Directory.GetFiles(data))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Contains(Path.Combine(data, "knowledge.db-wal"), Directory.GetFiles(data));
    }

    [Fact]
    public void A_copy_of_the_file_alone_has_the_tables()
    {
        using var database = Database.Open(place);
        var copy = Path.Combine(place, "copy");
        Directory.CreateDirectory(copy);
        File.Copy(Store, Path.Combine(copy, "knowledge.db"));

        using var reader = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={copy}/knowledge.db;Pooling=False");
        Assert.True(reader.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'written'") == 1);
    }
}

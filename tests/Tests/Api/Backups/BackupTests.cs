using Dapper;
using Knowledge.Api.Backups;
using Knowledge.Api.Store;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Api.Backups;

/// <summary>What is put back is what was there: all that cannot be made again, and nothing else.</summary>
[Trait("Reliability", "F-20")]
public sealed class BackupTests : IDisposable
{
    private const string Passphrase = "correct horse battery";

    private readonly BackedUpDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(Passphrase)]
    public void What_was_there_is_put_back(string? passphrase)
    {
        var made = directory.BackUp(passphrase);

        var restored = directory.Restore(passphrase);

        Assert.Equal(made.Files, restored.Files);
        Assert.Equal(
            ["debt.jsonl", "hook.key", "knowledge.db", "purged.log", "store.mark", "written", "written/2026-03-02-a.md"],
            Directory
                .EnumerateFileSystemEntries(directory.Other, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(directory.Other, f))
                .Order(StringComparer.Ordinal)
        );
        foreach (var name in new[] { "hook.key", "debt.jsonl", "purged.log", "written/2026-03-02-a.md" })
            Assert.Equal(File.ReadAllText(directory.PathOf(name)), File.ReadAllText(Path.Combine(directory.Other, name)));
        // The time of such a file is that of its revision.
        Assert.Equal(BackedUpDirectory.At.UtcDateTime, File.GetLastWriteTimeUtc(Path.Combine(directory.Other, "written/2026-03-02-a.md")));
        Assert.Equal(File.ReadAllText(directory.PathOf("store.mark")), File.ReadAllText(Path.Combine(directory.Other, "store.mark")));
        using (var database = Database.Open(directory.Other))
            BackedUpDirectory.Insert(database, "two");
        Assert.Equal(["one", "two"], BackedUpDirectory.Words(directory.Other));
        Assert.Equal(["a.kbbackup"], directory.Beside);
    }

    [Fact]
    public void It_is_of_one_moment_and_nobody_who_writes_waits_for_it()
    {
        using var database = Database.Open(directory.Data);
        // Enough pages for several steps of the copy.
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "INSERT INTO written (slug, number, state, text, actor, at, note) VALUES ('s', 1, 'draft', @text, 'a', 0, '')",
                    new { text = new string('x', 20 << 20) },
                    transaction
                )
        );
        var written = 0;

        var manifest = BackupWriter.Write(
            directory.Data,
            directory.Backup,
            null,
            BackedUpDirectory.At,
            progress =>
            {
                if (progress.Doing == "copying the store")
                    BackedUpDirectory.Insert(database, $"during {written++}");
            },
            cancellation: TestContext.Current.CancellationToken
        );

        Assert.True(written > 3, "the copy was made in one step; the test shows nothing");
        directory.Restore();
        Assert.Equal(["one"], BackedUpDirectory.Words(directory.Other));
        Assert.Equal(2, manifest.Writes);
    }

    [Fact]
    public void Who_breaks_it_off_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            BackupWriter.Write(
                directory.Data,
                directory.Backup,
                null,
                BackedUpDirectory.At,
                progress =>
                {
                    if (progress.Doing == "writing")
                        cancellation.Cancel();
                },
                cancellation: cancellation.Token
            )
        );
        Assert.Empty(directory.Beside);
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        File.WriteAllText(directory.Backup, "another");
        Assert.Contains("is there already", Assert.Throws<BackupException>(() => directory.BackUp()).Message, StringComparison.Ordinal);
        Assert.Equal("another", File.ReadAllText(directory.Backup));
    }

    [Fact]
    public void Of_a_damaged_store_no_backup_is_made()
    {
        using (var file = File.Open(directory.PathOf("knowledge.db"), FileMode.Open))
        {
            file.Position = 4096 * 3;
            file.Write(new byte[4096]);
        }
        Assert.Contains("damaged", Assert.Throws<BackupException>(() => directory.BackUp()).Message, StringComparison.Ordinal);
        Assert.Empty(directory.Beside);
    }

    [Fact]
    public void Without_a_store_none_is_made()
    {
        File.Delete(directory.PathOf("knowledge.db"));
        Assert.Contains("there is no store", Assert.Throws<BackupException>(() => directory.BackUp()).Message, StringComparison.Ordinal);
        Assert.Empty(directory.Beside);
    }

    [Theory]
    [InlineData("a.txt", "is not empty: there is 'a.txt'")]
    [InlineData(".restoring/knowledge.db", "was broken off")]
    [InlineData(null, "is a file")]
    public void What_is_there_is_not_touched(string? file, string said)
    {
        directory.BackUp();
        if (file is null)
            File.WriteAllText(directory.Other, "mine");
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(directory.Other, file))!);
            File.WriteAllText(Path.Combine(directory.Other, file), "mine");
        }
        var before = Directory.Exists(directory.Other) ? Directory.GetFileSystemEntries(directory.Other) : [];

        Assert.Contains(said, Assert.Throws<BackupException>(() => directory.Restore()).Message, StringComparison.Ordinal);

        Assert.Equal("mine", File.ReadAllText(file is null ? directory.Other : Path.Combine(directory.Other, file)));
        Assert.Equal(before, Directory.Exists(directory.Other) ? Directory.GetFileSystemEntries(directory.Other) : []);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_empty_directory_and_a_new_disk_will_do(bool isNewDisk)
    {
        directory.BackUp();
        Directory.CreateDirectory(isNewDisk ? Path.Combine(directory.Other, "lost+found") : directory.Other);
        directory.Restore();
        Assert.Equal(["one"], BackedUpDirectory.Words(directory.Other));
    }

    [Fact]
    public void No_server_opens_a_directory_while_a_backup_is_put_back_into_it()
    {
        Directory.CreateDirectory(Path.Combine(directory.Other, SqliteDatabase.RestoringFolder));
        var refused = Assert.Throws<StoreException>(() => Database.Open(directory.Other));
        Assert.True(refused.MayPass);
        Assert.Contains("put back", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(directory.Other, "knowledge.db")));
    }

    [Fact]
    public void Files_are_for_the_servers_own_user()
    {
        if (OperatingSystem.IsWindows())
            return;
        directory.BackUp();
        directory.Restore();
        foreach (var file in Directory.EnumerateFiles(directory.Other, "*", SearchOption.AllDirectories).Append(directory.Backup))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_store_of_an_earlier_version_is_put_back_and_taken_over()
    {
        foreach (var file in Directory.GetFiles(directory.Data))
            File.Delete(file);
        using (var store = new SqliteConnection($"Data Source={directory.PathOf("knowledge.db")};Pooling=False"))
        {
            foreach (var migration in Migration.All.Take(3))
                store.Execute(migration.Sql);
            store.Execute("PRAGMA user_version = 3; INSERT INTO gaps (id, query, count, first, last) VALUES ('o', 'old', 1, 0, 0)");
        }
        directory.BackUp();
        Assert.Equal(3, directory.Restore().Schema);
        Database.Open(directory.Other).Dispose();
        Assert.Equal(["old"], BackedUpDirectory.Words(directory.Other));
    }

    /// <summary>Every file that is ever made in a data directory is either in a backup or known to be made anew.</summary>
    [Fact]
    public void What_lies_in_a_data_directory_is_known() => Assert.Equal(["notes.txt"], BackupContents.StrangersIn(directory.Data));

    [Fact]
    public async Task The_files_of_a_server_that_was_used_are_all_known()
    {
        using var content = new Indexer.ContentDirectory();
        await using (await Live.LiveServer.Start(content)) { }
        Assert.Empty(BackupContents.StrangersIn(Live.LiveServer.DataOf(content)));
        Assert.NotEmpty(Directory.GetFiles(Live.LiveServer.DataOf(content)));
    }

    [Fact]
    public async Task The_commands_say_what_they_did()
    {
        var made = await BackedUpDirectory.Run("backup", "--out", directory.Backup, "--data", directory.Data);
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.Contains("5 files", made.Output, StringComparison.Ordinal);
        Assert.Contains("not encrypted", made.Output, StringComparison.Ordinal);
        Assert.Contains("Knowledge did not put it there: notes.txt", made.Output, StringComparison.Ordinal);

        var good = await BackedUpDirectory.Run("restore", "--check", directory.Backup);
        Assert.Equal((0, ""), (good.Code, good.Error));
        Assert.Contains("is good: the store as it was on", good.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory.Other));

        var restored = await BackedUpDirectory.Run("restore", directory.Backup, "--data", directory.Other);
        Assert.Equal((0, ""), (restored.Code, restored.Error));
        Assert.Contains($"--data {directory.Other}", restored.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "say where it is to go", "restore", "BACKUP")]
    [InlineData(2, "no such file", "restore", "missing", "--check")]
    [InlineData(3, "is not empty", "restore", "BACKUP", "--data", "DATA")]
    [InlineData(3, "it is no backup of Knowledge", "restore", "DATA/notes.txt", "--check")]
    [InlineData(3, "it is a directory", "restore", "DATA", "--check")]
    [InlineData(3, "is there already", "backup", "--out", "BACKUP", "--data", "DATA")]
    [InlineData(3, "there is no store", "backup", "--out", "NEW", "--data", "missing")]
    [InlineData(2, "--out", "backup")]
    public async Task Commands_that_cannot_be_done_say_so_in_one_line(int code, string said, params string[] arguments)
    {
        directory.BackUp();
        var run = await BackedUpDirectory.Run([
            .. arguments.Select(a =>
                a.Replace("BACKUP", directory.Backup, StringComparison.Ordinal)
                    .Replace("DATA", directory.Data, StringComparison.Ordinal)
                    .Replace("NEW", directory.Backup + "2", StringComparison.Ordinal)
                    .Replace("missing", directory.PathOf("missing"), StringComparison.Ordinal)
            ),
        ]);
        Assert.Equal(code, run.Code);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.Equal("", run.Output);
    }
}

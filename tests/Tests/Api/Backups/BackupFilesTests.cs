using Knowledge.Api.Backups;

namespace Knowledge.Tests.Api.Backups;

public sealed class BackupFilesTests : IDisposable
{
    private const string Store = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset At = new(2026, 3, 17, 12, 30, 0, TimeSpan.Zero);

    private readonly string place = Directory.CreateTempSubdirectory("kb-backups-").FullName;

    public void Dispose() => Directory.Delete(place, recursive: true);

    [Fact]
    public void A_name_says_which_store_the_how_many_eth_and_when()
    {
        var next = BackupFiles.Next(place, Store, [], At);
        Assert.Equal("knowledge-01234567-000001-2026-03-17T1230Z.kbbackup", next.Name);
        Assert.Equal(next, BackupFiles.Parse(next.Path));
        var millionth = BackupFiles.Next(place, Store, [next with { Number = 1_234_566 }], At);
        Assert.Equal("knowledge-01234567-1234567-2026-03-17T1230Z.kbbackup", millionth.Name);
        Assert.Equal(millionth, BackupFiles.Parse(millionth.Path));
    }

    [Theory]
    [InlineData("knowledge.kbbackup")]
    [InlineData("knowledge-01234567-000001-2026-03-17T1230Z.kbbackup.new")]
    [InlineData("knowledge-0123456-000001-2026-03-17T1230Z.kbbackup")]
    [InlineData("knowledge-0123456G-000001-2026-03-17T1230Z.kbbackup")]
    [InlineData("knowledge-01234567-00001-2026-03-17T1230Z.kbbackup")]
    [InlineData("knowledge-01234567--00001-2026-03-17T1230Z.kbbackup")]
    [InlineData("knowledge-01234567-000001-2026-13-17T1230Z.kbbackup")]
    [InlineData("my-knowledge-01234567-000001-2026-03-17T1230Z.kbbackup")]
    [InlineData("knowledge-by-hand.kbbackup")]
    public void Files_of_other_names_are_nobodys_to_list_or_delete(string name) => Assert.Null(BackupFiles.Parse(name));

    [Fact]
    public void Those_of_a_store_are_listed_by_number_whatever_the_clock_said()
    {
        foreach (
            var name in new[]
            {
                "knowledge-01234567-000002-2999-01-01T0000Z",
                "knowledge-01234567-000010-2026-03-17T1230Z",
                "knowledge-01234567-000009-2026-03-17T0630Z",
                "knowledge-fedcba98-000099-2026-03-17T1230Z",
                "knowledge-by-hand",
            }
        )
            File.WriteAllText(Path.Combine(place, name + BackupFiles.Extension), "");

        Assert.Equal([10L, 9, 2], BackupFiles.In(place, Store).Select(f => f.Number));
        Assert.Equal(4, BackupFiles.In(place, null).Count);
        Assert.Equal(11, BackupFiles.Next(place, Store, BackupFiles.In(place, Store), At).Number);
    }

    [Fact]
    public void What_a_killed_one_left_goes_and_nothing_else()
    {
        string[] names =
        [
            ".knowledge-01234567-000001-2026-03-17T1230Z.kbbackup.new",
            ".knowledge-01234567-000001-2026-03-17T1230Z.kbbackup.store",
            ".knowledge-fedcba98-000001-2026-03-17T1230Z.kbbackup.new",
            "knowledge-01234567-000001-2026-03-17T1230Z.kbbackup",
        ];
        foreach (var name in names)
            File.WriteAllText(Path.Combine(place, name), "");
        BackupFiles.DeleteUnfinished(place, Store);
        Assert.Equal(names[2..], Directory.GetFiles(place).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }
}

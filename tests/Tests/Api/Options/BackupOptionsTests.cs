using Knowledge.Api.Backups;
using Knowledge.Api.Options;
using Microsoft.Extensions.Configuration;

namespace Knowledge.Tests.Api.Options;

public sealed class BackupOptionsTests : IDisposable
{
    private readonly string place = Directory.CreateTempSubdirectory("kb-backup-options-").FullName;

    public void Dispose() => Directory.Delete(place, recursive: true);

    private (BackupSettings? Settings, string? Error) Read(params (string Key, string Value)[] given) =>
        BackupOptions.Read(
            new ConfigurationBuilder().AddInMemoryCollection(given.Select(g => KeyValuePair.Create(g.Key, (string?)g.Value))).Build(),
            Path.Combine(place, "data")
        );

    [Fact]
    public void Nothing_asked_for_is_nothing_made() => Assert.Equal((null, null), Read());

    [Fact]
    public void What_is_not_said_is_usual()
    {
        Assert.Equal((new(place, TimeSpan.FromHours(6), 20, null), null), Read(("backup-to", place)));
        Assert.Equal(
            (new(place, TimeSpan.FromMinutes(30), 3, "correct horse"), null),
            Read(("KB_BACKUP_TO", place), ("KB_BACKUP_EVERY", "30m"), ("KB_KEEP", "3"), ("KB_BACKUP_KEY", "correct horse"))
        );
    }

    [Fact]
    public void A_passphrase_comes_from_a_file()
    {
        var file = Path.Combine(place, "key");
        File.WriteAllText(file, "correct horse battery\n");
        Assert.Equal("correct horse battery", Read(("backup-to", place), ("KB_BACKUP_KEY_FILE", file)).Settings!.Passphrase);
        // Whoever prints the settings does not print it.
        Assert.DoesNotContain(
            "horse",
            Read(("backup-to", place), ("KB_BACKUP_KEY_FILE", file)).Settings!.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("cannot be read", Read(("backup-to", place), ("KB_BACKUP_KEY_FILE", file + "x")).Error, StringComparison.Ordinal);
        File.WriteAllText(file, "short\n");
        Assert.Contains("fewer than 8", Read(("backup-to", place), ("KB_BACKUP_KEY_FILE", file)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--backup-every '5'", "backup-every", "5")]
    [InlineData("--backup-every '0m'", "backup-every", "0m")]
    [InlineData("--backup-every 'often'", "backup-every", "often")]
    [InlineData("--keep '0'", "keep", "0")]
    [InlineData("--keep '-1'", "keep", "-1")]
    [InlineData("--keep '10001'", "keep", "10001")]
    [InlineData("--keep 'all'", "keep", "all")]
    public void What_makes_no_sense_is_one_line(string said, string key, string value)
    {
        Assert.Contains(said, Read(("backup-to", place), (key, value)).Error, StringComparison.Ordinal);
        Assert.Contains("without --backup-to", Read((key, value)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data", true)]
    [InlineData("data/backups", true)]
    [InlineData("data-backups", false)]
    [InlineData("backups", false)]
    public void Backups_do_not_lie_in_what_they_are_of(string directory, bool isRefused)
    {
        var (settings, error) = Read(("backup-to", Path.Combine(place, directory)));
        Assert.Equal(isRefused, settings is null);
        Assert.Equal(isRefused, error?.Contains("lies in the data directory", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("short", "the passphrase of KB_BACKUP_KEY_FILE has fewer than 8 characters; make it longer")]
    [InlineData(null, "KB_BACKUP_KEY_FILE cannot be read (a file is missing)")]
    public void What_is_wrong_with_a_file_of_a_passphrase_names_its_variable(string? text, string expected)
    {
        var file = Path.Combine(place, "key");
        if (text is not null)
            File.WriteAllText(file, text);
        Assert.Equal(expected, Read(("backup-to", Path.Combine(place, "backups")), ("KB_BACKUP_KEY_FILE", file)).Error);
    }

    [Fact]
    public void A_file_is_no_directory()
    {
        File.WriteAllText(Path.Combine(place, "file"), "");
        Assert.Contains("is a file", Read(("backup-to", Path.Combine(place, "file"))).Error, StringComparison.Ordinal);
    }
}

using System.Globalization;
using Knowledge.Api.Backups;
using Knowledge.Content.Documents;

namespace Knowledge.Api.Options;

/// <summary>Whether the server makes backups by itself, and what they are encrypted with.</summary>
internal static class BackupOptions
{
    /// <summary>Holds the passphrase; a variable with <c>_FILE</c> behind it names a file that does.</summary>
    public const string KeyVariable = "KB_BACKUP_KEY";

    private const int MinPassphraseCharacters = 8;

    /// <returns>Null when no backups are asked for; or what is wrong as one line.</returns>
    public static (BackupSettings? Settings, string? Error) Read(IConfiguration configuration, string dataDirectory)
    {
        if (Settings.BackupTo.Of(configuration) is not { } given)
            return (
                null,
                new[] { Settings.BackupEvery, Settings.BackupKeep }
                    .Where(s => s.Of(configuration) is not null)
                    .Select(s => $"--{s.Name} says nothing without --backup-to DIR")
                    .FirstOrDefault()
            );
        var directory = Path.GetFullPath(given);
        if (File.Exists(directory))
            return (null, $"--backup-to '{given}' is a file: give a directory");
        var data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory)) + Path.DirectorySeparatorChar;
        if ((directory + Path.DirectorySeparatorChar).StartsWith(data, StringComparison.Ordinal))
            return (null, $"--backup-to '{given}' lies in the data directory, and would be lost with it; give one elsewhere");
        var every = BackupSettings.UsualInterval;
        if (Settings.BackupEvery.Of(configuration) is { } time)
            if (DurationParser.Parse(time) is { } interval && interval > TimeSpan.Zero)
                every = interval;
            else
                return (null, $"--backup-every '{time}' takes one minute or more, such as 30m, 6h or 1d");
        var keep = BackupSettings.UsualKeep;
        if (
            Settings.BackupKeep.Of(configuration) is { } number
            && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out keep) || keep is < 1 or > BackupSettings.MaxKeep)
        )
            return (null, $"--keep '{number}' takes 1 to {BackupSettings.MaxKeep}");
        var (passphrase, wrong) = PassphraseOf(configuration);
        return wrong is not null ? (null, wrong) : (new(directory, every, keep, passphrase), null);
    }

    /// <summary>The passphrase of backups, null for none; or what is wrong with it as one line.</summary>
    public static (string? Passphrase, string? Error) PassphraseOf(IConfiguration configuration)
    {
        var (passphrase, error) = HookSource.SecretOf(configuration, KeyVariable);
        return error is null && passphrase is { Length: < MinPassphraseCharacters }
            ? (
                null,
                $"the passphrase of {KeyVariable}{(configuration[KeyVariable] is { Length: > 0 } ? "" : "_FILE")} has fewer than "
                    + $"{MinPassphraseCharacters} characters; make it longer"
            )
            : (passphrase, error);
    }
}

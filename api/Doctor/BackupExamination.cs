using System.Globalization;
using Knowledge.Api.Backups;
using Knowledge.Api.Store;

namespace Knowledge.Api.Doctor;

/// <summary>Whether there are backups, whether they are new enough, and whether the newest could be put back.</summary>
internal static class BackupExamination
{
    public static IEnumerable<Fault> Of(Patient patient)
    {
        // A database that nodes share has backups of its own, which cannot be seen from here.
        if (patient.Options is not { Serving.Store: null } options || !Directory.Exists(patient.DataDirectory))
            yield break;
        if (options.Serving.Backups is not { } settings)
        {
            yield return Fault.Warning(
                "no-backups",
                "The server makes no backups by itself.",
                "Start it with --backup-to DIR on another disk, or run backup --out FILE from a timer and look at its exit code."
            );
            yield break;
        }
        if (!Directory.Exists(settings.Directory))
        {
            yield return Fault.Error(
                "backup-directory-missing",
                $"The directory of --backup-to, {settings.Directory}, is not there.",
                "Mount it, or make it: the server does not, so that it fills no empty mount point."
            );
            yield break;
        }
        var made = BackupFiles.In(settings.Directory, StoreMark.Read(patient.DataDirectory)?.Identity);
        var newest = made.Count > 0 ? made[0] : null;
        if (BackupSchedule.IsOld(newest?.Created, patient.Now, settings.Every))
            yield return Fault.Error(
                "backup-old",
                newest is null
                    ? $"There is no backup of this store in {settings.Directory}."
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"The newest backup, {newest.Name}, is of {newest.Created.UtcDateTime:yyyy-MM-dd HH:mm} UTC: one was missed."
                    ),
                "Start the server, which makes one at once; where it runs, /status and the log (loop backup) say why it makes none."
            );
        if (newest is not null && ProblemOf(newest, settings) is { } problem)
            yield return Fault.Error(
                "backup-bad",
                $"The newest backup, {newest.Path}, cannot be put back: {problem}.",
                "Make another one now with backup --out FILE, and look at the disk that they lie on."
            );
    }

    private static string? ProblemOf(BackupFile file, BackupSettings settings)
    {
        try
        {
            BackupReader.Verify(file.Path, settings.Passphrase);
            return null;
        }
        catch (Exception e) when (e is BackupException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}

using Knowledge.Api.Store;
using Knowledge.Indexer.Files;

namespace Knowledge.Api.Doctor;

/// <summary>Whether the data directory is there, whose it is, and whether all of it is there.</summary>
internal static class DataDirectoryExamination
{
    public static IEnumerable<Fault> Of(Patient patient)
    {
        var directory = patient.DataDirectory;
        if (!Directory.Exists(directory))
        {
            yield return Fault.Warning(
                "data-directory-missing",
                $"There is no data directory {directory}.",
                "Name the one of the server with --data DIR, or start the server once: it makes it."
            );
            yield break;
        }
        if (Directory.Exists(patient.PathOf(SqliteDatabase.RestoringFolder)))
            yield return Fault.Error(
                "restore-unfinished",
                $"A backup is being put back into {directory}, or that was broken off.",
                "Wait for it; or empty the directory and run restore again."
            );
        if (FileOwner.Of(directory) is not { } owner)
            yield break;
        var repair = $"chown -R {owner} {directory}, or run the server as who it belongs to.";
        if (FileOwner.OfThisProcess() is { } self && self != 0 && self != owner)
            yield return Fault.Error(
                "wrong-owner",
                $"The data directory {directory} belongs to user {owner}, and this is user {self}.",
                $"Run the server and this command as user {owner}, or give the directory to user {self}."
            );
        else if (
            Directory
                .EnumerateFileSystemEntries(directory)
                .FirstOrDefault(f => Path.GetFileName(f) != "lost+found" && FileOwner.Of(f) is { } other && other != owner) is
            { } foreign
        )
            yield return Fault.Error(
                "wrong-owner",
                $"{foreign} belongs to user {FileOwner.Of(foreign)}, and its directory to user {owner}, who cannot write it.",
                repair
            );
    }
}

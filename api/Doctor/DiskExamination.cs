using Knowledge.Api.Store;
using Knowledge.Indexer.Files;

namespace Knowledge.Api.Doctor;

/// <summary>Whether anything can be written where the data directory lies.</summary>
internal static class DiskExamination
{
    /// <summary>Less is as good as none: the log of the store alone may take it.</summary>
    internal const long FewBytes = 100L << 20;

    /// <summary>Fewer files than this can be used up within a day.</summary>
    internal const ulong FewInodes = 1_000;

    public static IEnumerable<Fault> Of(Patient patient)
    {
        var place = patient.DataDirectory;
        while (!Directory.Exists(place) && Path.GetDirectoryName(place) is { } parent)
            place = parent;
        if (new DriveInfo(place).AvailableFreeSpace is var free && free < FewBytes)
            yield return Fault.Error(
                "disk-full",
                $"{free >> 20:N0} MiB are free where {patient.DataDirectory} lies.",
                "Make room or a larger disk; never delete knowledge.db or what begins with its name. The server goes on by itself."
            );
        if (DiskStatus.Of(place) is not { } disk)
            yield break;
        if (disk.Inodes > 0 && disk.FreeInodes < FewInodes)
            yield return Fault.Error(
                "inodes-full",
                $"{disk.FreeInodes:N0} more files can be made where {patient.DataDirectory} lies, whatever room there is (df -i).",
                "Delete directories with very many small files on this disk, or give the data directory a disk of its own."
            );
        if (disk.IsReadOnly)
            yield return Fault.Error(
                "read-only",
                $"The disk of {patient.DataDirectory} is mounted read-only: searches work, and nothing is kept.",
                "Look for disk errors (dmesg), then mount it again for writing: mount -o remount,rw. The server goes on by itself."
            );
        else if (DirectorySync.IsReadOnly(place))
            yield return Fault.Error(
                "read-only",
                $"The disk of {patient.DataDirectory} failed, and the system has made it read-only: searches work, and nothing is kept.",
                "Look for disk errors (dmesg). Stop the server, unmount the disk, check it (fsck), mount it again, and start the server."
            );
    }
}

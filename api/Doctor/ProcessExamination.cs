namespace Knowledge.Api.Doctor;

/// <summary>Which processes have the store open for writing: only one may.</summary>
internal static class ProcessExamination
{
    private const string Deleted = " (deleted)";
    private const int AccessMode = 3;

    public static IEnumerable<Fault> Of(Patient patient)
    {
        var writers = WritersOf(patient.StorePath).ToList();
        if (writers.Count > 1)
            yield return Fault.Error(
                "two-servers",
                $"{writers.Count} processes have {patient.StorePath} open for writing: {string.Join(", ", writers)}.",
                "Stop all but one of them: give each server a directory of its own with --data DIR, and end a forgotten sqlite3 shell."
            );
    }

    private static IEnumerable<string> WritersOf(string store)
    {
        if (!OperatingSystem.IsLinux())
            yield break;
        var path = Path.GetFullPath(store);
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(p => Path.GetFileName(p).All(char.IsAsciiDigit)))
            if (HasOpenForWriting(process, path))
                yield return $"{Path.GetFileName(process)} ({CommandOf(process)})";
    }

    // What may not be looked at, or has ended meanwhile, is passed over.
    private static bool HasOpenForWriting(string process, string path)
    {
        try
        {
            return Directory
                .EnumerateFileSystemEntries(Path.Combine(process, "fd"))
                .Any(d =>
                    new FileInfo(d).LinkTarget is { } target
                    && (target == path || target == path + Deleted)
                    && IsForWriting(Path.Combine(process, "fdinfo", Path.GetFileName(d)))
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsForWriting(string description) =>
        File.ReadLines(description).FirstOrDefault(l => l.StartsWith("flags:", StringComparison.Ordinal)) is { } flags
        && (Convert.ToInt64(flags["flags:".Length..].Trim(), 8) & AccessMode) != 0;

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }
}

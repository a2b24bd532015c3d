using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Indexer.Snapshots;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Api.Doctor;

/// <summary>Whether the sources are there and hold something, and what is known of it beside its text.</summary>
internal static class SourceExamination
{
    public static IEnumerable<Fault> Of(Patient patient)
    {
        foreach (var given in Settings.Content.AllOf(patient.Configuration))
            if (
                !given.EndsWith("=" + SourceDirectories.Elsewhere, StringComparison.Ordinal)
                && !Directory.Exists(given)
                && !Directory.Exists(given[(given.IndexOf('=', StringComparison.Ordinal) + 1)..])
            )
                yield return Fault.Error(
                    "source-missing",
                    $"The directory of --content {given} is not there"
                        + (SnapshotOf(patient) is { } at ? $"; its pages are in the index of {Served.TimeOf(at)}." : "."),
                    "Mount it, or clone it again; a server that runs, or has an index of it when it starts, serves what it read before."
                );
        var missing = patient.Options?.Serving.Sources.Where(s => !Directory.Exists(s.Directory)).Select(s => s.Name).ToHashSet() ?? [];
        foreach (
            var source in patient.Readings.Where(r =>
                !missing.Contains(r.Name) && (r.IsMissing || !r.Files.Any(f => f.Documents.Count > 0))
            )
        )
            yield return Fault.Error(
                "source-empty",
                $"No page was read of source {source.Name}.",
                "Look whether its directory is mounted and checked out; kb check --unread says why files are not pages."
            );
        var directories = patient.Options?.Serving.Sources.Select(s => s.Directory).ToList() ?? [];
        if (directories.Exists(IsCheckout) && GitProcess.Find(patient.Configuration["PATH"], directories) is null)
            yield return Fault.Warning(
                "no-git",
                "A source is a git checkout, and there is no git on the PATH: nobody sees when a page really changed, and by whom.",
                "Install git for the user of the server."
            );
        if (
            patient.Options?.Serving.Sources.Any(s => s.IsElsewhere) != true
            && patient.Readings.Any(r => r.Files.Any(f => f.Documents.Count > 0))
            && !patient.Readings.Any(r => r.Files.Any(f => f.Catalog is not null || f.CodeOwners is not null || f.Owners is not null))
        )
            yield return Fault.Warning(
                "no-catalog",
                "No source has a catalog-info.yaml, a CODEOWNERS or an OWNERS file: nobody is named whom to ask.",
                "Put one beside the pages; content/FORMAT.md says what is read of it."
            );
    }

    private static DateTimeOffset? SnapshotOf(Patient patient) =>
        patient.Options is { Serving: var serving }
            ? IndexSnapshot.WrittenFor(serving.DataDirectory, SnapshotKeeping.SourcesOf(serving.Sources, serving.DataDirectory))
            : null;

    // Also below the root of a repository; of a work tree it is a file.
    private static bool IsCheckout(string directory)
    {
        for (var at = Path.GetFullPath(directory); at is not null; at = Path.GetDirectoryName(at))
            if (Path.Exists(Path.Combine(at, ".git")))
                return true;
        return false;
    }
}

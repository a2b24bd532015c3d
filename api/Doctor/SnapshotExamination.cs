using Knowledge.Api.Live;
using Knowledge.Indexer.Snapshots;

namespace Knowledge.Api.Doctor;

/// <summary>Whether the next start can begin with the index of the last one.</summary>
internal static class SnapshotExamination
{
    public static IEnumerable<Fault> Of(Patient patient)
    {
        if (patient.Options is not { } options || !File.Exists(patient.PathOf(IndexSnapshot.FileName)))
            yield break;
        var sources = SnapshotKeeping.SourcesOf(options.Serving.Sources, options.Serving.DataDirectory);
        if (IndexSnapshot.Read(patient.DataDirectory, sources, () => { }, out var problem) is null && problem is not null)
            yield return Fault.Warning(
                "snapshot-refused",
                $"The index snapshot is not used: {problem}.",
                "Nothing is lost: the sources are read anew at the next start, which takes longer once. Where it stays, look at the disk."
            );
    }
}

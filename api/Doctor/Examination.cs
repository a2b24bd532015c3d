using Knowledge.Api.Background;

namespace Knowledge.Api.Doctor;

/// <summary>All examinations, in the order in which their faults are told: what stands on something comes after it.</summary>
internal static class Examination
{
    private static readonly IReadOnlyList<Func<Patient, Task<IEnumerable<Fault>>>> All =
    [
        Now(DataDirectoryExamination.Of),
        Now(DiskExamination.Of),
        Now(ProcessExamination.Of),
        Now(ClockExamination.Of),
        Now(StoreExamination.Of),
        Now(SharedStoreExamination.Of),
        Now(BackupExamination.Of),
        Now(SettingsExamination.Of),
        ListeningExamination.Of,
        Now(CertificateExamination.Of),
        ProxyExamination.Of,
        Now(SourceExamination.Of),
        Now(SnapshotExamination.Of),
        Now(SenderExamination.Of),
        Now(OutboxExamination.Of),
        EmbedderExamination.Of,
    ];

    public static async Task<IReadOnlyList<Fault>> Of(Patient patient)
    {
        var faults = new List<Fault>();
        foreach (var examine in All)
            try
            {
                faults.AddRange(await examine(patient));
            }
            catch (Exception e)
            {
                // What cannot be examined is told, and keeps nobody from the rest.
                faults.Add(
                    Fault.Warning(
                        "not-examined",
                        $"One examination failed ({FailureReason.Of(e)}): {e.Message.Split('\n')[0].TrimEnd('.')}.",
                        "Run it as the user that the server runs as, and report it when it stays."
                    )
                );
            }
        return faults;
    }

    // Read to its end here, so that what it throws is its own.
    private static Func<Patient, Task<IEnumerable<Fault>>> Now(Func<Patient, IEnumerable<Fault>> examine) =>
        patient => Task.FromResult<IEnumerable<Fault>>([.. examine(patient)]);
}

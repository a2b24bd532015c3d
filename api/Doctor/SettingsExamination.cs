namespace Knowledge.Api.Doctor;

/// <summary>Whether a server would start with these settings.</summary>
internal static class SettingsExamination
{
    public static IEnumerable<Fault> Of(Patient patient)
    {
        // A directory that is missing is told with its source.
        if (patient.Mistake is { } mistake && !mistake.StartsWith("no content directory", StringComparison.Ordinal))
            yield return Fault.Error(
                "settings",
                $"A server does not start with these settings: {mistake.TrimEnd('.')}.",
                "Correct the option, the key of the configuration file or the variable that it names."
            );
    }
}

using System.Globalization;

namespace Knowledge.Api.Doctor;

/// <summary>Whether messages to others get there.</summary>
internal static class OutboxExamination
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static IEnumerable<Fault> Of(Patient patient)
    {
        using var store = patient.OpenStore();
        if (store?.Stuck(patient.Now - Patience, patient.Now - TimeSpan.FromDays(1)) is not { } stuck || stuck.Waiting + stuck.Failed == 0)
            yield break;
        yield return Fault.Error(
            "outbox-stuck",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{stuck.Waiting:N0} messages wait for more than a quarter of an hour, and {stuck.Failed:N0} were given up within a day"
            ) + (stuck.Problem is { } problem ? $" ({problem.Split('\n')[0]})." : "."),
            "Look whether KB_NOTIFY_SLACK_URL, KB_NOTIFY_URL or --smtp is still right and can be reached from here; then they go by "
                + "themselves."
        );
    }
}

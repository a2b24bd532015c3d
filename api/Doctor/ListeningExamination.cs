namespace Knowledge.Api.Doctor;

/// <summary>Whether the addresses can be listened on, or our own server does.</summary>
internal static class ListeningExamination
{
    public static async Task<IEnumerable<Fault>> Of(Patient patient)
    {
        var isAnswered = await patient.Ask("/-/healthy") is { } alive && alive.StartsWith("alive", StringComparison.Ordinal);
        if (patient.IsRunning)
            return isAnswered
                ? []
                :
                [
                    Fault.Error(
                        "server-silent",
                        "A server has the data directory, and none answers at the address of --urls.",
                        "Give this command the --urls of the server; where they are right, the server hangs: keep its log and restart it."
                    ),
                ];
        return await patient.ListeningProblem() is { } problem
            ?
            [
                Fault.Error(
                    "port-in-use",
                    isAnswered
                        ? "Another Knowledge server, with another data directory, listens at the address."
                        : $"The server cannot listen: {problem}.",
                    "Stop what listens there (ss -ltnp shows it), or choose another address with --urls."
                ),
            ]
            : [];
    }
}

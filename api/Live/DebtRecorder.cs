using Knowledge.Api.Background;

namespace Knowledge.Api.Live;

/// <summary>
/// Keeps the debt of each day, so that one sees it shrink. Failing to (full disk) costs a column of a plot and nothing else.
/// </summary>
internal sealed class DebtRecorder(DebtReports reports, BackgroundLoops loops) : IBackgroundWork
{
    private readonly BackgroundLoop loop = loops.Add(
        new("debt", "Today's debt is not kept", TimeSpan.FromHours(1)) { FirstAfter = TimeSpan.FromMinutes(1) },
        _ => Task.FromResult(reports.Record() is { } problem ? RoundResult.Failed(problem) : RoundResult.Done)
    );

    public void Start() => loop.Start();
}

internal static class DebtRegistration
{
    public static void AddDebt(this WebApplicationBuilder builder) => builder.Services.AddSingleton<DebtReports>();
}

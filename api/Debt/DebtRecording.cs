namespace Knowledge.Api.Debt;

/// <summary>
/// Keeps the debt of each day, so that one sees it shrink. Failing to (full disk) costs a column of a plot and nothing else.
/// </summary>
internal sealed partial class DebtRecording(DebtReports reports, TimeProvider time, ILogger<DebtRecording> logger) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var wait = AfterStart; ; wait = Interval)
            {
                await Task.Delay(wait, time, stoppingToken);
                if (reports.Record() is { } problem)
                    LogNotKept(problem);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Today's debt was not kept: {Problem}")]
    private partial void LogNotKept(string problem);
}

internal static class DebtRegistration
{
    public static void AddDebt(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DebtReports>();
        builder.Services.AddHostedService<DebtRecording>();
    }
}

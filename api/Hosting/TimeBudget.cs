using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Knowledge.Api.Problems;

namespace Knowledge.Api.Hosting;

/// <summary>
/// How long what is looked at may take to be put together. Beyond it the caller is told so; the work cannot be taken back, so it goes
/// on, and until it has ended nobody can begin the same again, nor more such work than there are processors.
/// </summary>
/// <remarks>Content is capped where it is read, so this is for what nobody thought of.</remarks>
internal sealed partial class TimeBudget
{
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Task> over = [];
    private readonly TimeSpan budget;
    private readonly ILogger<TimeBudget> logger;
    private long total;

    public TimeBudget(TimeSpan budget, IMeterFactory meters, ILogger<TimeBudget> logger)
    {
        (this.budget, this.logger) = (budget, logger);
        meters
            .Create(MetricCollector.MeterName)
            .CreateObservableCounter(
                "kb_requests_over_time",
                () => Total,
                description: "Requests that took longer to build than they may."
            );
    }

    /// <summary>Requests that took longer than they may, since the start.</summary>
    public long Total => Interlocked.Read(ref total);

    /// <summary>What takes too long and has not ended.</summary>
    internal int Running => over.Count;

    /// <param name="what">By which the same work is known again.</param>
    /// <returns>Null when it takes too long.</returns>
    public async ValueTask<T?> Within<T>(string what, Func<Task<T>> work)
        where T : class
    {
        if (over.ContainsKey(what) || over.Count >= Math.Max(2, Environment.ProcessorCount))
            return null;
        // Handlers compute before they give a task back.
        var running = Task.Run(work);
        try
        {
            return await running.WaitAsync(budget);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            Interlocked.Increment(ref total);
            if (over.TryAdd(what, running))
                _ = running.ContinueWith(ended => Ended(what, ended), TaskScheduler.Default);
            LogOver(what, budget);
            return null;
        }
    }

    private void Ended(string what, Task ended)
    {
        over.TryRemove(what, out _);
        if (ended.Exception is { } e)
            LogFailed(e, what);
    }

    [LoggerMessage(LogLevel.Warning, "{What} takes longer than {Budget}; the caller was told so, and it goes on")]
    private partial void LogOver(string what, TimeSpan budget);

    [LoggerMessage(LogLevel.Error, "{What} took too long and failed")]
    private partial void LogFailed(Exception e, string what);
}

internal static class TimeBudgets
{
    /// <summary>Limits what GET and HEAD take in this group; what is sent is read and computed within limits of its own.</summary>
    public static RouteGroupBuilder WithTimeBudget(this RouteGroupBuilder group) =>
        group.AddEndpointFilter(
            static async (context, next) =>
            {
                var http = context.HttpContext;
                if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
                    return await next(context);
                var budget = http.RequestServices.GetRequiredService<TimeBudget>();
                var result = await budget.Within(http.Request.Path, async () => new Answer(await next(context)));
                if (result is not null)
                    return result.Value;
                // The handler still holds this request: what is reused must not be it.
                http.Response.Headers.Connection = "close";
                http.Response.Headers.RetryAfter = "60";
                await ErrorResponse.Write(http, Problem.TakesTooLong);
                return Results.Empty;
            }
        );

    private sealed record Answer(object? Value);
}

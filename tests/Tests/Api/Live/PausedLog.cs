using Knowledge.Api.Live;
using Microsoft.Extensions.Logging;

namespace Knowledge.Tests.Api.Live;

/// <summary>Holds up whoever logs the first ingest until it may go on.</summary>
internal sealed class PausedLog : ILogger<LiveKnowledge>, IDisposable
{
    private readonly ManualResetEventSlim goOn = new();

    public bool IsReached { get; private set; }

    public void GoOn() => goOn.Set();

    public void Dispose() => goOn.Dispose();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel level, EventId id, TState state, Exception? e, Func<TState, Exception?, string> text)
    {
        if (!text(state, e).StartsWith("Ingested", StringComparison.Ordinal))
            return;
        IsReached = true;
        goOn.Wait(TimeSpan.FromMinutes(1));
    }
}

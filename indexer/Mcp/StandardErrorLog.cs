using Microsoft.Extensions.Logging;
using ModelContextProtocol;

namespace Knowledge.Indexer.Mcp;

/// <summary>Writes warnings and worse to standard error, one line each: standard output belongs to the protocol.</summary>
internal sealed class StandardErrorLog : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        // What is wrong with a question is said to who asked.
        if (IsEnabled(logLevel) && exception is not McpException)
            Write($"{formatter(state, exception)}{(exception is null ? "" : $": {exception.GetType().Name}: {exception.Message}")}");
    }

    public static void Write(string line) =>
        Console.Error.WriteLine($"kb mcp: {string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c))}");

    public void Dispose() { }
}

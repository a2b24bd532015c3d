using Knowledge.Indexer.Serving;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Indexer.Serving;

/// <summary>A running knowledge base over a directory, and a patient eye on it.</summary>
internal static class LiveServer
{
    /// <summary>Only guards against hanging: what is waited for takes a second or a few.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static string DataOf(ContentDirectory content) => Path.Combine(content.Outside, "data");

    public static BackgroundLoops Loops(TimeProvider? time = null) =>
        new(time ?? TimeProvider.System, NullLogger<BackgroundLoops>.Instance);

    public static LiveKnowledge Create(ContentDirectory content, string? data = null, ILogger<LiveKnowledge>? logger = null) =>
        new(
            new([new("s", content.Root)], data ?? DataOf(content)) { PollInterval = TimeSpan.FromMilliseconds(50) },
            Loops(),
            TimeProvider.System,
            logger ?? NullLogger<LiveKnowledge>.Instance
        );

    public static async Task<LiveKnowledge> Start(ContentDirectory content, string? data = null)
    {
        var live = Create(content, data);
        try
        {
            await live.StartAsync(TestContext.Current.CancellationToken);
            return live;
        }
        catch
        {
            await live.DisposeAsync();
            throw;
        }
    }

    public static string? Find(LiveKnowledge live, string words) => ContentDirectory.Find(live.Current, words);

    public static async Task Until(
        Func<bool> condition,
        [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string? what = null
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Waited in vain for {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}

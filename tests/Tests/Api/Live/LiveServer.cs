using Dapper;
using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Embeddings;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Api.Live;

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
            // By the table: an encoder for each server would keep the tests waiting.
            new([new("s", content.Root)], data ?? DataOf(content))
            {
                PollInterval = TimeSpan.FromMilliseconds(50),
                Embedder = new(EmbedderSettings.Table),
            },
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

    /// <summary>From here on the store keeps what became of its documents, so that a test sees what was undone again too.</summary>
    public static void KeepHistory(ContentDirectory content)
    {
        Database.Open(DataOf(content)).Dispose();
        using var store = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False");
        store.Execute(
            """
            CREATE TABLE history (number INTEGER PRIMARY KEY, id TEXT, change TEXT);
            CREATE TRIGGER added AFTER INSERT ON documents BEGIN INSERT INTO history (id, change) VALUES (new.id, 'added'); END;
            CREATE TRIGGER changed AFTER UPDATE ON documents WHEN old.deleted IS NULL OR new.deleted IS NULL BEGIN
                INSERT INTO history (id, change) VALUES (new.id,
                    CASE WHEN new.deleted IS NOT NULL THEN 'deleted' WHEN old.deleted IS NOT NULL THEN 'restored' ELSE 'changed' END);
            END;
            """
        );
    }

    /// <summary>What became of documents, in order: an id and a change each.</summary>
    public static IReadOnlyList<string> HistoryOf(ContentDirectory content)
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Mode=ReadOnly;Pooling=False");
        return [.. store.Query<string>("SELECT id || ' ' || change FROM history ORDER BY number")];
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

using Knowledge.Api.Store;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Tests.Api.Store;

/// <summary>Lists that are kept in memory beside their table: after any interleaving of writers they hold what the table holds.</summary>
public abstract class VoteAndFeedbackTests(StoreEngine engine) : IDisposable
{
    private const int Writers = 4;
    private const int Rounds = 60;

    private readonly StoreDirectory store = new(engine);

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Feedback_in_memory_is_what_the_table_holds_whoever_wrote_last()
    {
        var log = new FeedbackTable(store.Database);
        Interleave(
            (writer, round) =>
            {
                log.Record(new($"pump {writer} {round}", "page", true, $"actor {writer}", DateTimeOffset.UnixEpoch.AddSeconds(round)));
                return log.All.Count(f => f.Actor == $"actor {writer}") == round + 1;
            }
        );
        Assert.Equal(Writers * Rounds, log.All.Count);
    }

    [Fact]
    public void Votes_in_memory_are_what_the_table_holds_whoever_wrote_last()
    {
        var log = new AlertVoteTable(store.Database);
        Interleave(
            (writer, round) =>
            {
                log.Record(Alert($"alert {writer}"), $"page {round}", true, "actor", DateTimeOffset.UnixEpoch.AddSeconds(round));
                return log.Of($"alert {writer}").Count == round + 1;
            }
        );
        Assert.All(Enumerable.Range(0, Writers), writer => Assert.Equal(Rounds, log.Of($"alert {writer}").Count));
    }

    /// <summary>Each writer must read what it has just written, whatever the others do.</summary>
    private static void Interleave(Func<int, int, bool> write)
    {
        using var together = new Barrier(Writers);
        var unread = 0;
        var threads = Enumerable
            .Range(0, Writers)
            .Select(writer => new Thread(() =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    together.SignalAndWait();
                    if (!write(writer, round))
                        Interlocked.Increment(ref unread);
                }
            }))
            .ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Equal(0, unread);
    }

    private static AlertRecord Alert(string name) =>
        new(
            name,
            "alertmanager",
            name,
            AlertState.Firing,
            null,
            null,
            default,
            null,
            default,
            default,
            1,
            1,
            new()
            {
                Key = name,
                Name = name,
                State = AlertState.Firing,
            }
        );
}

public sealed class VoteAndFeedbackOfSqliteTests() : VoteAndFeedbackTests(StoreEngine.Sqlite);

public sealed class VoteAndFeedbackOfPostgresTests() : VoteAndFeedbackTests(StoreEngine.Postgres);

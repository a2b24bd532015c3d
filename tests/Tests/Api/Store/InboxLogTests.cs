using System.Security.Cryptography;
using System.Text;
using Dapper;
using Knowledge.Api.Store;
using Knowledge.Indexer.Alerts;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Store;

public sealed class InboxLogTests : IDisposable
{
    private readonly StoreDirectory store = new();
    private readonly FakeTimeProvider time = new(new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero));
    private readonly InboxLog inbox;

    public InboxLogTests() => inbox = new(store.Database);

    public void Dispose() => store.Dispose();

    private ReceivedPost Of(string text, string? eventId = null, string source = "s")
    {
        var body = Encoding.UTF8.GetBytes(text);
        return new(source, time.GetUtcNow(), "{}", body, SHA256.HashData(body), eventId);
    }

    private (long Id, bool IsRepeated) Post(string text, string? eventId = null, string source = "s") =>
        Assert.Single(inbox.Accept([Of(text, eventId, source)]))!.Value;

    [Fact]
    public void The_last_request_of_a_source_is_known_again_for_ten_minutes()
    {
        Assert.Equal((1, false), Post("fires"));
        time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, true), Post("fires"));
        // What was only repeated does not keep the window open.
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((2, false), Post("fires"));
        Assert.Equal((2, true), Post("fires"));
    }

    [Fact]
    public void What_came_before_the_last_request_of_its_source_is_new()
    {
        Post("fires");
        Assert.Equal((2, false), Post("over"));
        Assert.Equal((3, false), Post("fires"));
        Assert.Equal((4, false), Post("over"));
        Assert.Equal((4, true), Post("over"));
        // Also within one batch, and whatever other sources post.
        Assert.Equal(
            [(5, false), (6, false), (7, false), (8, false), (8, true)],
            inbox.Accept([Of("fires"), Of("fires", source: "t"), Of("over"), Of("fires"), Of("fires")])
        );
    }

    [Fact]
    public void An_event_id_alone_decides()
    {
        Assert.Equal((1, false), Post("fires", "a"));
        Assert.Equal((2, false), Post("fires", "b"));
        Assert.Equal((3, false), Post("over", "c"));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, true), Post("fires", "a"));
        Assert.Equal((2, true), Post("something else", "b"));
        Assert.Equal((4, false), Post("fires", "a", source: "t"));
    }

    [Fact]
    public void What_came_before_in_the_same_bytes_is_told()
    {
        Post("fires");
        Post("over");
        Post("fires", source: "t");
        Post("fires");
        Assert.Equal(
            [false, false, false, true],
            store.Database.Write(
                (connection, transaction) => new[] { 1, 2, 3, 4 }.Select(id => InboxLog.CameBefore(connection, transaction, id)).ToList()
            )
        );
    }

    [Fact]
    public void A_full_inbox_gives_up_what_was_read_and_nothing_else()
    {
        // As full as it may be, without as many requests.
        store.Database.Write(
            (connection, transaction) =>
                connection.Execute(
                    """
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @most)
                    INSERT INTO inbox (source, received, headers, body, hash, state) SELECT 's', 0, '{}', x'00', CAST(i AS BLOB), 'new' FROM n
                    """,
                    new { most = InboxLog.MaxRows - 1 },
                    transaction
                )
        );
        var full = new InboxLog(store.Database);
        Assert.NotNull(full.Accept([Of("the last that there is room for")])[0]);
        Assert.Null(full.Accept([Of("one too many")])[0]);
        Assert.Equal(InboxLog.MaxRows, full.Waiting());

        store.Database.Write(
            (connection, transaction) => connection.Execute("UPDATE inbox SET state = 'read' WHERE id IN (5, 7)", transaction: transaction)
        );
        Assert.NotNull(full.Accept([Of("one too many")])[0]);
        Assert.Equal(InboxLog.MaxRows - 1, store.Database.Read(c => c.ExecuteScalar<int>("SELECT COUNT(*) FROM inbox")));
        Assert.Equal(0, store.Database.Read(c => c.ExecuteScalar<int>("SELECT COUNT(*) FROM inbox WHERE id IN (5, 7)")));
    }
}

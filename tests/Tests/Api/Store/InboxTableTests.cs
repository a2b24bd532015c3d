using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Knowledge.Api.Store;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Store;

public abstract class InboxTableTests : IDisposable
{
    private readonly StoreDirectory store;
    private readonly FakeTimeProvider time = new(new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero));
    private readonly InboxTable inbox;

    protected InboxTableTests(StoreEngine engine)
    {
        store = new(engine);
        inbox = new(store.Database);
    }

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

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
        // Whatever other sources post.
        Assert.Equal((5, false), Post("over", source: "t"));
        Assert.Equal((4, true), Post("over"));
        // Also within one batch.
        Assert.Equal(
            [(6, false), (7, false), (8, false), (9, false), (9, true)],
            inbox.Accept([Of("fires"), Of("fires", source: "t"), Of("over"), Of("fires"), Of("fires")])
        );
    }

    // A node that does not know whether the database kept it gives it once more; the sender's own repetitions are told as ever.
    [Fact]
    public void An_id_of_ours_is_kept_once_and_says_nothing_of_repetitions()
    {
        var post = Of("a") with { EventId = InboxTable.NewId() };
        Assert.False(inbox.Accept([post])[0]!.Value.IsRepeated);
        Assert.True(inbox.Accept([post])[0]!.Value.IsRepeated);
        Assert.True(inbox.Accept([Of("a") with { EventId = InboxTable.NewId() }])[0]!.Value.IsRepeated);
        Assert.False(inbox.Accept([Of("b") with { EventId = InboxTable.NewId() }])[0]!.Value.IsRepeated);
        Assert.Equal(2, Kept().Count);
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
                (connection, transaction) => new[] { 1, 2, 3, 4 }.Select(id => InboxTable.CameBefore(connection, transaction, id)).ToList()
            )
        );
    }

    [Theory]
    // By requests, and by bytes: three of five bytes each.
    [InlineData(3, 1_000)]
    [InlineData(1_000, 15)]
    public void A_full_inbox_gives_up_what_was_read_and_nothing_else(int maxRows, int maxBytes)
    {
        var full = new InboxTable(store.Database, maxRows, maxBytes);
        bool IsKept(string text) => Assert.Single(full.Accept([Of(text)])) is not null;
        Assert.True(IsKept("11111"));
        Read(1);
        Assert.True(IsKept("22222"));
        Assert.True(IsKept("33333"));
        Assert.Equal([1, 2, 3], Kept());
        Assert.True(IsKept("44444"));
        Assert.Equal([2, 3, 4], Kept());

        Assert.False(IsKept("55555"));
        Assert.Equal([2, 3, 4], Kept());
        Read(3);
        Assert.True(IsKept("55555"));
        Assert.Equal([2, 4, 5], Kept());
        // A server that starts anew counts what is there.
        Assert.Null(Assert.Single(new InboxTable(store.Database, maxRows, maxBytes).Accept([Of("66666")])));
    }

    [Fact]
    public void What_could_not_be_read_gives_way_after_all_that_was_read()
    {
        var full = new InboxTable(store.Database, maxRows: 3);
        bool IsKept(string text) => Assert.Single(full.Accept([Of(text)])) is not null;
        Assert.All(["1", "2", "3"], text => Assert.True(IsKept(text)));
        Mark(1, "unreadable");
        Read(2);
        Assert.True(IsKept("4"));
        Assert.Equal([1, 3, 4], Kept());
        Assert.True(IsKept("5"));
        Assert.Equal([3, 4, 5], Kept());
        // What nobody has looked at stays.
        Assert.False(IsKept("6"));
        Assert.Equal([3, 4, 5], Kept());
    }

    [Fact]
    public void What_is_not_kept_in_the_end_takes_no_room()
    {
        var full = new InboxTable(store.Database, maxRows: 2);
        bool IsKept(string text) => Assert.Single(full.Accept([Of(text)])) is not null;
        void Refuse(string text) => Assert.ThrowsAny<DbException>(() => full.Accept([Of(text), Of("no source") with { Source = null! }]));
        Assert.True(IsKept("1"));
        Read(1);
        Refuse("2");
        Assert.True(IsKept("3"));
        Assert.Equal(["1", "3"], Texts());

        // Nor does it make any: what gave way for it is there again.
        // Numbers of what was not kept are not given again by every engine.
        Read(Kept()[^1]);
        Refuse("4");
        Assert.Equal(["1", "3"], Texts());
        Assert.True(IsKept("5"));
        Assert.Equal(["5"], Texts());
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "the sender left out 1 alert")]
    [InlineData(7, "the sender left out 7 alerts")]
    public void What_the_sender_left_out_stands_with_its_request(int truncated, string? said)
    {
        Post("fires");
        new AlertTable(store.Database).Apply([(inbox.Unread(1)[0], new(AlertPayloadFormat.Alertmanager, [], truncated))], []);
        var item = Assert.Single(inbox.List(10, unreadable: false));
        Assert.Equal(("read", said), (item.State, item.Problem));
        Assert.Empty(inbox.List(10, unreadable: true));
    }

    private void Read(int id) => Mark(id, "read");

    private void Mark(int id, string state) =>
        store.Database.Write(
            (connection, transaction) =>
                connection.Execute("UPDATE inbox SET state = @state WHERE id = @id", new { id, state }, transaction)
        );

    private IReadOnlyList<string> Texts() =>
        [.. store.Database.Read(c => c.Query<byte[]>("SELECT body FROM inbox ORDER BY id")).Select(Encoding.UTF8.GetString)];

    private IReadOnlyList<int> Kept() => [.. store.Database.Read(c => c.Query<int>("SELECT id FROM inbox ORDER BY id"))];
}

public sealed class InboxTableOfSqliteTests() : InboxTableTests(StoreEngine.Sqlite);

public sealed class InboxTableOfPostgresTests() : InboxTableTests(StoreEngine.Postgres);

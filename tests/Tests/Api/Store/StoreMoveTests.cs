using Dapper;
using Knowledge.Api.Store;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Api.Store;

public sealed class StoreMoveTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly StoreDirectory sqlite = new();
    private readonly StoreDirectory postgres = new(StoreEngine.Postgres);
    private readonly List<string> said = [];

    public void Dispose()
    {
        sqlite.Dispose();
        postgres.Dispose();
    }

    private void Move(Database from, Database to) => new StoreMove(from, to, said.Add).Run();

    private static void Fill(Database database)
    {
        var inbox = new InboxTable(database);
        for (var i = 0; i < 1_200; i++)
            inbox.Accept([new("webhook", Noon.AddSeconds(i), "{}", [(byte)i, (byte)(i >> 8), 0], [(byte)i, (byte)(i >> 8)], null)]);
        new AlertTable(database).Apply([(inbox.Unread(1)[0], new(AlertPayloadFormat.Alertmanager, [], 0))], []);
        var documents = new DocumentTable(database);
        documents.Record(
            [
                .. Enumerable
                    .Range(0, 30)
                    .Select(i => new CurrentDocument(RandomPages.Page($"p{i}", "Title", "text"), $"{i}", "zero \0 ünï", Noon)),
            ],
            (_, _) => false,
            Noon
        );
        new AuthoredPostmortemTable(database).Create("half", "# Half\n", "ann", Noon);
        for (var i = 0; i < 700; i++)
            new AuditTable(database).Append(new("local:ann", "192.0.2.1", "author", "", "POST /x", $"/x/{i}", "200", "", ""), Noon);
    }

    [Fact]
    public void All_of_a_store_arrives_and_comes_back_and_numbers_go_on()
    {
        Fill(sqlite.Database);
        Move(sqlite.Database, postgres.Database);
        Assert.Contains("inbox: 1,200 rows copied", said);

        var inbox = new InboxTable(postgres.Database);
        Assert.Equal(1_199, inbox.Waiting());
        var next = inbox.Accept([new("webhook", Noon, "{}", [9], [9, 9, 9], null)])[0]!.Value.Id;
        Assert.Equal(1_201, next);
        Assert.Equal("zero \uFFFD ünï", new DocumentTable(postgres.Database).LastText("p7"));

        var audit = new AuditTable(postgres.Database);
        audit.Append(new("local:bob", "192.0.2.1", "author", "", "POST /y", "/y", "200", "", ""), Noon);
        Assert.Equal((701, 0), (audit.Verify().Rows, audit.Verify().Problems.Count));
        Assert.Single(audit.List(new(What: "/y"), 10));

        using var back = new StoreDirectory();
        Move(postgres.Database, back.Database);
        Assert.Equal(1_200, new InboxTable(back.Database).Waiting());
        Assert.Equal(SaveOutcome.Taken, new AuthoredPostmortemTable(back.Database).Create("half", "", "bob", Noon).Outcome);
    }

    [Fact]
    public void A_move_that_was_broken_off_goes_on_and_another_store_is_refused()
    {
        Fill(sqlite.Database);
        Assert.Throws<InvalidDataException>(() =>
            new StoreMove(
                sqlite.Database,
                postgres.Database,
                line =>
                {
                    if (line.StartsWith("inbox", StringComparison.Ordinal))
                        throw new InvalidDataException();
                }
            ).Run()
        );
        // As if it ended in the middle of a table; of one whose rows are never deleted, too.
        postgres.Database.Write((c, t) => c.Execute("ALTER TABLE audit DISABLE TRIGGER USER", transaction: t));
        postgres.Database.Write((c, t) => c.Execute("DELETE FROM audit WHERE id > 500", transaction: t));
        postgres.Database.Write((c, t) => c.Execute("ALTER TABLE audit ENABLE TRIGGER USER", transaction: t));
        postgres.Database.Write((c, t) => c.Execute("DELETE FROM inbox WHERE id > 700", transaction: t));
        Move(sqlite.Database, postgres.Database);
        Assert.Contains(
            said,
            line => line.StartsWith("documents:", StringComparison.Ordinal) && line.EndsWith("are there", StringComparison.Ordinal)
        );
        Assert.Contains("inbox: 1,200 rows copied", said);

        Assert.Equal(
            (700, 0),
            (new AuditTable(postgres.Database).Verify().Rows, new AuditTable(postgres.Database).Verify().Problems.Count)
        );

        using var other = new StoreDirectory();
        new AuthoredPostmortemTable(other.Database).Create("other", "", "ann", Noon);
        var refusal = Assert.Throws<StoreException>(() => Move(other.Database, postgres.Database));
        Assert.Contains("another store", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1_199, new InboxTable(postgres.Database).Waiting());
    }
}

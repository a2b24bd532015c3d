using System.Text;
using Dapper;
using Knowledge.Api.Store;
using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Indexer.Archive;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Api.Access;

/// <summary>Where somebody stands is found, and after a purge in no file of the store.</summary>
public sealed class PrivacyTests : IDisposable
{
    private const string Name = "Ädä Lovelace";

    private readonly string directory = Directory.CreateTempSubdirectory("kb-privacy-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "knowledge.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    // Wherever she can stand, as herself, in texts, and as JSON; and others beside her.
    private void Fill()
    {
        using (var database = Database.Open(directory))
        {
            var audit = new AuditTable(database);
            audit.Append(new("oidc:u-1", "192.0.2.1", "author", "", "POST /x", "/x", "200"), DateTimeOffset.UnixEpoch);
            audit.Append(new("oidc:u-2", "192.0.2.2", "author", "", "make token", $"of {Name}", "done"), DateTimeOffset.UnixEpoch);
        }
        using var store = Connect();
        store.Execute(
            """
            INSERT INTO gaps (id, query, count, first, last) VALUES
                ('g1', 'where is ÄDÄ LOVELACE', 1, 1, 1), ('g2', 'where is Ada Love', 1, 1, 1);
            INSERT INTO feedback VALUES ('k', 'ask Ädä Lovelace', 'd', 1, 'bob', 1), ('l', 'disk', 'd', 1, 'Ädä Lovelace', 1);
            INSERT INTO alert_votes VALUES ('a', 'n', 'd', 1, 'Ädä Lovelace', 1), ('a', 'n', 'e', 1, 'Ada', 1);
            INSERT INTO run_log (alert_id, starts_at, document_id, step, done, actor, at, result)
                VALUES ('a', 1, 'd', 's', 1, 'Ädä Lovelace', 1, 'told Ädä Lovelace'), ('a', 1, 'd', 't', 1, 'bob', 1, '');
            INSERT INTO written VALUES ('p', 1, 'draft', '# T by Ädä Lovelace', 'Ädä Lovelace', 1, 'for Ädä Lovelace');
            INSERT INTO alerts (id, source, key, name, state, starts_at, first_seen, last_seen, payload, closed_by)
                VALUES ('a', 's', 'k', 'n', 'firing', 1, 1, 1, '{"owner":"\u00C4d\u00E4 Lovelace"}', 'Ädä Lovelace');
            INSERT INTO inbox (source, received, headers, body, hash, state)
                VALUES ('s', 1, '{}', CAST('from Ädä Lovelace' AS BLOB), x'00', 'read'),
                    ('s', 1, '{}', CAST('new Ädä Lovelace' AS BLOB), x'01', 'new'),
                    ('s', 1, '{}', CAST('from bob' AS BLOB), x'02', 'read');
            INSERT INTO people VALUES ('oidc:u-1', 'Ädä Lovelace', 'author', '[]', 1, 'ada@example.org'),
                ('oidc:u-2', 'bob', 'author', '[]', 1, 'bob@example.org');
            INSERT INTO gap_askers (gap_id, subject, language, at) VALUES ('g1', 'oidc:u-1', 'en', 1), ('g1', 'oidc:u-2', 'en', 1);
            INSERT INTO sessions VALUES (x'01', 'oidc:u-1', 'Ädä Lovelace', 'author', '[]', '', '', 1, 1, 9),
                (x'02', 'oidc:u-12', 'bob', 'author', '[]', '', '', 1, 1, 9);
            INSERT INTO alert_log (alert_id, starts_at, what, actor, at, text, whom)
                VALUES ('a', 1, 'handed-over', 'Ädä Lovelace', 1, 'ask Ädä Lovelace', 'Ädä Lovelace');
            INSERT INTO gap_work VALUES ('g1', 'Ädä Lovelace', 'Ädä Lovelace said so', 'Ädä Lovelace', 1);
            INSERT INTO written_comments (slug, number, what, actor, at, text, whom)
                VALUES ('p', 1, 'review-requested', 'Ädä Lovelace', 1, 'for Ädä Lovelace', 'Ädä Lovelace');
            INSERT INTO outbox (alert_id, starts_at, target, created, due, state, problem)
                VALUES ('a', 1, 't', 1, 1, 'failed', 'refused by Ädä Lovelace');
            INSERT INTO tokens VALUES ('t', x'01', 'x', 'oidc:u-1', 'Ädä Lovelace', 'author', 'read', 1, 9, NULL, NULL);
            """
        );
    }

    private bool StoreHolds(string text) =>
        Directory
            .GetFiles(directory, "knowledge.db*")
            .Any(f => Encoding.UTF8.GetString(File.ReadAllBytes(f)).Contains(text, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public async Task Words_are_found_everywhere_and_a_purge_leaves_none()
    {
        Fill();
        var found = await Visitor.Operator(directory, "privacy", "find", "ädä lovelace");
        Assert.Equal(0, found.Code);
        foreach (
            var what in new[]
            {
                "gap\tg1",
                "words of feedback\td",
                "who gave feedback\td",
                "who voted on a runbook\tn",
                "alert as its sender told it\ta",
                "who closed an alert\ta",
                "who did a step\ta",
                "what came of a step\ta",
                "postmortem written here\tp revision 1",
                "who saved a postmortem\tp revision 1",
                "note of a save\tp revision 1",
                "who did something about an alert\ta",
                "to whom an alert was handed\ta",
                "note on an alert\ta",
                "who looks after a gap\tg1",
                "why nobody has to look after a gap\tg1",
                "who decided what becomes of a gap\tg1",
                "who commented on a page\tp",
                "who was asked to read a page\tp",
                "comment on a page\tp",
                "why a message did not go out\ta",
                "person\toidc:u-1",
                "session\toidc:u-1",
                "token\tt",
                "request of a sender\tinbox 1",
                "audit 2\tstays",
            }
        )
            Assert.Contains(what, found.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("g2", found.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("inbox 3", found.Output, StringComparison.Ordinal);

        var asked = await Visitor.Operator(directory, "privacy", "purge", "ädä lovelace");
        Assert.Contains("add --yes", asked.Output, StringComparison.Ordinal);
        Assert.True(StoreHolds(Name));

        var purged = await Visitor.Operator(directory, "privacy", "purge", "ädä lovelace", "--yes");
        Assert.Equal(0, purged.Code);
        Assert.Contains("inbox 2\tstays", purged.Output, StringComparison.Ordinal);
        Assert.Contains("audit 2\tstays", purged.Output, StringComparison.Ordinal);
        using (var store = Connect())
        {
            Assert.Equal(
                ["where is Ada Love", "where is person-"],
                store
                    .Query<string>("SELECT query FROM gaps")
                    .Select(q => q.StartsWith("where is person-", StringComparison.Ordinal) ? q[..16] : q)
                    .Order()
            );
            Assert.Equal(1, store.ExecuteScalar<int>("SELECT COUNT(DISTINCT actor) FROM alert_votes WHERE actor LIKE 'person-%'"));
            Assert.Equal(1, store.ExecuteScalar<int>("SELECT COUNT(*) FROM sessions"));
            Assert.Equal(0, store.ExecuteScalar<int>("SELECT COUNT(*) FROM tokens"));
            // What cannot be removed is removed by hand here, so that nothing else hides behind it.
            store.Execute("DROP TRIGGER audit_is_not_changed; UPDATE audit SET target = '' WHERE id = 2; DELETE FROM inbox WHERE id = 2");
            store.Execute("PRAGMA secure_delete = ON; VACUUM");
        }
        Assert.False(StoreHolds("lovelace"));
    }

    [Fact]
    public async Task A_person_is_found_by_the_names_that_are_theirs_and_no_others()
    {
        Fill();
        var found = await Visitor.Operator(directory, "privacy", "find", "--person", "oidc:u-1");
        Assert.Contains("who did something (audit)\taudit 1", found.Output, StringComparison.Ordinal);
        Assert.Contains("session\toidc:u-1", found.Output, StringComparison.Ordinal);
        Assert.Contains("mail address of a person\toidc:u-1", found.Output, StringComparison.Ordinal);
        Assert.Contains("who waits for an answer\tg1", found.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("oidc:u-12", found.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(found.Output.Split('\n'), l => l.StartsWith("gap\t", StringComparison.Ordinal));

        Assert.Equal(0, (await Visitor.Operator(directory, "privacy", "purge", "--person", "oidc:u-1", "--yes")).Code);
        var verified = await Visitor.Operator(directory, "audit", "verify");
        Assert.Equal(0, verified.Code);
        Assert.Contains("1 rows have no name any more", verified.Output, StringComparison.Ordinal);
        Assert.StartsWith(
            "0 places",
            (await Visitor.Operator(directory, "privacy", "find", "--person", "oidc:u-1")).Output,
            StringComparison.Ordinal
        );
        using var store = Connect();
        Assert.Equal(["Ada", "person"], store.Query<string>("SELECT actor FROM alert_votes").Select(a => a.Split('-')[0]).Order());
        Assert.Equal("bob", store.ExecuteScalar<string>("SELECT actor FROM people WHERE subject = 'oidc:u-2'"));
        Assert.Equal("oidc:u-2", store.ExecuteScalar<string>("SELECT subject FROM gap_askers"));
        Assert.Equal(
            ["bob@example.org", "person"],
            store.Query<string>("SELECT email FROM people").Select(e => e.Split('-')[0]).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Archived_pages_that_hold_the_words_are_found_and_deleted()
    {
        Fill();
        using var archive = new ArchiveFixture();
        archive.Build(
            ArchiveFixture.Page("OPS-1", "Relay down", "Restarted by ädä LOVELACE herself."),
            ArchiveFixture.Page("OPS-2", "Relay slow", "It had no memory.", null, "owner:ädä lovelace"),
            ArchiveFixture.Page("OPS-3", "Relay gone", "Nobody by the name of Ada Love.")
        );
        var own = Path.Combine(directory, "archives", "wiki");
        ArchiveFixture.Run(
            new("test", own, (_, _, _) => [ArchiveFixture.Item(ArchiveFixture.Page("guide", "By Ädä Lovelace", "How to."))])
        );
        var option = $"tickets={archive.Out}";

        var found = await Visitor.Operator(directory, "privacy", "find", "ädä lovelace", "--archive", option);
        Assert.Equal(0, found.Code);
        foreach (var page in new[] { "tickets/OPS-1", "tickets/OPS-2", "wiki/guide" })
            Assert.Contains($"archived page\t{page}\n", found.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("OPS-3", found.Output, StringComparison.Ordinal);

        var asked = await Visitor.Operator(directory, "privacy", "purge", "ädä lovelace", "--archive", option);
        Assert.Contains("archived page\ttickets/OPS-1", asked.Output, StringComparison.Ordinal);
        Assert.Equal(3, archive.Ask("relay").Total);

        var purged = await Visitor.Operator(directory, "privacy", "purge", "ädä lovelace", "--yes", "--archive", option);
        Assert.Equal(0, purged.Code);
        Assert.Contains("3 archived pages were deleted", purged.Output, StringComparison.Ordinal);
        Assert.Equal("OPS-3", archive.Found("relay"));
        Assert.All(
            Directory.EnumerateFiles(archive.Index).Concat(Directory.EnumerateFiles(Path.Combine(own, "index"))),
            f => Assert.DoesNotContain("lovelac", File.ReadAllText(f), StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task Archived_pages_that_name_a_person_are_found_and_deleted_by_the_names_that_are_theirs()
    {
        Fill();
        using var archive = new ArchiveFixture();
        archive.Build(
            ArchiveFixture.Page("OPS-1", "Relay down", "Restarted by ädä LOVELACE herself."),
            ArchiveFixture.Page("OPS-2", "Relay slow", "It had no memory.", null, "owner:ädä lovelace"),
            ArchiveFixture.Page("OPS-3", "Relay gone", "Nobody by the name of Ädä Lovelaces."),
            // A long text is cut; the name lies on both sides.
            new("OPS-4", "Relay back", null, null, [], [new("", "It was put back by Ädä"), new("", "Lovelace in the night.")])
        );
        var option = $"tickets={archive.Out}";

        var found = await Visitor.Operator(directory, "privacy", "find", "--person", "oidc:u-1", "--archive", option);
        Assert.Equal(0, found.Code);
        foreach (var page in new[] { "OPS-1", "OPS-2", "OPS-4" })
            Assert.Contains($"archived page\ttickets/{page}\n", found.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("OPS-3", found.Output, StringComparison.Ordinal);
        var other = await Visitor.Operator(directory, "privacy", "find", "--person", "oidc:u-2", "--archive", option);
        Assert.DoesNotContain("archived page", other.Output, StringComparison.Ordinal);

        var purged = await Visitor.Operator(directory, "privacy", "purge", "--person", "oidc:u-1", "--yes", "--archive", option);
        Assert.Equal(0, purged.Code);
        Assert.Contains("3 archived pages were deleted", purged.Output, StringComparison.Ordinal);
        Assert.Equal("OPS-3", archive.Found("relay"));
    }

    [Fact]
    public async Task An_archive_that_cannot_be_looked_at_is_told()
    {
        Fill();
        var find = await Visitor.Operator(directory, "privacy", "find", "lovelace", "--archive", $"gone={directory}/nowhere");
        Assert.Equal(3, find.Code);
        Assert.Contains("not looked at\tthere is no directory", find.Output, StringComparison.Ordinal);
        Assert.Contains("gap\tg1", find.Output, StringComparison.Ordinal);
    }

    // The same words in the database that several nodes share.
    [Fact]
    public async Task On_a_database_that_nodes_share_words_are_found_and_purged_beside_its_nodes()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        using var node = PostgresDatabase.Connect(connection);
        node.Write(
            (c, t) =>
                c.Execute(
                    """
                    INSERT INTO gaps (id, query, count, first, last) VALUES ('g1', 'where is Ädä Lovelace', 1, 1, 1);
                    INSERT INTO feedback VALUES ('k', 'ask Ädä Lovelace', 'd', 1, 'bob', 1), ('l', 'disk', 'd', 1, 'Ädä Lovelace', 1);
                    INSERT INTO alert_votes VALUES ('a', 'n', 'd', 1, 'Ädä Lovelace', 1);
                    INSERT INTO written VALUES ('p', 1, 'draft', '# T by Ädä Lovelace', 'Ädä Lovelace', 1, '');
                    INSERT INTO inbox (source, received, headers, body, hash, state)
                        VALUES ('s', 1, '{"from":"Ädä Lovelace"}', '\x00', '\x00', 'read');
                    INSERT INTO people VALUES ('oidc:u-1', 'Ädä Lovelace', 'author', '[]', 1, NULL),
                        ('oidc:u-2', 'bob', 'author', '[]', 1, NULL);
                    INSERT INTO sessions VALUES ('\x01', 'oidc:u-1', 'Ädä Lovelace', 'author', '[]', '', '', 1, 1, 9);
                    """,
                    transaction: t
                )
        );
        var found = await Visitor.Operator(directory, "privacy", "find", "ädä lovelace", "--store", connection);
        Assert.True(found.Code == 0, found.Error);
        Assert.StartsWith("9 places", found.Output.Split('\n')[^1], StringComparison.Ordinal);
        var purged = await Visitor.Operator(directory, "privacy", "purge", "ädä lovelace", "--yes", "--store", connection);
        Assert.True(purged.Code == 0, purged.Error);
        Assert.StartsWith(
            "0 places",
            (await Visitor.Operator(directory, "privacy", "find", "ädä lovelace", "--store", connection)).Output,
            StringComparison.Ordinal
        );
        Assert.Equal(0, (await Visitor.Operator(directory, "audit", "verify", "--store", connection)).Code);
        Assert.Equal(0, (await Visitor.Operator(directory, "user", "add", "ann", "--store", connection)).Code);
        Assert.False(File.Exists(Path.Combine(directory, "knowledge.db")));
    }

    [Theory]
    [InlineData("privacy", "find")]
    [InlineData("privacy", "find", "ab")]
    [InlineData("privacy", "find", "words", "--person", "x")]
    [InlineData("privacy", "purge")]
    public async Task What_makes_no_sense_is_said(params string[] arguments)
    {
        var run = await Visitor.Operator(directory, arguments);
        Assert.Equal(2, run.Code);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_purge_beside_a_running_server_is_refused()
    {
        Fill();
        using var running = Database.Open(directory);
        var run = await Visitor.Operator(directory, "privacy", "purge", "lovelace", "--yes");
        Assert.Equal(3, run.Code);
        Assert.Contains("another server", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Visitor.Operator(directory, "privacy", "find", "lovelace")).Code);
    }
}

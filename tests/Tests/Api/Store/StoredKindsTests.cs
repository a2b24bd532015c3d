using System.Text.RegularExpressions;
using Dapper;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Api.Store;

/// <summary>The list of what is stored knows every table of both engines, and what it says of deletion holds.</summary>
public sealed partial class StoredKindsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 20, 8, 0, 0, TimeSpan.Zero);

    private readonly string directory = Directory.CreateTempSubdirectory("kb-stored-").FullName;
    private readonly Database database;

    public StoredKindsTests() => database = Database.Open(directory);

    public void Dispose()
    {
        database.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private static IReadOnlyList<string> Known => [.. StoredKinds.All.SelectMany(k => k.Tables).Distinct().Order(StringComparer.Ordinal)];

    // A table that nobody named here is one of which nobody said how long it is kept and what deletes it.
    [Fact]
    public void Every_table_of_the_schema_belongs_to_a_kind()
    {
        var tablesThere = database.Read(c =>
            c.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").ToList()
        );
        // PostgreSQL has its version in a table.
        Assert.Equal(tablesThere.Append("store_schema").Order(StringComparer.Ordinal), Known);
    }

    [Fact]
    public void Every_table_of_PostgreSQL_belongs_to_a_kind()
    {
        using var shared = PostgresDatabase.Connect(PostgresServer.Shared.NewDatabase());
        Assert.Equal(
            shared.Read(c =>
                c.Query<string>("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
                    .Order(StringComparer.Ordinal)
                    .ToList()
            ),
            Known
        );
    }

    [Fact]
    public void Every_kind_says_how_long_it_is_kept_and_what_takes_it_away()
    {
        Assert.All(
            StoredKinds.All,
            kind =>
            {
                Assert.NotEmpty(Retention.Default.InWords(kind));
                Assert.Equal(kind.Entry is null, kind.Delete is null);
                Assert.True(kind.DeleteOld is null || kind.HasOption || kind.FixedTime is not null);
            }
        );
        // What neither deletion nor anything else takes away holds nothing of people.
        Assert.Equal(["keys", "store"], StoredKinds.All.Where(k => k.Delete is null && k.Otherwise is null).Select(k => k.Name));
        Assert.Equal(StoredKinds.All.Count, StoredKinds.All.Select(k => k.Name).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_kind_is_counted_and_deleted_one_by_one(bool isShared)
    {
        using var postgres = isShared ? PostgresDatabase.Connect(PostgresServer.Shared.NewDatabase()) : null;
        var store = postgres ?? database;
        var of = Filled(store);
        var names = new Dictionary<string, (string There, string Absent)>
        {
            ["inbox"] = ("1", "9"),
            ["alerts"] = ("a2", "a9"),
            ["gaps"] = ("g1", "g9"),
            ["drafts"] = ("plan", "shown"),
            ["votes"] = ("a1", "a9"),
            ["feedback"] = ("page", "other"),
            ["texts"] = ("page", "other"),
            ["revisions"] = ("shown/1", "shown/2"),
            ["comments"] = ("shown/2", "shown/3"),
            ["steps"] = ("a1", "a9"),
            ["notes"] = ("a1", "a9"),
            ["messages"] = ("a1", "a9"),
            ["sessions"] = ("s1", "s9"),
            ["tokens"] = ("t1", "t9"),
            ["searches"] = ("s1", "s9"),
            ["askers"] = ("s1", "s9"),
        };
        Assert.Equal(
            names.Keys.Order(StringComparer.Ordinal),
            StoredKinds.All.Where(k => k.Delete is not null).Select(k => k.Name).Order(StringComparer.Ordinal)
        );
        foreach (var kind in StoredKinds.All.Where(k => k.From is not null))
        {
            var before = kind.CountIn(store)!.Value.Entries;
            if (kind.Delete is not { } delete)
                continue;
            Assert.True(before > 0, kind.Name);
            Assert.Equal(0, delete(of, names[kind.Name].Absent, Now));
            foreach (var odd in new[] { "", "x", "-1", "1/", "/1", "a/b", "%", "'; DROP TABLE inbox; --" })
                Assert.Equal(0, delete(of, odd, Now));
            Assert.Equal(before, kind.CountIn(store)!.Value.Entries);
            Assert.True(delete(of, names[kind.Name].There, Now) > 0, kind.Name);
            Assert.True(kind.CountIn(store)!.Value.Entries < before, kind.Name);
            Assert.Equal(0, delete(of, names[kind.Name].There, Now));
        }
        // What hangs on an alert went with it, and nothing of another's.
        Assert.Equal(["a1", "a3"], store.Read(c => c.Query<string>("SELECT id FROM alerts ORDER BY id")));
        Assert.Equal(0, store.Read(c => c.ExecuteScalar<int>("SELECT COUNT(*) FROM gap_work WHERE gap_id = 'g1'")));
        Assert.Equal(["first"], store.Read(c => c.Query<string>("SELECT text FROM written_comments")));
    }

    // One a millisecond too old and one that is not, of each kind that goes by its age.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_would_go_by_its_age_is_what_goes(bool isShared)
    {
        using var postgres = isShared ? PostgresDatabase.Connect(PostgresServer.Shared.NewDatabase()) : null;
        var store = postgres ?? database;
        var of = Filled(store);
        foreach (var kind in StoredKinds.All.Where(k => k.HasOption))
        {
            var (_, oldest) = kind.CountIn(store)!.Value;
            Assert.Equal(0, kind.CountOld(store, oldest!.Value));
            Assert.Equal(0, kind.DeleteOld!(of, oldest.Value, Now));
            var said = kind.CountOld(store, Now.AddDays(1));
            Assert.True(said > 0, kind.Name);
            Assert.Equal(said, kind.DeleteOld(of, Now.AddDays(1), Now));
            Assert.Equal(0, kind.CountOld(store, Now.AddDays(1)));
        }
        // What waits, fires, is published or served is there.
        Assert.Equal(["new"], store.Read(c => c.Query<string>("SELECT state FROM inbox")));
        Assert.Equal(["firing"], store.Read(c => c.Query<string>("SELECT state FROM alerts")));
        Assert.Equal(["gone", "shown"], store.Read(c => c.Query<string>("SELECT DISTINCT slug FROM written")).Order());
        Assert.Equal(["now"], store.Read(c => c.Query<string>("SELECT text FROM revisions")));
    }

    [Fact]
    public void A_page_that_was_deleted_is_not_read_back_from_its_file_and_one_of_its_name_can_be_begun_anew()
    {
        var of = Filled(database);
        Assert.Equal(1, of.DeletePage("plan", Now));
        of.Authored.ReadBack([
            new("plan", 1, "draft", "secret", "", Now.AddMinutes(-1), "read back"),
            new("lost", 1, "draft", "kept", "", Now, ""),
        ]);
        Assert.Null(of.Authored.Newest("plan"));
        Assert.NotNull(of.Authored.Newest("lost"));
        Assert.Equal(SaveOutcome.Saved, of.Authored.Create("plan", "anew", "ada", Now.AddHours(1)).Outcome);
        Assert.False(of.Authored.IsDeleted("plan", Now.AddHours(1)));
        Assert.False(of.Authored.IsDeleted("shown", default));
    }

    private static StoreTables Filled(Database store)
    {
        var at = Now.ToUnixTimeMilliseconds();
        store.Write(
            (c, t) =>
                c.Execute(
                    """
                    INSERT INTO inbox (source, received, headers, body, hash, state) VALUES
                        ('s', @at, '{}', @bytes, @bytes, 'read'), ('s', @at, '{}', @bytes, @bytes, 'new'),
                        ('s', @at + 1, '{}', @bytes, @bytes, 'unreadable');
                    INSERT INTO alerts (id, source, key, name, state, starts_at, first_seen, last_seen, payload) VALUES
                        ('a1', 's', 'k1', 'n', 'firing', @at, @at, @at, '{}'), ('a2', 's', 'k2', 'n', 'resolved', @at, @at, @at, '{}'),
                        ('a3', 's', 'k3', 'n', 'resolved', @at, @at, @at, '{}');
                    INSERT INTO alert_events (alert_id, starts_at, state, first_seen, last_seen, times)
                        VALUES ('a2', @at, 'resolved', @at, @at, 1);
                    INSERT INTO run_log (alert_id, starts_at, document_id, step, done, actor, at) VALUES
                        ('a1', @at, 'd', 's', 1, 'x', @at), ('a2', @at, 'd', 's', 1, 'x', @at);
                    INSERT INTO alert_log (alert_id, starts_at, what, actor, at) VALUES
                        ('a1', @at, 'note', 'x', @at), ('a2', @at, 'note', 'x', @at);
                    INSERT INTO outbox (alert_id, starts_at, target, created, due, state) VALUES
                        ('a1', @at, 't', @at, @at, 'waiting'), ('a2', @at, 't', @at, @at, 'sent');
                    INSERT INTO alert_votes (alert_id, name, document_id, helped, actor, at) VALUES
                        ('a1', 'n', 'd', 1, 'x', @at), ('a2', 'n', 'd', 1, 'x', @at);
                    INSERT INTO feedback (query_key, query, document_id, helped, actor, at) VALUES
                        ('q', 'q', 'page', 1, 'x', @at), ('r', 'r', 'elsewhere', 1, 'x', @at);
                    INSERT INTO gaps (id, query, count, first, last) VALUES ('g1', 'q', 1, @at, @at), ('g2', 'r', 1, @at, @at);
                    INSERT INTO gap_work (gap_id, actor, at) VALUES ('g1', 'x', @at);
                    INSERT INTO written (slug, number, state, text, actor, at, note) VALUES
                        ('plan', 1, 'draft', 'x', 'a', @at, ''), ('other', 1, 'draft', 'x', 'a', @at, ''),
                        ('gone', 1, 'discarded', 'x', 'a', @at, ''),
                        ('shown', 1, 'draft', 'x', 'a', @at, ''), ('shown', 2, 'published', 'y', 'a', @at, '');
                    INSERT INTO written_comments (slug, number, what, actor, at, text) VALUES
                        ('shown', 1, 'comment', 'x', @at, 'first'), ('shown', 1, 'comment', 'x', @at, 'second');
                    INSERT INTO documents (id, source, path, kind, title, hash, first_seen, changed, revision, deleted) VALUES
                        ('page', 's', 'page.md', 'Runbook', 'T', 'h', @at, @at, 2, NULL),
                        ('old', 's', 'old.md', 'Runbook', 'T', 'h', @at, @at, 1, @at);
                    INSERT INTO revisions (document_id, number, hash, at, text) VALUES
                        ('page', 1, 'g', @at, 'before'), ('page', 2, 'h', @at, 'now'), ('old', 1, 'h', @at, 'gone');
                    INSERT INTO sessions (hash, subject, actor, role, member_of, address, program, begun, seen, ends)
                        VALUES (@bytes, 's1', 'x', 'viewer', '[]', '', '', @at, @at, @at);
                    INSERT INTO tokens (id, hash, name, subject, actor, role, scopes, created, expires)
                        VALUES ('t1', @bytes, 'x', 's1', 'x', 'viewer', 'read', @at, @at);
                    INSERT INTO saved_searches (subject, name, query, at) VALUES ('s1', 'n', 'q', @at);
                    INSERT INTO gap_askers (gap_id, subject, language, at) VALUES ('g2', 's1', 'en', @at);
                    """,
                    new { at, bytes = new byte[] { 1 } },
                    t
                )
        );
        return StoreTables.Of(store);
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z]+)` \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static string RowOf(StoredKind kind) =>
        $"| `{kind.Name}` | {kind.What} | {Retention.Default.InWords(kind)}{(kind.HasOption ? $" (`--{kind.Option}`)" : "")} | "
        + $"{(kind.Entry is { } entry ? $"`{entry.Placeholder}`: {entry.SeenAt}" : kind.Otherwise ?? "-")} | "
        + $"{string.Join(", ", kind.Tables.Select(t => $"`{t}`"))} |";

    [Fact]
    public void The_documentation_has_the_same_table()
    {
        var path = Path.Combine(Repository.Root, "docs", "stored.md");
        var text = File.ReadAllText(path);
        if (Environment.GetEnvironmentVariable("KB_UPDATE_SNAPSHOTS") == "1")
        {
            var lines = text.Split('\n').ToList();
            var first = lines.FindIndex(l => Row().IsMatch(l));
            lines.RemoveAll(l => Row().IsMatch(l));
            lines.InsertRange(first, StoredKinds.All.Select(RowOf));
            File.WriteAllText(path, text = string.Join('\n', lines));
        }
        Assert.Equal(StoredKinds.All.Select(RowOf), Row().Matches(text).Select(m => m.Value));
    }
}

using System.Globalization;
using Dapper;

namespace Knowledge.Api.Store;

/// <summary>
/// All kinds of what is stored. Retention, deletion, options and the documentation are made of this list; every table of the schema
/// belongs to one of them.
/// </summary>
internal static class StoredKinds
{
    private const string NewestRevision = "number = (SELECT MAX(number) FROM written newer WHERE newer.slug = written.slug)";

    private static readonly (string, string) OfAlert = ("ALERT", "the end of the address /alerts/ALERT");

    // Those with an option come first, in the order of the help.
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new("inbox", "what senders posted", "inbox")
        {
            From = "inbox",
            At = "received",
            Stays = "state = 'new'",
            Since = "once it was read",
            DefaultTime = TimeSpan.FromDays(30),
            Entry = ("NUMBER", "GET /api/inbox"),
            DeleteOld = (s, before, _) => s.Inbox.DeleteRead(before),
            Delete = (s, number, _) => Number(number) is { } id ? s.Inbox.Delete(id) : 0,
        },
        new("alerts", "alerts that are over, and earlier episodes of the others", "alerts", "alert_events")
        {
            From = "alerts",
            At = "last_seen",
            Stays = "state <> 'resolved'",
            DefaultTime = TimeSpan.FromDays(400),
            Entry = OfAlert,
            DeleteOld = (s, before, _) => s.Alerts.DeleteOver(before),
            Delete = (s, id, _) => s.Alerts.Delete(id),
        },
        new("gaps", "searches without an answer", "gaps", "gap_work")
        {
            From = "gaps",
            At = "last",
            Since = "since they were last asked",
            DefaultTime = TimeSpan.FromDays(400),
            Entry = ("ID", "GET /api/gaps"),
            DeleteOld = (s, before, _) => s.Gaps.Delete(before),
            Delete = (s, id, _) => s.Gaps.Delete(id),
        },
        new("drafts", "postmortems that nobody published", "written", "deleted_pages")
        {
            From = $"(SELECT * FROM written WHERE state IN ('draft', 'discarded') AND {NewestRevision}) drafts",
            At = "at",
            // Those that were discarded have a time of their own.
            Stays = "state = 'discarded'",
            Since = "since their last change",
            Entry = ("SLUG", "the address /postmortems/SLUG/edit; a published one is taken back to a draft first"),
            DeleteOld = (s, before, now) => s.DeletePages("draft", before, now),
            Delete = (s, slug, now) => s.DeletePage(slug, now),
        },
        new("votes", "whether runbooks helped with alerts", "alert_votes")
        {
            From = "alert_votes",
            At = "at",
            Entry = OfAlert,
            DeleteOld = (s, before, _) => s.Votes.Delete(before),
            Delete = (s, id, _) => s.Votes.Delete(id),
        },
        new("feedback", "whether pages helped with searches", "feedback")
        {
            From = "feedback",
            At = "at",
            Entry = ("PAGE", "the end of the address /docs/PAGE"),
            DeleteOld = (s, before, _) => s.Feedback.Delete(before),
            Delete = (s, id, _) => s.Feedback.Delete(id),
        },
        new("texts", "earlier texts of pages, and pages that are gone", "documents", "revisions")
        {
            // Of what is served the newest text was replaced by none.
            From = """
                (SELECT replaced FROM (SELECT
                    COALESCE((SELECT MIN(n.at) FROM revisions n WHERE n.document_id = r.document_id AND n.number > r.number), d.deleted)
                        AS replaced
                    FROM revisions r JOIN documents d ON d.id = r.document_id) every
                WHERE replaced IS NOT NULL) texts
                """,
            At = "replaced",
            Since = "since they were replaced or removed",
            Entry = ("PAGE", "the end of the address /docs/PAGE"),
            DeleteOld = (s, before, _) => s.Documents.DeleteTexts(before),
            Delete = (s, id, _) => s.Documents.DeleteTexts(id),
        },
        new("revisions", "earlier revisions of pages that are written here", "written")
        {
            From = $"(SELECT * FROM written WHERE NOT ({NewestRevision})) earlier",
            At = "at",
            Until = "with their page",
            Entry = ("SLUG/NUMBER", "the page's history"),
            Delete = (s, named, _) => Numbered(named) is var (slug, number) && s.Authored.Purge(slug, number) ? 1 : 0,
        },
        new("comments", "comments and reviews of pages that are written here", "written_comments")
        {
            From = "written_comments",
            At = "at",
            Until = "with their page",
            Entry = ("SLUG, or SLUG/NUMBER for the first, second … of them", "the page's comments"),
            Delete = (s, named, _) => s.Comments.Delete(named),
        },
        new("steps", "steps of runbooks that people ticked for alerts", "run_log")
        {
            From = "run_log",
            At = "at",
            Until = "with their alert",
            Entry = OfAlert,
            Delete = (s, id, _) => Rows(s, "DELETE FROM run_log WHERE alert_id = @id", new { id }),
        },
        new("notes", "who is on alerts or closed them, notes on them, and what solved them", "alert_log")
        {
            From = "alert_log",
            At = "at",
            Until = "with their alert",
            Entry = OfAlert,
            Delete = (s, id, _) => Rows(s, "DELETE FROM alert_log WHERE alert_id = @id", new { id }),
        },
        new("messages", "notifications that wait, were sent or were given up", "outbox")
        {
            From = "outbox",
            At = "created",
            Until = "with their alert; at most 20,000 that do not wait",
            Entry = OfAlert,
            Delete = (s, id, _) => Rows(s, "DELETE FROM outbox WHERE alert_id = @id", new { id }),
        },
        new("sessions", "who is signed in", "sessions")
        {
            From = "sessions",
            At = "seen",
            Until = "until they end, and a day",
            FixedTime = TimeSpan.FromDays(1),
            Entry = ("SUBJECT", "the audit"),
            DeleteOld = (s, before, _) => Rows(s, "DELETE FROM sessions WHERE ends < @at", new { at = Milliseconds(before) }),
            Delete = (s, subject, _) => Rows(s, "DELETE FROM sessions WHERE subject = @subject", new { subject }),
        },
        new("tokens", "tokens of programs; the token itself is not stored", "tokens")
        {
            From = "tokens",
            At = "created",
            Until = "until they end, and 30 days",
            FixedTime = TimeSpan.FromDays(30),
            Entry = ("ID", "/account/tokens"),
            DeleteOld = (s, before, _) => Rows(s, "DELETE FROM tokens WHERE expires < @at", new { at = Milliseconds(before) }),
            Delete = (s, id, _) => s.Access.Tokens.End(id, null) ? 1 : 0,
        },
        new("links", "links that set a password or let an administrator in; of the link only its hash", "links")
        {
            From = "links",
            Until = "until they are used or end, and a day",
            FixedTime = TimeSpan.FromDays(1),
            DeleteOld = (s, before, _) => Rows(s, "DELETE FROM links WHERE expires < @at", new { at = Milliseconds(before) }),
            Otherwise = "a newer link of the same account",
        },
        new("searches", "searches that people who are signed in saved", "saved_searches")
        {
            From = "saved_searches",
            At = "at",
            Until = "until they are removed; at most 50 a person",
            Entry = ("SUBJECT", "the audit"),
            Delete = (s, subject, _) => Rows(s, "DELETE FROM saved_searches WHERE subject = @subject", new { subject }),
        },
        new("askers", "who is told by mail when a search is answered", "gap_askers")
        {
            From = "gap_askers",
            At = "at",
            Until = "until they were told or their search goes; at most 20 a person",
            Entry = ("SUBJECT", "the audit"),
            Delete = (s, subject, _) => Rows(s, "DELETE FROM gap_askers WHERE subject = @subject", new { subject }),
        },
        new("people", "who ever signed in: subject, name, role, groups, mail address", "people")
        {
            From = "people",
            At = "last_seen",
            Until = "until they are purged: a name is never given to somebody else",
            Otherwise = "the command `privacy purge --person SUBJECT`",
        },
        new("accounts", "accounts of --auth local; of the password only its hash", "accounts")
        {
            From = "accounts",
            At = "created",
            Until = "until they are ended",
            Otherwise = "the command `user end NAME`",
        },
        new("audit", "who did what", "audit")
        {
            From = "audit",
            At = "at",
            Until = "always: each row holds the hash of the one before",
            Otherwise = "the command `privacy purge`, which takes the name out and leaves the row",
        },
        new("keys", "keys that protect cookies while somebody signs in by a provider", "protection_keys")
        {
            From = "protection_keys",
            Until = "as the framework says: 90 days each, and earlier ones to read by",
        },
        new("files", "rules, owners and words of sources, as a node last read them", "source_files")
        {
            From = "source_files",
            Until = "while their file is there",
            Otherwise = "removing the file from its source",
        },
        new("vectors", "what encoders made of texts, by the hash of the text, for nodes on one database", "vectors")
        {
            From = "vectors",
            Until = "at most 4,000,000",
            Otherwise = "nothing: no text is in them, and they are made again",
        },
        new("store", "which store it is, and which node's turn", "store_state", "node_lease", "source_looks", "store_schema")
        {
            Until = "always",
        },
    ];

    public static StoredKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    private static int Rows(StoreTables store, string sql, object with) =>
        store.Database.Write((connection, transaction) => connection.Execute(sql, with, transaction));

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What stands before the last slash, and the number behind it.</summary>
    internal static (string Name, int Number)? Numbered(string named) =>
        named.LastIndexOf('/') is var at and > 0
        && int.TryParse(named.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (named[..at], number)
            : null;
}

namespace Knowledge.Api.Store;

/// <summary>A column of the store in which somebody may stand.</summary>
/// <param name="What">What it is, in words for people.</param>
/// <param name="Keys">By which a row is known.</param>
/// <param name="Place">Expression that names the row.</param>
/// <param name="Name">The column; where rows are deleted an expression of several.</param>
/// <param name="IsName">Holds nothing but a name.</param>
/// <param name="IsUnique">No two rows have the same in it.</param>
internal sealed record PersonalColumn(
    string What,
    string Table,
    IReadOnlyList<string> Keys,
    string Place,
    string Name,
    bool IsName = false,
    bool IsUnique = false
)
{
    /// <summary>SQL: whether a row has a key that is given as parameters.</summary>
    public string IsKey(string prefix) => string.Join(" AND ", Keys.Select((k, i) => $"{k} = @{prefix}{i}"));
}

/// <summary>Where people may stand in the store. A test compares it with the schema: a new text is looked at, or says why not.</summary>
internal static class PersonalColumns
{
    private const string Revision = "slug || ' revision ' || number";

    /// <summary>What is put in place of somebody stays, without them.</summary>
    // csharpier-ignore
    public static IReadOnlyList<PersonalColumn> Replaced { get; } =
    [
        new("gap", "gaps", ["id"], "id", "query"),
        new("whom to ask about a gap", "gaps", ["id"], "id", "owner"),
        new("who looks after a gap", "gap_work", ["gap_id"], "gap_id", "assignee", true),
        new("who decided what becomes of a gap", "gap_work", ["gap_id"], "gap_id", "actor", true),
        new("why nobody has to look after a gap", "gap_work", ["gap_id"], "gap_id", "dismissed"),
        new("words of feedback", "feedback", ["query_key", "document_id", "actor"], "document_id", "query"),
        new("who gave feedback", "feedback", ["query_key", "document_id", "actor"], "document_id", "actor", true),
        new("who voted on a runbook", "alert_votes", ["alert_id", "document_id", "actor"], "name", "actor", true),
        new("alert as its sender told it", "alerts", ["id"], "id", "payload"),
        new("who closed an alert", "alerts", ["id"], "id", "closed_by", true),
        new("who did something about an alert", "alert_log", ["id"], "alert_id", "actor", true),
        new("to whom an alert was handed", "alert_log", ["id"], "alert_id", "whom", true),
        new("note on an alert", "alert_log", ["id"], "alert_id", "text"),
        new("who did a step", "run_log", ["id"], "alert_id", "actor", true),
        new("what came of a step", "run_log", ["id"], "alert_id", "result"),
        new("postmortem written here", "written", ["slug", "number"], Revision, "text"),
        new("who saved a postmortem", "written", ["slug", "number"], Revision, "actor", true),
        new("note of a save", "written", ["slug", "number"], Revision, "note"),
        new("who commented on a page", "written_comments", ["id"], "slug", "actor", true),
        new("who was asked to read a page", "written_comments", ["id"], "slug", "whom", true),
        new("comment on a page", "written_comments", ["id"], "slug", "text"),
        new("earlier text of a page", "revisions", ["document_id", "number"], "document_id || ' revision ' || number", "text"),
        new("title of a page", "documents", ["id"], "id", "title"),
        new("what became of a request of a sender", "inbox", ["id"], "'inbox ' || id", "problem"),
        new("why a message did not go out", "outbox", ["id"], "alert_id", "problem"),
        new("words of a saved search", "saved_searches", ["subject", "name"], "name", "query"),
        new("name of a saved search", "saved_searches", ["subject", "name"], "name", "name"),
        new("mail address of a person", "people", ["subject"], "subject", "email", true),
        new("person", "people", ["subject"], "subject", "actor", true, IsUnique: true),
        new("person", "people", ["subject"], "subject", "subject", true),
    ];

    /// <summary>What somebody is signed in with, or a program of theirs, ends, and what is theirs alone goes.</summary>
    public static IReadOnlyList<PersonalColumn> Ended { get; } =
    [
        new("session", "sessions", ["hash"], "subject", "subject || ' ' || actor || ' ' || address", true),
        new("account", "accounts", ["name"], "name", "name", true),
        new("link to sign in", "links", ["hash"], "COALESCE(account, 'link')", "account", true),
        new("saved search", "saved_searches", ["subject", "name"], "name", "subject", true),
        new("who waits for an answer", "gap_askers", ["id"], "gap_id", "subject", true),
        new("token", "tokens", ["id"], "id", "subject || ' ' || actor || ' ' || name", true),
    ];

    /// <summary>Looked at in a way of their own, as <c>table.column</c>.</summary>
    public static IReadOnlySet<string> LookedAtOtherwise { get; } =
        new HashSet<string>
        {
            "inbox.headers",
            "inbox.body",
            "audit.subject",
            "audit.address",
            "audit.what",
            "audit.target",
            "audit.outcome",
            // Part of what ends.
            "sessions.subject",
            "sessions.actor",
            "sessions.address",
            "tokens.subject",
            "tokens.actor",
            "tokens.name",
        };

    /// <summary>Columns with texts in which nobody is looked for, as <c>table.column</c> or <c>table.*</c>, and why.</summary>
    public static IReadOnlyDictionary<string, string> NotLookedAt { get; } =
        new Dictionary<string, string>
        {
            ["store_state.*"] = "numbers of the store",
            ["node_lease.*"] = "names of nodes",
            ["source_files.*"] = "files of the sources, followed: change them there",
            ["source_looks.*"] = "names of sources",
            ["protection_keys.*"] = "keys",
            ["alert_events.*"] = "ids and states",
            ["gaps.id"] = "a hash",
            ["gap_work.gap_id"] = "a hash",
            ["gap_askers.gap_id"] = "a hash",
            ["gap_askers.language"] = "one of a few words",
            ["feedback.query_key"] = "made from the words, and made again with them",
            ["feedback.document_id"] = "an address of a page",
            ["alert_votes.alert_id"] = "an id",
            ["alert_votes.name"] = "the name of a rule",
            ["alert_votes.document_id"] = "an address of a page",
            ["alerts.id"] = "a hash",
            ["alerts.source"] = "the name of a sender",
            ["alerts.key"] = "what its sender knows it by; it is told again as long as it fires",
            ["alerts.name"] = "the name of a rule",
            ["alerts.state"] = "one of a few words",
            ["alerts.severity"] = "a word of its sender",
            ["alerts.service"] = "the name of a service",
            ["alert_log.alert_id"] = "an id",
            ["alert_log.what"] = "one of a few words",
            ["run_log.alert_id"] = "an id",
            ["run_log.document_id"] = "an address of a page",
            ["run_log.step"] = "made from the step's command",
            ["written.slug"] = "the address of a page",
            ["written.state"] = "one of a few words",
            ["written_comments.slug"] = "the address of a page",
            ["written_comments.what"] = "one of a few words",
            ["revisions.document_id"] = "an address of a page",
            ["revisions.hash"] = "a hash",
            ["documents.id"] = "an address of a page",
            ["documents.source"] = "the name of a source",
            ["documents.path"] = "where the file lies: rename it there",
            ["documents.kind"] = "one of a few words",
            ["documents.hash"] = "a hash",
            ["documents.successor"] = "an address of a page",
            ["inbox.source"] = "the name of a sender",
            ["inbox.event_id"] = "an id",
            ["inbox.state"] = "one of a few words",
            ["outbox.alert_id"] = "an id",
            ["outbox.target"] = "the name of a target",
            ["outbox.state"] = "one of a few words",
            ["people.role"] = "one of a few words",
            ["people.member_of"] = "names of groups",
            ["accounts.role"] = "one of a few words",
            ["accounts.password"] = "a slow hash",
            ["sessions.role"] = "one of a few words",
            ["sessions.member_of"] = "names of groups",
            ["sessions.program"] = "what a browser says of itself; it goes with the session",
            ["tokens.id"] = "a hash",
            ["tokens.role"] = "one of a few words",
            ["tokens.scopes"] = "one of a few words",
            ["tokens.sees_as"] = "names of groups",
            ["audit.role"] = "one of a few words",
            ["audit.token"] = "a hash",
            ["audit.hash_before"] = "a hash",
            ["audit.hash_after"] = "a hash",
        };
}

using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Store;

/// <summary>Somebody, by words that name them, or by all the names that the store has of them.</summary>
/// <param name="Words">Looked for in every text, in upper and lower case; null to look for names only.</param>
/// <param name="Names">Whole names of a person: subject, name here, account.</param>
internal sealed record PersonalQuery(string? Words, IReadOnlyList<string> Names)
{
    public bool IsName(string text) => Names.Contains(text, StringComparer.Ordinal) || IsIn(text);

    public bool IsIn(string text) =>
        Words is not null
        && (
            text.Contains(Words, StringComparison.OrdinalIgnoreCase) || Unescaped(text).Contains(Words, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>The text without them.</summary>
    public string Without(string text, string replacement) =>
        Names.Contains(text, StringComparer.Ordinal) ? replacement
        : Words is null ? text
        : (IsEscapedIn(text) ? Unescaped(text) : text).Replace(Words, replacement, StringComparison.OrdinalIgnoreCase);

    // Beyond those that stand there plainly.
    private bool IsEscapedIn(string text) =>
        Unescaped(text.Replace(Words!, "", StringComparison.OrdinalIgnoreCase)).Contains(Words!, StringComparison.OrdinalIgnoreCase);

    // What is kept as JSON may have letters as \u00e4; as themselves they mean the same there. Signs that mean something in JSON are left.
    private static string Unescaped(string text)
    {
        if (!text.Contains("\\u", StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (
                text[i] == '\\'
                && i + 5 < text.Length
                && text[i + 1] == 'u'
                && ushort.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                && code >= 0xA0
            )
            {
                plain.Append((char)code);
                i += 5;
            }
            else
            {
                plain.Append(text[i]);
                // An escaped backslash escapes nothing itself.
                if (text[i] == '\\' && i + 1 < text.Length)
                    plain.Append(text[++i]);
            }
        return plain.ToString();
    }
}

/// <summary>A place in the store where somebody stands.</summary>
/// <param name="CanBeRemoved">What is not removed says why in <paramref name="What"/>.</param>
internal sealed record PersonalPlace(string What, string Where, bool CanBeRemoved = true);

/// <summary>Where people stand in the store, and how they are taken out of it.</summary>
internal sealed class PersonalTexts(Database database)
{
    /// <summary>A column with texts or names.</summary>
    /// <param name="Where">Expression that names the row.</param>
    /// <param name="IsName">Holds nothing but a name.</param>
    private sealed record Column(string What, string Table, string Where, string Name, bool IsName = false);

    private sealed record Cell(long Id, string Place, string Text);

    private const string Revision = "slug || ' revision ' || number";

    // csharpier-ignore
    private static readonly IReadOnlyList<Column> Columns =
    [
        new("gap", "gaps", "id", "query"),
        new("words of feedback", "feedback", "document_id", "query"),
        new("who gave feedback", "feedback", "document_id", "actor", true),
        new("who voted on a runbook", "alert_votes", "name", "actor", true),
        new("alert as its sender told it", "alerts", "id", "payload"),
        new("who closed an alert", "alerts", "id", "closed_by", true),
        new("who did a step", "run_log", "alert_id", "actor", true),
        new("what came of a step", "run_log", "alert_id", "result"),
        new("postmortem written here", "written", Revision, "text"),
        new("who saved a postmortem", "written", Revision, "actor", true),
        new("note of a save", "written", Revision, "note"),
        new("earlier text of a page", "revisions", "document_id || ' revision ' || number", "text"),
        new("title of a page", "documents", "id", "title"),
        new("person", "people", "subject", "actor", true),
        new("person", "people", "subject", "subject", true),
    ];

    // What somebody is signed in with, or a program of theirs, ends.
    private static readonly IReadOnlyList<Column> Ended =
    [
        new("session", "sessions", "subject", "subject || ' ' || actor", true),
        new("account", "accounts", "name", "name", true),
        new("token", "tokens", "id", "subject || ' ' || actor || ' ' || name", true),
    ];

    /// <summary>All places, those that cannot be removed last.</summary>
    public IReadOnlyList<PersonalPlace> Find(PersonalQuery query) =>
        database.Read(connection =>
            (IReadOnlyList<PersonalPlace>)
                [
                    .. Columns.SelectMany(c => Cells(connection, null, c, query).Select(f => new PersonalPlace(c.What, f.Place))),
                    .. Ended.SelectMany(c => EndedCells(connection, null, c, query).Select(f => new PersonalPlace(c.What, f.Place))),
                    .. Requests(connection, null, query)
                        .Select(r => new PersonalPlace(
                            r.IsRead
                                ? "request of a sender"
                                : "request of a sender that is not read yet: start the server, and purge again then",
                            $"inbox {r.Id}",
                            r.IsRead
                        )),
                    .. Audit(connection, null, query)
                        .Select(a => new PersonalPlace(
                            a.IsName ? "who did something (audit)" : "on what something was done: the audit's chain of hashes holds it",
                            $"audit {a.Id}",
                            a.IsName
                        )),
                ]
        );

    /// <summary>Takes somebody out of all places that <see cref="Find"/> says can be, in one transaction.</summary>
    public int Purge(PersonalQuery query, string replacement) =>
        database.Write(
            (connection, transaction) =>
            {
                var count = 0;
                foreach (var column in Ended)
                foreach (var cell in EndedCells(connection, transaction, column, query))
                    count += connection.Execute($"DELETE FROM {column.Table} WHERE rowid = @Id", cell, transaction);
                foreach (var column in Columns)
                foreach (var cell in Cells(connection, transaction, column, query))
                    count += Replace(connection, transaction, column, cell.Id, query.Without(cell.Text, replacement));
                foreach (var request in Requests(connection, transaction, query).Where(r => r.IsRead))
                    count += connection.Execute("DELETE FROM inbox WHERE id = @Id", new { request.Id }, transaction);
                foreach (var row in Audit(connection, transaction, query).Where(a => a.IsName))
                    count += connection.Execute(
                        "UPDATE audit SET subject = NULL, address = NULL, salt = NULL WHERE id = @Id",
                        new { row.Id },
                        transaction
                    );
                return count;
            }
        );

    // Two rows that are the same without the name are one.
    private static int Replace(DbConnection connection, DbTransaction transaction, Column column, long id, string text) =>
        connection.Execute(
            column is { Table: "feedback", Name: "query" }
                ? "UPDATE OR REPLACE feedback SET query = @text, query_key = @key WHERE rowid = @id"
                : $"UPDATE OR REPLACE {column.Table} SET {column.Name} = @text WHERE rowid = @id",
            new
            {
                text,
                id,
                key = Feedback.KeyOf(text),
            },
            transaction
        );

    private static List<Cell> Cells(DbConnection connection, DbTransaction? transaction, Column column, PersonalQuery query) =>
        [
            .. Read(
                    connection,
                    transaction,
                    $"SELECT rowid, {column.Where}, {column.Name} FROM {column.Table} WHERE {column.Name} IS NOT NULL"
                )
                .Where(c => column.IsName ? query.IsName(c.Text) : query.IsIn(c.Text)),
        ];

    private static List<Cell> EndedCells(DbConnection connection, DbTransaction? transaction, Column column, PersonalQuery query) =>
        [
            .. Read(connection, transaction, $"SELECT rowid, {column.Where}, {column.Name} FROM {column.Table}")
                .Where(c => query.IsIn(c.Text) || query.Names.Any(n => $" {c.Text} ".Contains($" {n} ", StringComparison.Ordinal))),
        ];

    private static IEnumerable<Cell> Read(DbConnection connection, DbTransaction? transaction, string sql)
    {
        using var reader = connection.ExecuteReader(sql, transaction: transaction);
        while (reader.Read())
            yield return new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2));
    }

    private static List<(long Id, bool IsRead)> Requests(DbConnection connection, DbTransaction? transaction, PersonalQuery query) =>
        query.Words is null
            ? []
            :
            [
                .. connection
                    .Query<(long Id, string State, byte[] Body)>(
                        "SELECT id, state, body FROM inbox",
                        transaction: transaction,
                        buffered: false
                    )
                    .Where(r => query.IsIn(Encoding.UTF8.GetString(r.Body)))
                    .Select(r => (r.Id, r.State != "new")),
            ];

    private static List<(long Id, bool IsName)> Audit(DbConnection connection, DbTransaction? transaction, PersonalQuery query) =>
        [
            .. Read(connection, transaction, "SELECT id, COALESCE(subject, ''), what || ' ' || target || ' ' || outcome FROM audit")
                .SelectMany(r =>
                    new[] { (r.Id, IsName: true, IsThere: query.IsName(r.Place)), (r.Id, IsName: false, IsThere: query.IsIn(r.Text)) }
                )
                .Where(f => f.IsThere)
                .Select(f => (f.Id, f.IsName)),
        ];
}

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
    private sealed record Cell(object[] Key, string Place, string Text);

    /// <summary>All places, those that cannot be removed last.</summary>
    public IReadOnlyList<PersonalPlace> Find(PersonalQuery query) =>
        database.Read(connection =>
            (IReadOnlyList<PersonalPlace>)
                [
                    .. PersonalColumns.Replaced.SelectMany(c =>
                        Cells(connection, null, c, query).Select(f => new PersonalPlace(c.What, f.Place))
                    ),
                    .. PersonalColumns.Ended.SelectMany(c =>
                        EndedCells(connection, null, c, query).Select(f => new PersonalPlace(c.What, f.Place))
                    ),
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
                foreach (var column in PersonalColumns.Ended)
                foreach (var cell in EndedCells(connection, transaction, column, query))
                    count += connection.Execute(
                        $"DELETE FROM {column.Table} WHERE {column.IsKey("key")}",
                        Parameters(column, "key", cell.Key),
                        transaction
                    );
                foreach (var column in PersonalColumns.Replaced)
                foreach (var cell in Cells(connection, transaction, column, query))
                    count += Replace(connection, transaction, column, cell.Key, query.Without(cell.Text, replacement));
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
    private static int Replace(DbConnection connection, DbTransaction transaction, PersonalColumn column, object[] key, string text)
    {
        var keyed = column is { Table: "feedback", Name: "query" };
        var changed = keyed ? "query_key" : column.Name;
        object value = keyed ? Feedback.KeyOf(text) : text;
        var after = column.Keys.Select((k, i) => k == changed ? value : key[i]).ToArray();
        var parameters = Parameters(column, "key", key);
        parameters.AddDynamicParams(Parameters(column, "after", after));
        parameters.Add("text", text);
        parameters.Add("value", value);
        if (!after.SequenceEqual(key))
            connection.Execute($"DELETE FROM {column.Table} WHERE {column.IsKey("after")}", parameters, transaction);
        else if (column.IsUnique)
            connection.Execute(
                $"DELETE FROM {column.Table} WHERE {column.Name} = @text AND NOT ({column.IsKey("key")})",
                parameters,
                transaction
            );
        return connection.Execute(
            $"UPDATE {column.Table} SET {column.Name} = @text{(keyed ? ", query_key = @value" : "")} WHERE {column.IsKey("key")}",
            parameters,
            transaction
        );
    }

    private static DynamicParameters Parameters(PersonalColumn column, string prefix, object[] key)
    {
        var parameters = new DynamicParameters();
        for (var i = 0; i < column.Keys.Count; i++)
            parameters.Add($"{prefix}{i}", key[i]);
        return parameters;
    }

    private static List<Cell> Cells(DbConnection connection, DbTransaction? transaction, PersonalColumn column, PersonalQuery query) =>
        [
            .. Read(connection, transaction, column, $" WHERE {column.Name} IS NOT NULL")
                .Where(c => column.IsName ? query.IsName(c.Text) : query.IsIn(c.Text)),
        ];

    private static List<Cell> EndedCells(DbConnection connection, DbTransaction? transaction, PersonalColumn column, PersonalQuery query) =>
        [
            .. Read(connection, transaction, column, "")
                .Where(c => query.IsIn(c.Text) || query.Names.Any(n => $" {c.Text} ".Contains($" {n} ", StringComparison.Ordinal))),
        ];

    private static IEnumerable<Cell> Read(DbConnection connection, DbTransaction? transaction, PersonalColumn column, string where)
    {
        using var reader = connection.ExecuteReader(
            $"SELECT {string.Join(", ", column.Keys)}, {column.Place}, {column.Name} FROM {column.Table}{where}",
            transaction: transaction
        );
        var keys = column.Keys.Count;
        while (reader.Read())
        {
            var key = new object[keys];
            for (var i = 0; i < keys; i++)
                key[i] = reader.GetValue(i);
            yield return new(key, reader.GetString(keys), reader.IsDBNull(keys + 1) ? "" : reader.GetString(keys + 1));
        }
    }

    private static List<(long Id, bool IsRead)> Requests(DbConnection connection, DbTransaction? transaction, PersonalQuery query) =>
        query.Words is null
            ? []
            :
            [
                .. connection
                    .Query<(long Id, string State, string Headers, byte[] Body)>(
                        "SELECT id, state, headers, body FROM inbox",
                        transaction: transaction,
                        buffered: false
                    )
                    .Where(r => query.IsIn(r.Headers) || query.IsIn(Encoding.UTF8.GetString(r.Body)))
                    .Select(r => (r.Id, r.State != "new")),
            ];

    private static List<(long Id, bool IsName)> Audit(DbConnection connection, DbTransaction? transaction, PersonalQuery query) =>
        [
            .. connection
                .Query<(long Id, string Subject, string Text)>(
                    "SELECT id, COALESCE(subject, ''), what || ' ' || target || ' ' || outcome FROM audit",
                    transaction: transaction,
                    buffered: false
                )
                .SelectMany(r =>
                    new[] { (r.Id, IsName: true, IsThere: query.IsName(r.Subject)), (r.Id, IsName: false, IsThere: query.IsIn(r.Text)) }
                )
                .Where(f => f.IsThere)
                .Select(f => (f.Id, f.IsName)),
        ];
}

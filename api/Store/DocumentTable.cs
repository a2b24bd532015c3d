using System.Data.Common;
using Dapper;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Reports;

namespace Knowledge.Api.Store;

/// <summary>A document that is served no more and whose place nothing has taken yet.</summary>
internal sealed record DeletedDocument(string Id, string Source, string Path, string Title, string Hash, DateTimeOffset Deleted);

/// <param name="Likeness">How much of what the deleted one said the successor says, 0 to 1.</param>
internal sealed record SuccessorLink(string Id, string Successor, double Likeness);

/// <summary>Remembers every document id ever served, with each text it had.</summary>
internal sealed partial class DocumentTable
{
    // Long transactions hold up gaps and delay the first durable document after a crash.
    private const int BatchSize = 500;

    // A page that was renamed more often than this is looked for by its words.
    private const int MaxMoves = 50;

    private readonly Database database;
    private readonly Dictionary<string, Row> rows;
    private (long, long, long, long, long, long) version;
    private int isOld;

    private sealed record Row(
        string Id,
        string Source,
        string Path,
        string Kind,
        string Title,
        string Hash,
        long FirstSeen,
        long Changed,
        long Revision,
        long? Deleted,
        string? Successor = null,
        double? Likeness = null
    );

    public DocumentTable(Database database)
    {
        this.database = database;
        // What this process read once it knows, unless another node wrote.
        (rows, version) = database.Read(c => (Read(c), VersionOf(c)));
        database.ChangedElsewhere += () => Interlocked.Exchange(ref isOld, 1);
    }

    private static Dictionary<string, Row> Read(DbConnection connection) =>
        connection
            .Query<Row>(
                "SELECT id, source, path, kind, title, hash, first_seen AS FirstSeen, changed, "
                    + "revision, deleted, successor, likeness FROM documents"
            )
            .ToDictionary(r => r.Id);

    // Tells whether anything is to be read again, for a fraction of what reading takes.
    private static (long, long, long, long, long, long) VersionOf(DbConnection connection) =>
        connection.QuerySingle<(long, long, long, long, long, long)>(
            """
            SELECT COUNT(*), CAST(COALESCE(SUM(revision), 0) AS BIGINT), COALESCE(MAX(changed), 0), COUNT(deleted), COUNT(successor),
                (SELECT sources FROM store_state)
            FROM documents
            """
        );

    private void Refresh()
    {
        if (Interlocked.Exchange(ref isOld, 0) == 0 || database.Read(VersionOf) is var now && now == version)
            return;
        var read = database.Read(Read);
        lock (rows)
        {
            rows.Clear();
            foreach (var (id, row) in read)
                rows[id] = row;
            version = now;
        }
    }

    /// <summary>Whether no document was ever served.</summary>
    public bool IsEmpty
    {
        get
        {
            Refresh();
            lock (rows)
                return rows.Count == 0;
        }
    }

    /// <summary>Paths of the files of a source that pages are served from; alerts are parts of files and have none.</summary>
    public IReadOnlySet<string> PathsOf(string source)
    {
        Refresh();
        lock (rows)
            return rows
                .Values.Where(r => r.Deleted is null && r.Source == source && r.Kind != nameof(DocumentKind.Alert))
                .Select(r => r.Path)
                .ToHashSet();
    }

    /// <summary>Paths of files of a source that pages were served from and are no more.</summary>
    public IReadOnlySet<string> DeletedPathsOf(string source)
    {
        Refresh();
        lock (rows)
            return rows.Values.Where(r => r.Deleted is not null && r.Source == source).Select(r => r.Path).ToHashSet();
    }

    /// <summary>Deletes the pages of some files of a source, because somebody said that they may go; every node follows.</summary>
    public int Delete(string source, IReadOnlySet<string> paths, DateTimeOffset now)
    {
        Refresh();
        var at = now.ToUnixTimeMilliseconds();
        List<(Row, string?)> gone;
        lock (rows)
            gone =
            [
                .. rows
                    .Values.Where(r => r.Deleted is null && r.Source == source && paths.Contains(r.Path))
                    .Select(r => (r with { Deleted = at }, (string?)null)),
            ];
        foreach (var batch in gone.Chunk(BatchSize))
            Write(batch, at);
        return gone.Count;
    }

    /// <summary>Within a transaction that changes documents or files of sources: whoever follows the number reads them again.</summary>
    public static void CountChange(DbConnection connection, DbTransaction transaction) =>
        connection.Execute("UPDATE store_state SET sources = sources + 1 WHERE id = 1", transaction: transaction);

    /// <summary>
    /// A document that was served once and is deleted; null for one that is served or never was. A successor that is deleted too leads to
    /// its own.
    /// </summary>
    public Tombstone? FindTombstone(string id)
    {
        Refresh();
        if (Find(id) is not { Deleted: { } at } row)
            return null;
        var (next, likeness) = (row, 1.0);
        for (var moves = 0; next is { Deleted: not null } && moves < MaxMoves; moves++)
        {
            likeness = Math.Min(likeness, next.Likeness ?? 0);
            next = next.Successor is { } successor ? Find(successor) : null;
        }
        return new(
            id,
            row.Title,
            DateTimeOffset.FromUnixTimeMilliseconds(at),
            next is { Deleted: null } ? new(next.Id, next.Title, likeness) : null
        );
    }

    /// <summary>Documents that are deleted and have no successor, newest first.</summary>
    public IReadOnlyList<DeletedDocument> WithoutSuccessor()
    {
        Refresh();
        lock (rows)
            return
            [
                .. rows
                    .Values.Where(r => r is { Deleted: not null, Successor: null })
                    .OrderByDescending(r => r.Deleted)
                    .ThenBy(r => r.Id, StringComparer.Ordinal)
                    .Select(r => new DeletedDocument(
                        r.Id,
                        r.Source,
                        r.Path,
                        r.Title,
                        r.Hash,
                        DateTimeOffset.FromUnixTimeMilliseconds(r.Deleted!.Value)
                    )),
            ];
    }

    /// <summary>Where a document was, served or not, and whether it was an alert; null for one that never was.</summary>
    public (string Source, string Path, bool IsAlert)? PlaceOf(string id)
    {
        Refresh();
        return Find(id) is { } row ? (row.Source, row.Path, row.Kind == nameof(DocumentKind.Alert)) : null;
    }

    /// <summary>The text that a document had last; null when it never had one.</summary>
    public string? LastText(string id) =>
        database.Read(connection =>
            connection.QueryFirstOrDefault<string>(
                "SELECT text FROM revisions WHERE document_id = @id ORDER BY number DESC LIMIT 1",
                new { id }
            )
        );

    /// <summary>Keeps where documents went that are gone.</summary>
    public void RecordSuccessors(IReadOnlyList<SuccessorLink> found)
    {
        foreach (var batch in found.Chunk(BatchSize))
            database.Write(
                (connection, transaction) =>
                    connection.Execute(
                        "UPDATE documents SET successor = @Successor, likeness = @Likeness WHERE id = @Id AND deleted IS NOT NULL",
                        batch,
                        transaction
                    )
            );
        lock (rows)
            foreach (var (id, successor, likeness) in found)
                rows[id] = rows[id] with { Successor = successor, Likeness = likeness };
    }

    public DocumentTimes? TimesOf(string id)
    {
        Refresh();
        return Find(id) is { } row
            ? new(
                DateTimeOffset.FromUnixTimeMilliseconds(row.FirstSeen),
                DateTimeOffset.FromUnixTimeMilliseconds(row.Changed),
                (int)row.Revision
            )
            : null;
    }

    /// <summary>Writes what changed since the last time, and nothing when nothing did.</summary>
    /// <param name="isOutOfReach">By source and path: whether a document that is not there may only be unreachable.</param>
    /// <returns>How many documents were added, changed, deleted or restored.</returns>
    public int Record(IReadOnlyList<CurrentDocument> current, Func<string, string, bool> isOutOfReach, DateTimeOffset now)
    {
        Refresh();
        var at = now.ToUnixTimeMilliseconds();
        var changes = new List<(Row Row, string? Text)>();
        var present = new HashSet<string>(current.Count);
        foreach (var (document, hash, text, modified) in current)
        {
            var id = document.Id.Value;
            present.Add(id);
            var known = Find(id);
            if (known is { Deleted: null } && known.Hash == hash && known.Path == document.Path && known.Title == document.Title)
                continue;
            // Served although nobody knows whether it is there: that brings back none that another node has deleted.
            if (known is { Deleted: not null } && isOutOfReach(document.Source, document.Path))
                continue;
            var isNewText = known?.Hash != hash;
            changes.Add(
                (
                    new(
                        id,
                        document.Source,
                        document.Path,
                        document.Kind.ToString(),
                        document.Title,
                        hash,
                        known?.FirstSeen ?? at,
                        isNewText ? modified.ToUnixTimeMilliseconds() : known!.Changed,
                        (known?.Revision ?? 0) + (isNewText ? 1 : 0),
                        null
                    ),
                    isNewText ? text : null
                )
            );
        }
        lock (rows)
            changes.AddRange(
                rows.Values.Where(r => r.Deleted is null && !present.Contains(r.Id) && !isOutOfReach(r.Source, r.Path))
                    .Select(r => (r with { Deleted = at }, (string?)null))
            );
        foreach (var batch in changes.Chunk(BatchSize))
            Write(batch, at);
        return changes.Count;
    }

    private void Write((Row Row, string? Text)[] batch, long at)
    {
        database.Write(
            (connection, transaction) =>
            {
                CountChange(connection, transaction);
                connection.Execute(
                    """
                    INSERT INTO documents (id, source, path, kind, title, hash, first_seen, changed, revision, deleted, successor, likeness)
                    VALUES (@Id, @Source, @Path, @Kind, @Title, @Hash, @FirstSeen, @Changed, @Revision, @Deleted, @Successor, @Likeness)
                    ON CONFLICT (id) DO UPDATE SET
                        source = excluded.source, path = excluded.path, kind = excluded.kind, title = excluded.title,
                        hash = excluded.hash, changed = excluded.changed, revision = excluded.revision, deleted = excluded.deleted,
                        successor = excluded.successor, likeness = excluded.likeness
                    """,
                    batch.Select(c => c.Row),
                    transaction
                );
                return connection.Execute(
                    "INSERT INTO revisions (document_id, number, hash, at, text) VALUES (@Id, @Revision, @Hash, @at, @Text)",
                    batch
                        .Where(c => c.Text is not null)
                        .Select(c => new
                        {
                            c.Row.Id,
                            c.Row.Revision,
                            c.Row.Hash,
                            at,
                            c.Text,
                        }),
                    transaction
                );
            }
        );
        lock (rows)
            foreach (var (row, _) in batch)
                rows[row.Id] = row;
    }

    private Row? Find(string id)
    {
        lock (rows)
            return rows.GetValueOrDefault(id);
    }
}

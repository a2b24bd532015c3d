using System.Data.Common;
using Dapper;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Store;

/// <summary>A file that says something about pages without being one, or holds alert rules.</summary>
internal sealed record CurrentSourceFile(string Source, ReadFile File);

/// <summary>
/// Sources as a node that has their directories last read them: the texts of pages out of the revisions, and beside them files that are
/// no pages. By that another node serves them without a directory.
/// </summary>
internal sealed class SourceFileTable
{
    private const int BatchSize = 500;

    private readonly Database database;
    private readonly Dictionary<(string Source, string Path), Row> rows;
    private int isOld;

    private sealed record Row(string Source, string Path, string Hash, long IsTarget);

    // With a computed column, which has no type while there are no rows: filled by property, not by constructor.
    private sealed record Listed
    {
        public required string Path { get; init; }
        public required string Hash { get; init; }
        public long Modified { get; init; }
        public long IsTarget { get; init; }
    }

    public SourceFileTable(Database database)
    {
        this.database = database;
        rows = Read();
        database.ChangedElsewhere += () => Interlocked.Exchange(ref isOld, 1);
    }

    /// <summary>How often documents or files changed; asked for before they are read, it tells when to read them again.</summary>
    public long Number() => database.Read(c => c.ExecuteScalar<long>("SELECT sources FROM store_state"));

    /// <summary>The files of a source, without their texts.</summary>
    public IReadOnlyList<KeptFile> List(string source) =>
        database.Read(connection =>
            (IReadOnlyList<KeptFile>)
                [
                    .. connection
                        .Query<Listed>(
                            """
                            SELECT path, hash, changed AS Modified, 0 AS IsTarget FROM documents
                            WHERE source = @source AND deleted IS NULL AND kind <> 'Alert'
                            UNION ALL
                            SELECT path, hash, modified, is_target FROM source_files WHERE source = @source
                            """,
                            new { source }
                        )
                        .Select(r => new KeptFile(
                            r.Path,
                            r.Hash,
                            DateTimeOffset.FromUnixTimeMilliseconds(r.Modified).UtcDateTime,
                            r.IsTarget != 0
                        )),
                ]
        );

    /// <summary>The texts of some of them, by path; those that have gone meanwhile are left out.</summary>
    public IReadOnlyDictionary<string, string> Texts(string source, IReadOnlyList<string> paths)
    {
        var texts = new Dictionary<string, string>(paths.Count);
        foreach (var batch in paths.Chunk(BatchSize))
        foreach (
            var (path, text) in database.Read(connection =>
                connection.Query<(string, string)>(
                    $"""
                    SELECT d.path, r.text FROM documents d JOIN revisions r ON r.document_id = d.id AND r.number = d.revision
                    WHERE d.source = @source AND d.deleted IS NULL AND d.kind <> 'Alert' AND {database.In("d.path", "batch")}
                    UNION ALL
                    SELECT path, text FROM source_files WHERE source = @source AND {database.In("path", "batch")}
                    """,
                    new { source, batch }
                )
            )
        )
            texts.TryAdd(path, text);
        return texts;
    }

    /// <summary>Writes what changed since the last time, and nothing when nothing did.</summary>
    /// <param name="isOutOfReach">By source and path: whether a file that is not there may only be unreachable.</param>
    public void Record(IReadOnlyList<CurrentSourceFile> current, Func<string, string, bool> isOutOfReach)
    {
        Refresh();
        var present = current.Select(c => (c.Source, c.File.Path)).ToHashSet();
        var gone = rows.Keys.Where(k => !present.Contains(k) && !isOutOfReach(k.Source, k.Path)).ToList();
        var changed = current.Where(c => rows.GetValueOrDefault((c.Source, c.File.Path)) != RowOf(c)).ToList();
        foreach (var batch in changed.Chunk(BatchSize))
            database.Write((connection, transaction) => Put(connection, transaction, batch));
        if (gone.Count > 0)
            database.Write((connection, transaction) => Delete(connection, transaction, gone));
        foreach (var one in changed)
            rows[(one.Source, one.File.Path)] = RowOf(one);
        foreach (var key in gone)
            rows.Remove(key);
    }

    /// <summary>Keeps that a node has just looked at the directories of sources. It is no change that others have to follow.</summary>
    public void Looked(IReadOnlyList<string> sources, DateTimeOffset now) =>
        database.Read(connection =>
            connection.Execute(
                "INSERT INTO source_looks (source, at) VALUES (@source, @at) ON CONFLICT (source) DO UPDATE SET at = excluded.at",
                sources.Select(source => new { source, at = now.ToUnixTimeMilliseconds() })
            )
        );

    /// <summary>A number that changes while nodes look at the directory of a source; null when none ever has.</summary>
    public long? LastLook(string source) =>
        database.Read(c => c.ExecuteScalar<long?>("SELECT at FROM source_looks WHERE source = @source", new { source }));

    private static Row RowOf(CurrentSourceFile one) => new(one.Source, one.File.Path, one.File.Hash, one.File.IsLocationTarget ? 1 : 0);

    private static int Put(DbConnection connection, DbTransaction transaction, CurrentSourceFile[] batch)
    {
        DocumentTable.CountChange(connection, transaction);
        return connection.Execute(
            """
            INSERT INTO source_files (source, path, hash, modified, is_target, text)
            VALUES (@Source, @Path, @Hash, @Modified, @IsTarget, @Text)
            ON CONFLICT (source, path) DO UPDATE SET
                hash = excluded.hash, modified = excluded.modified, is_target = excluded.is_target, text = excluded.text
            """,
            batch
                .Where(c => c.File.Text is not null)
                .Select(c => new
                {
                    c.Source,
                    c.File.Path,
                    c.File.Hash,
                    Modified = new DateTimeOffset(c.File.Stamp.ModifiedUtc, TimeSpan.Zero).ToUnixTimeMilliseconds(),
                    RowOf(c).IsTarget,
                    c.File.Text,
                }),
            transaction
        );
    }

    private static int Delete(DbConnection connection, DbTransaction transaction, IReadOnlyList<(string Source, string Path)> gone)
    {
        DocumentTable.CountChange(connection, transaction);
        return connection.Execute(
            "DELETE FROM source_files WHERE source = @Source AND path = @Path",
            gone.Select(g => new { g.Source, g.Path }),
            transaction
        );
    }

    private Dictionary<(string, string), Row> Read() =>
        database.Read(connection =>
            connection
                .Query<Row>("SELECT source, path, hash, is_target AS IsTarget FROM source_files")
                .ToDictionary(r => (r.Source, r.Path))
        );

    private void Refresh()
    {
        if (Interlocked.Exchange(ref isOld, 0) == 0)
            return;
        var read = Read();
        rows.Clear();
        foreach (var (key, row) in read)
            rows[key] = row;
    }
}

using System.Data.Common;
using Dapper;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Store;

/// <summary>
/// Postmortems that are written here, each save a revision; a save names the revision it was made from and never overwrites
/// another.
/// </summary>
internal sealed partial class AuthoredPostmortemTable
{
    public const string Autosave = "autosave";

    private const int MaxRevisions = 20_000;
    private const int MaxPostmortems = 20_000;

    // Autosaves of one person that follow each other within this time are one revision to a reader, the last one.
    private static readonly TimeSpan AutosaveMergeWindow = TimeSpan.FromMinutes(10);

    // What another one opened between two autosaves is the base of what they save later, in a browser that was left open perhaps.
    private static readonly TimeSpan AutosaveRetention = TimeSpan.FromDays(7);

    private const string Columns = "slug AS Slug, number AS Number, state AS State, text AS Text, actor AS Actor, at AS At, note AS Note";

    // The next revision is an autosave of the same run.
    private const string Superseded = """
        w.note = 'autosave' AND EXISTS (
            SELECT 1 FROM written n
            WHERE n.slug = w.slug
                AND n.number = (SELECT MIN(number) FROM written WHERE slug = w.slug AND number > w.number)
                AND n.note = 'autosave' AND n.actor = w.actor AND ABS(n.at - w.at) < @autosavesAreOne)
        """;
    private const string NewestOnly = "(slug, number) IN (SELECT slug, max(number) FROM written GROUP BY slug)";

    // Asked for at every look at the sources.
    private readonly Lock caching = new();
    private readonly Database database;
    private IReadOnlyList<AuthoredRevision>? newest;
    private IReadOnlyDictionary<string, long>? deleted;
    private (string Word, IReadOnlyList<AuthoredRevision> Found)? newestWith;

    public AuthoredPostmortemTable(Database database)
    {
        this.database = database;
        database.ChangedElsewhere += Invalidate;
    }

    private sealed record Row
    {
        public required string Slug { get; init; }
        public long Number { get; init; }
        public required string State { get; init; }
        public required string Text { get; init; }
        public required string Actor { get; init; }
        public long At { get; init; }
        public required string Note { get; init; }

        public AuthoredRevision Revision => new(Slug, (int)Number, State, Text, Actor, DateTimeOffset.FromUnixTimeMilliseconds(At), Note);
    }

    public AuthoredRevision? Newest(string slug) => database.Read(connection => Newest(connection, slug, null));

    public AuthoredRevision? Find(string slug, int number) =>
        database.Read(connection =>
            connection
                .QuerySingleOrDefault<Row>($"SELECT {Columns} FROM written WHERE slug = @slug AND number = @number", new { slug, number })
                ?.Revision
        );

    /// <summary>Who wrote one, whoever saved first comes first.</summary>
    public IReadOnlyList<string> Writers(string slug) =>
        database.Read(connection =>
            (IReadOnlyList<string>)
                [
                    .. connection.Query<string>(
                        "SELECT actor FROM written WHERE slug = @slug GROUP BY actor ORDER BY MIN(number)",
                        new { slug }
                    ),
                ]
        );

    /// <summary>The newest of each, last saved first, texts left out.</summary>
    public IReadOnlyList<AuthoredRevision> List()
    {
        lock (caching)
            return newest ??= database.Read(ReadNewest);
    }

    private static IReadOnlyList<AuthoredRevision> ReadNewest(DbConnection connection) =>
        [
            .. connection
                .Query<Row>(
                    $"""
                    SELECT {Columns.Replace("text AS", "'' AS", StringComparison.Ordinal)}
                    FROM written WHERE {NewestOnly} ORDER BY at DESC, slug
                    """
                )
                .Select(r => r.Revision),
        ];

    /// <summary>The newest of each with its text, where a word stands in it.</summary>
    public IReadOnlyList<AuthoredRevision> NewestWith(string word)
    {
        lock (caching)
        {
            if (newestWith is { } known && known.Word == word)
                return known.Found;
            var found = database.Read(connection => With(connection, NewestOnly, word, null));
            newestWith = (word, found);
            return found;
        }
    }

    /// <summary>The revisions of one with their texts, where a word stands in them.</summary>
    public IReadOnlyList<AuthoredRevision> RevisionsWith(string slug, string word) =>
        database.Read(connection => With(connection, "slug = @slug", word, slug));

    private static IReadOnlyList<AuthoredRevision> With(DbConnection connection, string where, string word, string? slug) =>
        [
            .. connection
                .Query<Row>(
                    $"SELECT {Columns} FROM written WHERE {where} AND LOWER(text) LIKE @pattern ORDER BY slug, number",
                    new { slug, pattern = $"%{word}%" }
                )
                .Select(r => r.Revision),
        ];

    /// <summary>All revisions of one, newest first, texts left out; of a run of autosaves the last one.</summary>
    public IReadOnlyList<AuthoredRevision> Revisions(string slug, int limit) =>
        database.Read(connection =>
            (IReadOnlyList<AuthoredRevision>)
                [
                    .. connection
                        .Query<Row>(
                            $"SELECT {Columns.Replace("text AS", "'' AS", StringComparison.Ordinal)} FROM written w WHERE slug "
                                + $"= @slug AND NOT ({Superseded}) ORDER BY number DESC LIMIT @limit",
                            new
                            {
                                slug,
                                limit,
                                autosavesAreOne = (long)AutosaveMergeWindow.TotalMilliseconds,
                            }
                        )
                        .Select(r => r.Revision),
                ]
        );

    /// <summary>
    /// Puts what lay beside the store into one that was made anew, or that is older: what it does not know, and later texts of what it
    /// does.
    /// </summary>
    public void ReadBack(IReadOnlyList<AuthoredRevision> revisions)
    {
        var known = List().ToDictionary(r => r.Slug);
        var later = revisions.Where(r => !IsDeleted(r.Slug, r.At) && (!known.TryGetValue(r.Slug, out var kept) || kept.At < r.At)).ToList();
        if (later.Count > 0)
            InvalidatingCache(
                (connection, transaction) =>
                {
                    foreach (var revision in later)
                        Insert(
                            connection,
                            transaction,
                            revision with
                            {
                                Number = (known.GetValueOrDefault(revision.Slug)?.Number ?? 0) + 1,
                            }
                        );
                    return new(SaveOutcome.Saved, null);
                }
            );
    }

    public SaveResult Create(string slug, string text, string actor, DateTimeOffset now) =>
        InvalidatingCache(
            (connection, transaction) =>
            {
                if (Newest(connection, slug, transaction) is { } taken)
                    return new(SaveOutcome.Taken, taken);
                if (
                    connection.ExecuteScalar<int>(
                        $"SELECT count(*) FROM written WHERE state <> 'discarded' AND {NewestOnly}",
                        transaction: transaction
                    ) >= MaxPostmortems
                )
                    return new(SaveOutcome.TooMany, null);
                return new SaveResult(SaveOutcome.Saved, Insert(connection, transaction, new(slug, 1, "draft", text, actor, now, "begun")));
            }
        );

    /// <param name="expected">Number of the revision that the text was made from.</param>
    /// <param name="isAutosave">
    /// Saved while somebody types: a run of such saves by one person is shown as one revision. Those before the last one are kept
    /// for a week, because somebody else may have opened one of them.
    /// </param>
    public SaveResult Save(
        string slug,
        int expected,
        string text,
        string? state,
        string actor,
        string note,
        bool isAutosave,
        DateTimeOffset now
    ) =>
        InvalidatingCache(
            (connection, transaction) =>
            {
                if (Newest(connection, slug, transaction) is not { } newest)
                    return new(SaveOutcome.NotFound, null);
                if (newest.Number != expected)
                    return new(SaveOutcome.Conflict, newest);
                if (newest.Text == text && (state ?? newest.State) == newest.State)
                    return new(SaveOutcome.Unchanged, newest);
                DropBases(connection, transaction, slug, now - AutosaveRetention);
                if (IsFull(connection, transaction, slug))
                {
                    DropBases(connection, transaction, slug, now);
                    if (IsFull(connection, transaction, slug))
                        return new(SaveOutcome.TooMany, newest);
                }
                // Nobody gives a revision the note by which autosaves are known.
                note =
                    isAutosave ? Autosave
                    : note == Autosave ? ""
                    : note;
                return new SaveResult(
                    SaveOutcome.Saved,
                    Insert(connection, transaction, new(slug, newest.Number + 1, state ?? newest.State, text, actor, now, note))
                );
            }
        );

    private static bool IsFull(DbConnection connection, DbTransaction transaction, string slug) =>
        connection.ExecuteScalar<int>("SELECT count(*) FROM written WHERE slug = @slug", new { slug }, transaction) >= MaxRevisions;

    private static void DropBases(DbConnection connection, DbTransaction transaction, string slug, DateTimeOffset before) =>
        connection.Execute(
            $"DELETE FROM written AS w WHERE slug = @slug AND at < @before AND {Superseded}",
            new
            {
                slug,
                before = before.ToUnixTimeMilliseconds(),
                autosavesAreOne = (long)AutosaveMergeWindow.TotalMilliseconds,
            },
            transaction
        );

    private SaveResult InvalidatingCache(Func<DbConnection, DbTransaction, SaveResult> work)
    {
        var result = database.Write(work);
        if (result.Outcome == SaveOutcome.Saved)
            Invalidate();
        return result;
    }

    private void Invalidate()
    {
        lock (caching)
            (newest, newestWith, deleted) = (null, null, null);
    }

    private static AuthoredRevision? Newest(DbConnection connection, string slug, DbTransaction? transaction) =>
        connection
            .QuerySingleOrDefault<Row>(
                $"SELECT {Columns} FROM written WHERE slug = @slug ORDER BY number DESC LIMIT 1",
                new { slug },
                transaction
            )
            ?.Revision;

    private static AuthoredRevision Insert(DbConnection connection, DbTransaction transaction, AuthoredRevision revision)
    {
        connection.Execute(
            "INSERT INTO written (slug, number, state, text, actor, at, note) VALUES (@Slug, @Number, @State, @Text, @Actor, @At, @Note)",
            new
            {
                revision.Slug,
                revision.Number,
                revision.State,
                revision.Text,
                revision.Actor,
                At = revision.At.ToUnixTimeMilliseconds(),
                revision.Note,
            },
            transaction
        );
        return revision;
    }
}

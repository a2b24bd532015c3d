using Dapper;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Store;

/// <summary>Comments on pages that are written here, and their reviews.</summary>
internal sealed class WrittenCommentTable(Database database)
{
    public const int MaxComments = 1_000;

    private sealed record Row(string What, long Number, string Actor, long At, string Text, string? Whom);

    /// <summary>In the order in which they were written.</summary>
    public IReadOnlyList<PageComment> Of(string slug) =>
        database.Read(connection =>
            (IReadOnlyList<PageComment>)
                [
                    .. connection
                        .Query<Row>(
                            "SELECT what, number, actor, at, text, whom FROM written_comments WHERE slug = @slug "
                                + "ORDER BY id LIMIT @MaxComments",
                            new { slug, MaxComments }
                        )
                        .Select(r => new PageComment(
                            KindOf(r.What),
                            (int)r.Number,
                            r.Actor,
                            DateTimeOffset.FromUnixTimeMilliseconds(r.At),
                            r.Text,
                            r.Whom
                        )),
                ]
        );

    /// <returns>False when there is no room for more.</returns>
    public bool Add(string slug, PageComment comment) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    """
                    INSERT INTO written_comments (slug, number, what, actor, at, text, whom)
                    SELECT @slug, @Revision, @what, @Actor, @at, @Text, @Whom
                    WHERE (SELECT COUNT(*) FROM written_comments WHERE slug = @slug) < @MaxComments
                    """,
                    new
                    {
                        slug,
                        comment.Revision,
                        what = NameOf(comment.What),
                        comment.Actor,
                        at = comment.At.ToUnixTimeMilliseconds(),
                        comment.Text,
                        comment.Whom,
                        MaxComments,
                    },
                    transaction
                ) > 0
        );

    /// <summary>Deletes all of a page, or with a number behind its name the first, second … of them.</summary>
    public int Delete(string named) =>
        database.Write(
            (connection, transaction) =>
                StoredKinds.Numbered(named) is var (slug, number)
                    ? connection.Execute(
                        "DELETE FROM written_comments WHERE id = "
                            + "(SELECT id FROM written_comments WHERE slug = @slug ORDER BY id LIMIT 1 OFFSET @before) AND @before >= 0",
                        new { slug, before = number - 1 },
                        transaction
                    )
                    : connection.Execute("DELETE FROM written_comments WHERE slug = @named", new { named }, transaction)
        );

    private static string NameOf(PageCommentKind what) =>
        what switch
        {
            PageCommentKind.ReviewRequested => "review-requested",
            PageCommentKind.ChangesRequested => "changes-requested",
            _ => what.ToString().ToLowerInvariant(),
        };

    private static PageCommentKind KindOf(string name) =>
        Enum.Parse<PageCommentKind>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}

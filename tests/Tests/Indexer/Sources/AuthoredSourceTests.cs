using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Sources;

public sealed class AuthoredSourceTests
{
    private static AuthoredRevision Revision(string slug, int number) =>
        new(slug, number, "published", "", "ann", new DateTimeOffset(2026, 3, 2, 12, number, 0, TimeSpan.Zero), "");

    private static string Text(AuthoredRevision revision) =>
        $"---\nkind: postmortem\nstatus: published\n---\n\n# {revision.Slug} {revision.Number}\n\nwords\n";

    private static IEnumerable<string> Titles(SourceSnapshot? reading) => reading!.Files.Select(f => f.Documents[0].Title);

    private static IReadOnlyList<string> Writers(AuthoredRevision revision) => [revision.Actor];

    [Fact]
    public void A_text_that_cannot_be_read_is_not_gone()
    {
        var before = AuthoredSource.Read([Revision("a", 1), Revision("b", 1)], Text, null, new HashSet<string>(), Writers);
        Assert.Equal(["a 1", "b 1"], Titles(before));

        // The revision that was read is served until the newer one can be read.
        var after = AuthoredSource.Read(
            [Revision("a", 2), Revision("b", 2)],
            r => r.Slug == "a" ? null : Text(r),
            before,
            new HashSet<string>(),
            Writers
        );
        Assert.Equal(["a 1", "b 2"], Titles(after));

        // Of one that was never read nothing is known, so nothing of the source is.
        Assert.Null(
            AuthoredSource.Read(
                [Revision("a", 1), Revision("c", 1)],
                r => r.Slug == "c" ? null : Text(r),
                before,
                new HashSet<string>(),
                Writers
            )
        );

        // What was discarded is gone.
        Assert.Equal(
            ["b 1"],
            Titles(
                AuthoredSource.Read(
                    [Revision("a", 2) with { State = "discarded" }, Revision("b", 1)],
                    Text,
                    before,
                    new HashSet<string>(),
                    Writers
                )
            )
        );
    }
}

using System.Diagnostics;
using CsCheck;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Search;

public sealed class SyntaxSearchTests : IDisposable
{
    private readonly Fixture content = new Fixture()
        .With(
            "one.md",
            "---\nkind: runbook\nservices: [price-feed]\ntags: [disk]\nowner: data\n---\n# Disk full on the feed host\n"
                + "\n## Remediation\n\n1. No space was left on pod-4711: delete old files.\n"
        )
        .With(
            "two.md",
            "---\nkind: postmortem\nservices: [login]\nseverity: SEV-1\ndate: 2026-01-01\nowner: platform\n---\n"
                + "# Full disk took the login down\n\n## Causes\n\n- The full log filled the disk; rows_read was 0.\n"
        )
        .With(
            "three.md",
            "---\nkind: postmortem\nseverity: sev2\ndate: 2026-02-02\nfailing: [price-feed]\n---\n# Prices were stale\n"
                + "\n## Causes\n\n- A disk was not mounted; kafka was fine on pod-4712.\n"
        )
        .With(
            "four.md",
            "---\nkind: postmortem\nseverity: P1\ndate: 2025-12-03\n---\n# Certificate expired\n\n## Causes\n\n- Nobody renewed it.\n"
        );

    public void Dispose() => content.Dispose();

    private KnowledgeBase Read()
    {
        File.SetLastWriteTimeUtc(Path.Combine(content.Directory, "one.md"), new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc));
        return KnowledgeBase.Build([
            DirectoryReader.Read(new("content", content.Directory), cancellation: TestContext.Current.CancellationToken),
        ]);
    }

    private static SearchResponse Ask(KnowledgeBase knowledge, string query, QuerySyntax syntax) =>
        knowledge.Search(new(query, Explain: true) { Syntax = syntax }, default);

    private static string Found(KnowledgeBase knowledge, string query, QuerySyntax syntax) =>
        string.Join(' ', Ask(knowledge, query, syntax).Hits.Select(h => h.DocumentId).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("disk AND full", "one two")]
    [InlineData("disk AND kafka", "three")]
    [InlineData("disk NOT kafka", "one two")]
    [InlineData("disk -kafka -login", "one")]
    [InlineData("kafka OR renewed", "four three")]
    [InlineData("+disk kafka", "one three two")]
    [InlineData("title:disk", "one two")]
    [InlineData("title:kafka", "")]
    [InlineData("title:\"disk full\"", "one")]
    [InlineData("title:cert*", "four")]
    [InlineData("\"space left\"", "")]
    [InlineData("\"space left\"~1", "one")]
    [InlineData("\"left space\"~1", "")]
    [InlineData("\"full disk took\"", "two")] // In the title.
    [InlineData("disk -\"full log\"", "one three")]
    [InlineData("pod-47*", "one three")]
    [InlineData("pod-471?", "one three")]
    [InlineData("pod-4712", "three")]
    [InlineData("rows?read", "two")]
    [InlineData("renewe*", "four")] // Longer than the stem.
    [InlineData("renewin*", "")]
    [InlineData("certifcate~", "four")]
    [InlineData("zertifikat~", "")]
    [InlineData("owner:data", "one")]
    [InlineData("owner:nobody", "")]
    [InlineData("kind:postmortem AND disk", "three two")]
    [InlineData("service:price-feed", "one three")]
    [InlineData("sev:(1 OR 2)", "four three two")]
    [InlineData("sev:[2 TO *]", "three")]
    [InlineData("sev:1 OR tag:disk", "four one two")]
    [InlineData("changed:[2026-01-01 TO *]", "one three two")]
    [InlineData("changed:[2026-01-01 TO 2026-02-02]", "three two")]
    [InlineData("changed:{2026-01-01 TO 2026-02-02}", "")]
    [InlineData("changed:[* TO 2025-12-31]", "four")]
    [InlineData("changed:2026-03-04", "one")] // Day of the file where the page has none.
    [InlineData("-disk", "four")]
    [InlineData("*:*", "four one three two")]
    [InlineData("(disk AND full) OR renewed", "four one two")]
    [InlineData("title:disk AND (full OR \"no space left\"~3) -login owner:data changed:[2026-01-01 TO *] pod-4*^2", "one")]
    public void An_expression_finds_what_it_says(string query, string found) =>
        Assert.Equal(found, Found(Read(), query, QuerySyntax.Lucene));

    [Fact]
    public void A_boost_changes_the_order()
    {
        var knowledge = Read();
        Assert.Equal("four", Ask(knowledge, "kafka OR renewed^30", QuerySyntax.Lucene).Hits[0].DocumentId);
        Assert.Equal("three", Ask(knowledge, "kafka^30 OR renewed", QuerySyntax.Lucene).Hits[0].DocumentId);
    }

    [Fact]
    public void What_is_detected_is_an_expression_unless_it_finds_nothing()
    {
        var knowledge = Read();
        Assert.Equal("three", Found(knowledge, "disk AND kafka", QuerySyntax.Detect));
        Assert.Contains("three", Found(knowledge, "disk AND kafka", QuerySyntax.Plain), StringComparison.Ordinal);
        Assert.Equal("one three two", Found(knowledge, "disk AND kafka", QuerySyntax.Plain));
        // No page has both: as plain words it finds pages all the same.
        Assert.Equal("", Found(knowledge, "renewed AND kafka", QuerySyntax.Lucene));
        Assert.Equal("four three", Found(knowledge, "renewed AND kafka", QuerySyntax.Detect));
    }

    [Fact]
    public void Hits_say_why_and_mark_the_words()
    {
        var hit = Assert.Single(Ask(Read(), "rows?read", QuerySyntax.Lucene).Hits);
        Assert.Equal(["pattern: rows?read"], hit.Why);
        Assert.Contains("rows_read", hit.Marks.Select(m => hit.Snippet.Substring(m.Start, m.Length)));
    }

    [Fact]
    public void No_expression_of_ten_thousand_fails_or_hangs()
    {
        var knowledge = KnowledgeBase.Build([
            DirectoryReader.Read(
                new("runbooks", Path.Combine(Samples.RepositoryRoot(), "runbooks")),
                cancellation: TestContext.Current.CancellationToken
            ),
        ]);
        var words = Gen.OneOf(
            "disk",
            "full",
            "title:job",
            "\"no space left\"",
            "\"space no\"~4",
            "pod*",
            "da?a*",
            "dashbord~",
            "owner:platform",
            "sev:[1 TO 2]",
            "changed:[2025-01-01 TO *]",
            "*:*",
            "the",
            "rows_read^3",
            "tag:disk",
            "kind:runbook",
            "\"the the\"~9",
            "stor*^2"
        );
        var joints = Gen.OneOf(" ", " AND ", " OR ", " NOT ", " +", " -");
        var (found, none) = (0, 0);
        Gen.Select(words, Gen.Select(joints, words, Gen.Int[0, 5]).Array[0, 8])
            .Sample(
                (first, rest) =>
                {
                    var query = rest.Aggregate(
                        first,
                        (text, next) => next.Item3 == 0 ? $"({text}){next.Item1}{next.Item2}" : $"{text}{next.Item1}{next.Item2}"
                    );
                    var started = Stopwatch.GetTimestamp();
                    var response = Ask(knowledge, query, QuerySyntax.Lucene);
                    // Milliseconds are usual; this only catches what grows out of hand, also on a busy machine.
                    Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 60);
                    if (response.Hits.Count > 0)
                        Interlocked.Increment(ref found);
                    else
                        Interlocked.Increment(ref none);
                },
                iter: 10_000
            );
        Assert.True(found > 1_000 && none > 100, $"{found} found pages, {none} none");
    }
}

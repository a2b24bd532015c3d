using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Linking;

namespace Knowledge.Tests.Indexer.Linking;

public sealed class NearTwinsTests : IDisposable
{
    private const string Replicas =
        "has not matched the expected number of replicas. Check its status, its events and its template, "
        + "add nodes where none is free, and look at the quota of the namespace before you scale it.";

    private readonly Fixture files = new();

    public void Dispose() => files.Dispose();

    private (Document A, Document B) Pages(string titleA, string textA, string titleB, string textB)
    {
        var knowledge = files.With("a.md", Page(titleA, textA)).With("b.md", Page(titleB, textB)).Build();
        return (knowledge.Find("a")!, knowledge.Find("b")!);

        static string Page(string title, string text) => $"# {title}\n\n## Meaning\n\n{text}\n\n## Remediation\n\n1. Act.\n";
    }

    [Fact]
    public void The_same_alert_of_two_things_are_twins_told_apart_by_what_they_are_about()
    {
        var (a, b) = Pages(
            "KubeDeploymentReplicasMismatch",
            "A deployment " + Replicas,
            "KubeStatefulSetReplicasMismatch",
            "A set " + Replicas
        );
        Assert.True(NearTwins.Are(a, b));
        Assert.True(NearTwins.Are(b, a));
        Assert.Equal(["deployment"], NearTwins.OwnWords(a, b));
        Assert.Equal(["stateful", "set"], NearTwins.OwnWords(b, a));
    }

    [Theory]
    // Like titles over other texts, and like texts under other titles that say little.
    [InlineData(
        "Disk full on the batch host",
        "Delete old shards of the loader.",
        "Disk full on the web host",
        "Rotate the access log of the proxy."
    )]
    [InlineData("Login fails", "The session store drops what is new.", "Prices are stale", "The feed handler left the multicast channel.")]
    [InlineData("Runbook", "The same few words.", "Checklist", "The same few words.")]
    public void Pages_about_other_things_are_none(string titleA, string textA, string titleB, string textB)
    {
        var (a, b) = Pages(titleA, textA, titleB, textB);
        Assert.False(NearTwins.Are(a, b));
    }

    [Fact]
    public void A_page_is_no_twin_of_itself()
    {
        var (a, _) = Pages("One", "Text.", "Two", "Text.");
        Assert.False(NearTwins.Are(a, a));
    }

    // Of all pairs of pages few are twins, and what are twins share most of their names.
    [Fact]
    public void Unlike_pages_never_share_a_card()
    {
        var knowledge = Fixture.Of(Samples.Require("corpora/prometheus-operator-runbooks"));
        var pages = knowledge.Documents;
        var twins = 0;
        for (var i = 0; i < pages.Count; i++)
        for (var j = i + 1; j < pages.Count; j++)
        {
            if (!NearTwins.Are(pages[i], pages[j]))
                continue;
            twins++;
            TestContext.Current.TestOutputHelper!.WriteLine($"{pages[i].Title} | {pages[j].Title}");
            var (first, second) = (NearNames.WordsOf(pages[i].Title).ToHashSet(), NearNames.WordsOf(pages[j].Title).ToHashSet());
            Assert.True(first.Intersect(second).Count() >= 2, $"{pages[i].Title} | {pages[j].Title}");
        }
        Assert.InRange(twins, 10, 80);
        Assert.Empty(TwinsOf(Fixture.Of(Path.Combine(Repository.Root, "runbooks"))));

        static IEnumerable<string> TwinsOf(KnowledgeBase knowledge) =>
            from a in knowledge.Documents
            from b in knowledge.Documents
            where NearTwins.Are(a, b)
            select $"{a} | {b}";
    }
}

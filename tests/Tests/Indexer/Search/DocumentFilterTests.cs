using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Search;

public sealed class DocumentFilterTests : IDisposable
{
    private readonly Fixture content = new Fixture()
        .With(
            "one.md",
            "---\nkind: runbook\nservices: [price-feed]\ntags: [disk]\nowner: data\n---\n# Disk full on the feed host\n"
                + "\n## Remediation\n\n1. The disk is full: delete old files.\n"
        )
        .With(
            "two.md",
            "---\nkind: postmortem\nservices: [login]\nseverity: SEV-1\ndate: 2026-01-01\nowner: platform\n---\n"
                + "# Full disk took the login down\n\n## Causes\n\n- The full log filled the disk.\n"
        )
        .With(
            "three.md",
            "---\nkind: postmortem\nseverity: sev2\ndate: 2026-01-02\nfailing: [price-feed]\n---\n# Prices were stale\n"
                + "\n## Causes\n\n- A disk was not mounted; kafka was fine.\n"
        )
        .With(
            "four.md",
            "---\nkind: postmortem\nseverity: P1\ndate: 2026-01-03\n---\n# Certificate expired\n\n## Causes\n\n- Nobody renewed it.\n"
        );

    public void Dispose() => content.Dispose();

    private SourceSnapshot Read(SourceSnapshot? before) =>
        DirectoryReader.Read(new("content", content.Directory), before, cancellation: TestContext.Current.CancellationToken);

    private static SearchResponse Ask(KnowledgeBase knowledge, string query) => knowledge.Search(new(query, Explain: true), default);

    private static string Found(KnowledgeBase knowledge, string query) =>
        string.Join(' ', Ask(knowledge, query).Hits.Select(h => h.DocumentId).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("disk", "one three two")]
    [InlineData("\"disk full\"", "one")]
    [InlineData("\"full disk\"", "two")]
    [InlineData("\"disks full\"", "one")] // By stems.
    [InlineData("\"certificate expired\"", "four")] // In the title.
    [InlineData("\"full disk took the login\"", "two")]
    [InlineData("\"full log filled\" kind:runbook", "one")] // Nothing that is left says it: the words find.
    [InlineData("\"disk is not full at all\"", "one three two")]
    [InlineData("\"nobody wrote\" expired", "four")]
    [InlineData("\"kafka\" disk", "three")]
    [InlineData("\"zookeeper\" disk", "one three two")]
    [InlineData("disk -kafka", "one two")]
    [InlineData("disk -kafka -login", "one")]
    [InlineData("disk kind:postmortem", "three two")]
    [InlineData("disk kind:Runbook", "one")]
    [InlineData("disk service:price-feed", "one three")]
    [InlineData("disk service:price-feed kind:postmortem", "three")]
    [InlineData("disk tag:DISK", "one")]
    [InlineData("disk owner:platform", "two")]
    [InlineData("disk sev:1", "two")]
    [InlineData("disk sev:SEV-1", "two")]
    [InlineData("disk sev:sev1", "two")]
    [InlineData("disk severity:2", "three")]
    [InlineData("disk sev:SEV-2", "three")]
    [InlineData("certificate sev:p1", "four")]
    [InlineData("certificate sev:1", "four")]
    [InlineData("disk \"disk full\" -kafka service:price-feed", "one")]
    [InlineData("disk service:price-feed service:login", "")]
    public void A_query_is_narrowed(string query, string documents) => Assert.Equal(documents, Found(content.Build(), query));

    [Fact]
    public void A_filter_that_no_document_has_is_just_words()
    {
        Assert.Equal("one three two", Found(content.Build(), "disk service:zzz"));
        Assert.Equal("one three two", Found(content.Build(), "disk kind:unicorn"));
    }

    // What is only narrowed down is listed: a question was not asked, so nothing is missing either.
    [Theory]
    [InlineData("kind:postmortem", "four three two")]
    [InlineData("kind:postmortem sev:1", "four two")]
    [InlineData("service:price-feed", "one three")]
    [InlineData("kind:postmortem -kafka", "four two")]
    [InlineData("-disk", "four")]
    public void A_query_of_filters_alone_lists_what_they_leave(string query, string documents)
    {
        var response = Ask(content.Build(), query);

        Assert.Equal(documents, string.Join(' ', response.Hits.Select(h => h.DocumentId)));
        Assert.Null(response.Gap);
        Assert.Empty(response.Answers);
        Assert.All(response.Hits, h => Assert.Equal(h.Score, h.Explanation!.Sum(e => e.Score), 3));
        Assert.All(response.Hits, h => Assert.NotEmpty(h.Snippet));
    }

    [Fact]
    public void Deleted_and_changed_documents_are_not_found_by_filters()
    {
        for (var i = 0; i < 40; i++)
            content.With($"other-{i}.md", $"# Other {i}\n\nnothing\n");
        var before = Read(null);
        var knowledge = KnowledgeBase.Build([before]);
        File.Delete(Path.Combine(content.Directory, "three.md"));
        content.With("one.md", "---\nkind: article\n---\n# Disk empty\n\nquite new text\n");
        var after = KnowledgeBase.Build([Read(before)], knowledge);
        Assert.True(after.Index.Segments.Count > 1, "The change was a fresh build.");

        Assert.Equal("two", Found(after, "disk kind:postmortem"));
        Assert.Equal("one", Found(after, "disk kind:article"));
        // No page says it any more: its words find.
        Assert.Equal("one two", Found(after, "\"disk full\""));
        Assert.Equal("four two", Found(after, "kind:postmortem"));
        Assert.Equal("one", Found(after, "\"quite new text\""));
        Assert.Equal("one three", Found(knowledge, "service:price-feed"));
    }

    // Long sections are cut into passages; a phrase may lie across a cut.
    [Fact]
    public void A_phrase_is_found_wherever_it_stands()
    {
        var filler = string.Join(' ', Enumerable.Range(0, 3000).Select(i => i % 7 == 0 ? "zephyr nimbus" : "filler"));
        content.With(
            "long.md",
            $"# Long page\n\n{filler}\n\n{string.Join('\n', Enumerable.Range(0, 2000).Select(i => i % 2 == 0 ? "cirrus" : "stratus"))}\n"
        );
        content.With("parts.md", "# Title words\n\n## Heading of words\n\n### Deeper heading\n\nplain\n");
        var knowledge = content.Build();

        Assert.Equal("long", Found(knowledge, "\"zephyr nimbus\""));
        Assert.Equal("long", Found(knowledge, "\"nimbus filler\""));
        Assert.Equal("parts", Found(knowledge, "\"title words\""));
        Assert.Equal("parts", Found(knowledge, "\"heading of words\""));
        Assert.Equal("parts", Found(knowledge, "\"deeper heading\""));
        content.With("heading.md", "# Other\n\nwords heading\n");
        Assert.Equal("heading", Found(content.Build(), "\"words heading\""));
    }

    [Fact]
    public void A_phrase_across_the_cut_between_two_passages_is_found()
    {
        // Words of eight letters and a space: some pair of each hundred lies across the cut.
        var words = Enumerable.Range(0, 400).Select(i => "word" + (char)('a' + i % 26) + (char)('a' + i / 26 % 26) + "xq").ToList();
        content.With("long.md", $"# Long page\n\n{string.Join(' ', words)}\n");
        var knowledge = content.Build();

        for (var i = 80; i < 130; i++)
            Assert.Equal("long", Found(knowledge, $"\"{words[i]} {words[i + 1]}\""));
        content.With("other.md", $"# Other\n\n{string.Join('\n', words.Select(w => $"- {w}."))} {words[0]}\n\nand more\n");
        var both = content.With("reversed.md", $"# Reversed\n\n{string.Join(' ', words.AsEnumerable().Reverse())}\n").Build();
        for (var i = 80; i < 130; i++)
            Assert.Equal("reversed", Found(both, $"\"{words[i + 1]} {words[i]}\""));
    }

    // The words stand in many pages that say more of them; the phrase stands in one that says little.
    [Fact]
    public void A_phrase_is_found_among_many_pages_that_hold_its_words()
    {
        for (var i = 0; i < 400; i++)
            content.With($"many/{i}.md", $"# Nimbus or zephyr {i}\n\nzephyr, and then nimbus, nimbus\n");
        content.With(
            "the-one.md",
            $"# A page\n\nHere zephyr nimbus once, and {string.Join(' ', Enumerable.Repeat("something else", 300))}.\n"
        );

        Assert.Equal("the-one", Found(content.Build(), "\"zephyr nimbus\""));
    }
}

using Knowledge.Indexer;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Visibility;

namespace Knowledge.Tests.Indexer.Visibility;

/// <summary>What is left of a knowledge base for somebody is what it would be without the pages that they must not see.</summary>
public sealed class VisibleToTests : IDisposable
{
    private readonly Fixture content = new Fixture()
        .With(
            "open.md",
            "---\nkind: runbook\nservices: [feed]\nowner: data\n---\n# Disk full on the feed host\n\n## Causes\n\n"
                + "The log grew.\n\n## Remediation\n\n1. Delete logs.\n"
        )
        .With("other.md", "# Prices stale\n\n## Causes\n\nThe log grew.\n\n## Remediation\n\n1. Reload.\n")
        .With(
            "breach.md",
            "---\nkind: postmortem\nvisible: [legal]\nservices: [vault]\nowner: counsel\ntags: [breach]\nseverity: sev1\n"
                + "symptoms: [\"zanzibarite shards vanish\"]\n---\n# Zanzibarite breach ERR-90210\n\n## Causes\n\n"
                + "The quokkafish key leaked, and the disk was full.\n\n## Remediation\n\n1. Rotate the quokkafish key.\n"
        )
        .With("board.md", "---\nvisible: [board, legal]\n---\n# Merger plan\n\n## Causes\n\nThe merger was known.\n");

    private static readonly Viewer Legal = Viewer.Of("ann", ["legal"]);
    private static readonly Viewer Board = Viewer.Of("bea", ["board"]);

    public void Dispose() => content.Dispose();

    private KnowledgeBase Read(string source = "content") =>
        KnowledgeBase.Build([DirectoryReader.Read(new(source, content.Directory), cancellation: TestContext.Current.CancellationToken)]);

    private static KnowledgeBase Of(KnowledgeBase whole, Viewer viewer) => whole.VisibleTo(viewer, VisibleSources.All);

    private static string Ids(KnowledgeBase knowledge) => string.Join(' ', knowledge.Documents.Select(d => d.Id.Value));

    private static string Found(KnowledgeBase knowledge, string query) =>
        string.Join(' ', knowledge.Search(new(query), default).Hits.Select(h => h.DocumentId).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_sees_the_pages_of_their_groups_and_those_that_are_for_everybody()
    {
        var whole = Read();
        Assert.Equal("board breach open other", Ids(Of(whole, Legal)));
        Assert.Equal("board open other", Ids(Of(whole, Board)));
        Assert.Equal("open other", Ids(Of(whole, Viewer.Public)));
        Assert.Equal("open other", Ids(Of(whole, Viewer.Of("x", ["LEGAL", "legal "]))));
    }

    [Fact]
    public void Whoever_sees_all_has_the_whole_and_those_who_see_the_same_share_it()
    {
        var whole = Read();
        Assert.Same(whole, Of(whole, Viewer.Everything));
        Assert.Same(whole, Of(whole, Viewer.Administrator("root", [])));
        Assert.Same(whole, Of(whole, Legal));
        Assert.Same(Of(whole, Board), Of(whole, Viewer.Of("eve", ["staff", "board"])));
        Assert.NotSame(Of(whole, Board), Of(whole, Viewer.Public));
        // Where nothing is hidden nothing is made.
        var open = KnowledgeBase.Build([whole.Snapshots[0] with { Files = [.. whole.Snapshots[0].Files.Where(f => f.Path is "open.md")] }]);
        Assert.Same(open, Of(open, Viewer.Public));
    }

    [Fact]
    public void A_hidden_page_is_not_found_by_words_filters_quotes_patterns_or_typing_errors()
    {
        var part = Of(Read(), Viewer.Public);
        foreach (
            var query in new[]
            {
                "quokkafish",
                "zanzibarite",
                "quokafish",
                "\"quokkafish\"",
                "service:vault",
                "owner:counsel",
                "tag:breach",
                "severity:1",
                "kind:postmortem",
                "quokka*",
                "title:zanzibarite",
                "zanzibarite~",
            }
        )
            Assert.DoesNotContain("breach", Found(part, query), StringComparison.Ordinal);
        Assert.Equal("open", Found(part, "disk full feed"));
    }

    // What an answer says differs by nothing but the words that were asked.
    [Theory]
    [InlineData("\"quokkafish\" log", "\"wombatfish\" log")]
    [InlineData("log -quokkafish", "log -wombatfish")]
    [InlineData("log service:vault", "log service:fault")]
    [InlineData("ERR-90210 log", "ERR-90211 log")]
    [InlineData("log AND quokkafish", "log AND wombatfish")]
    [InlineData("quokkafish", "wombatfish")]
    [InlineData("quokkafih grew", "wombatfih grew")]
    [InlineData("quokka* log", "wombat* log")]
    public void An_answer_does_not_tell_whether_a_hidden_page_has_a_word(string hidden, string nowhere)
    {
        var part = Of(Read(), Viewer.Public);
        var (one, other) = (part.Search(new(hidden), default), part.Search(new(nowhere), default));
        Assert.Equal(other.Hits.Select(h => (h.DocumentId, h.Score)), one.Hits.Select(h => (h.DocumentId, h.Score)));
        Assert.Equal(other.Confidence, one.Confidence);
        Assert.Equal(other.Answers.Count, one.Answers.Count);
        Assert.Equal(other.UnknownCodes?.Count, one.UnknownCodes?.Count);
        Assert.Equal(part.Understood(nowhere).Count, part.Understood(hidden).Count);
    }

    [Fact]
    public void The_index_of_a_part_knows_no_word_that_only_hidden_pages_have()
    {
        var (whole, part) = (Read().Index, Of(Read(), Viewer.Public).Index);
        Assert.True(whole.Contains(TermOf("quokkafish")));
        Assert.False(part.Contains(TermOf("quokkafish")));
        Assert.Empty(part.Complete("quokka", 5));
        Assert.NotEmpty(whole.Complete("quokka", 5));
        Assert.DoesNotContain(part.Correct("quokkafisch", 5), w => w.Word == "quokkafish");
        Assert.Contains(whole.Correct("quokkafisch", 5), w => w.Word == "quokkafish");
        Assert.False(part.Knows("quokkafish"));
        Assert.Equal(2, part.DocumentUnits);
        Assert.Equal(1, part.DocumentsWith(TermOf("disk")));
        Assert.Equal(2, whole.DocumentsWith(TermOf("disk")));
    }

    // As specific as in an index that never had the pages.
    [Fact]
    public void Words_are_as_specific_as_the_pages_that_are_seen_make_them()
    {
        var part = Of(Read(), Viewer.Public).Index;
        using var alone = new Fixture()
            .With("open.md", File.ReadAllText(Path.Combine(content.Directory, "open.md")))
            .With("other.md", File.ReadAllText(Path.Combine(content.Directory, "other.md")));
        var without = KnowledgeBase
            .Build([DirectoryReader.Read(new("content", alone.Directory), cancellation: TestContext.Current.CancellationToken)])
            .Index;
        foreach (var word in new[] { "disk", "log", "prices", "quokkafish", "key" })
        {
            Assert.Equal(without.Idf(TermOf(word)), part.Idf(TermOf(word)));
            Assert.Equal(without.PassageIdf(TermOf(word)), part.PassageIdf(TermOf(word)));
        }
    }

    [Fact]
    public void A_page_cannot_show_what_its_source_hides()
    {
        var whole = Read("wiki");
        var sources = new VisibleSources(new Dictionary<string, IReadOnlyList<string>> { ["wiki"] = ["staff"] });
        Assert.Equal("", Ids(whole.VisibleTo(Legal, sources)));
        Assert.Equal("open other", Ids(whole.VisibleTo(Viewer.Of("x", ["staff"]), sources)));
        Assert.Equal("board breach open other", Ids(whole.VisibleTo(Viewer.Of("x", ["staff", "legal"]), sources)));
        var part = whole.VisibleTo(Legal, sources);
        Assert.Empty(part.Snapshots);
        Assert.Empty(part.Findings);
    }

    [Fact]
    public void Owners_synonyms_and_the_catalog_of_a_hidden_source_are_hidden_with_it()
    {
        content
            .With("thesaurus.yaml", "- [gizmo, \"quokkafish key\"]\n")
            .With(
                "catalog-info.yaml",
                "kind: Group\nmetadata:\n  name: counsel\nspec:\n  type: team\n---\n"
                    + "kind: Component\nmetadata:\n  name: vault\nspec:\n  owner: counsel\n"
            );
        using var open = new Fixture().With("a.md", "# Gizmo broken\n\n## Causes\n\nThe gizmo was old.\n");
        var cancellation = TestContext.Current.CancellationToken;
        var whole = KnowledgeBase.Build([
            DirectoryReader.Read(new("open", open.Directory), cancellation: cancellation),
            DirectoryReader.Read(new("hidden", content.Directory) { PrefixesIds = true }, cancellation: cancellation),
        ]);
        var sources = new VisibleSources(new Dictionary<string, IReadOnlyList<string>> { ["hidden"] = ["legal"] });
        var part = whole.VisibleTo(Viewer.Public, sources);
        Assert.NotEmpty(whole.Catalog.Teams);
        Assert.Empty(part.Catalog.Teams);
        Assert.Empty(part.Catalog.Components);
        Assert.Null(part.OwnerOfService("vault", default));
        Assert.DoesNotContain(part.Search(new("quokkafish key", Explain: true), default).Hits, h => h.Why.Any(w => w.Contains("gizmo")));
    }

    [Fact]
    public void Of_two_pages_that_ask_for_one_id_the_one_for_everybody_keeps_it_and_says_nothing_of_the_other()
    {
        content
            .With("a-secret.md", "---\nid: same\nvisible: [legal]\n---\n# Secret\n\nText.\n")
            .With("b-open.md", "---\nid: same\n---\n# Open\n\nText.\n");
        var whole = Read();
        Assert.Equal("Open", whole.Find("same")!.Title);
        Assert.Equal("Secret", whole.Find("same-2")!.Title);
        var part = Of(whole, Viewer.Public);
        Assert.Null(part.Find("same-2"));
        Assert.DoesNotContain(part.Findings, f => f.ToString().Contains("secret", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Whoever_wrote_a_page_here_sees_it()
    {
        var revision = new AuthoredRevision("p", 1, "published", "", "ann", DateTimeOffset.UnixEpoch, "");
        var source = AuthoredSource.Read(
            [revision],
            _ => "---\nkind: postmortem\nvisible: []\nstatus: published\n---\n# Private\n\n## Causes\n\nA.\n",
            null,
            new HashSet<string>(),
            _ => ["ann", "bob"]
        )!;
        var whole = KnowledgeBase.Build([source]);
        Assert.Single(Of(whole, Viewer.Of("ann", [])).Documents);
        Assert.Single(Of(whole, Viewer.Of("bob", [])).Documents);
        Assert.Empty(Of(whole, Viewer.Of("eve", ["legal"])).Documents);
        Assert.Empty(Of(whole, Viewer.Public).Documents);
    }

    [Fact]
    public void What_people_saw_before_a_change_is_made_with_it_and_a_page_that_is_hidden_now_is_gone()
    {
        var before = Read();
        Assert.Equal("open other", Ids(Of(before, Viewer.Public)));
        content.With("open.md", "---\nvisible: [legal]\n---\n# Disk full on the feed host\n\n## Causes\n\nThe log grew.\n");
        var after = KnowledgeBase.Build(
            [
                DirectoryReader.Read(
                    new("content", content.Directory),
                    before.Snapshots[0],
                    cancellation: TestContext.Current.CancellationToken
                ),
            ],
            before
        );
        after.MakePartsLike(before, VisibleSources.All, 8);
        var part = Of(after, Viewer.Public);
        Assert.Equal("other", Ids(part));
        Assert.Equal("other", Found(part, "log grew"));
        Assert.DoesNotContain(part.RecordedCauses(), c => c.Postmortems.Count > 0);
    }

    private static string TermOf(string word) => Knowledge.Indexer.Text.TextLanguage.English.TermOf(word);
}

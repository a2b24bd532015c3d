using Knowledge.Indexer;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Search;

public sealed class QueryPlanTests : IDisposable
{
    private readonly Fixture content = new Fixture()
        .With("websocket.md", "# Websocket closed by the firewall\n\nThe websocket connection of the price tiles is refused.\n")
        .With(
            "certificate.md",
            "# Certificate expired\n\nRenew the certificate of the login page. The price_feed has another; ENOSPC does not matter.\n"
        )
        .With("disk.md", "# Disk full\n\nNo space left; empty the disk of the batch host. Dashboards show no data. TICKER stands still.\n")
        .With("nodes.md", "# Nodes\n\nA node is not ready, no node answers.\n");

    public void Dispose() => content.Dispose();

    private IReadOnlyList<Hit> Hits(string query, bool preview = false) =>
        content.Build().Search(new(query, Preview: preview), default).Hits;

    private string Found(string query, bool preview = false) =>
        Hits(query, preview) is [var best, ..] ? $"{best.DocumentId}: {string.Join("; ", best.Why)}" : "";

    [Theory]
    [InlineData("emty", "disk: typo: emty → empty")]
    [InlineData("certifcate", "certificate: typo: certifcate → certificate")]
    [InlineData("cretificat", "certificate: typo: cretificat → certificate")]
    [InlineData("dashbords", "disk: typo: dashbords → dashboards")]
    public void A_typing_error_is_corrected_and_reported(string query, string found) =>
        Assert.StartsWith(found, Found(query), StringComparison.Ordinal);

    [Theory]
    [InlineData("dsk")]
    [InlineData("bsk")]
    [InlineData("mepty")] // First letter, and too short for two.
    [InlineData("emty1")]
    [InlineData("price_fed")] // Names are as they are, and so are their parts.
    [InlineData("certifcate.host")]
    [InlineData("/etc/certifcate")]
    [InlineData("certifcate42")]
    [InlineData("ENOSPX")]
    [InlineData("EMPYT")] // In capitals and short it is a code.
    [InlineData("TICKRE")]
    [InlineData("DASHES")]
    [InlineData("_=5")] // Nothing but a field with its value.
    public void Short_words_names_and_codes_are_not_corrected(string query) =>
        Assert.DoesNotContain(Hits(query).SelectMany(h => h.Why), w => w.StartsWith("typo", StringComparison.Ordinal));

    [Theory]
    [InlineData("bank", "blank")]
    [InlineData("form", "forum")]
    [InlineData("cash", "crash")]
    [InlineData("invoice", "invoke")]
    public void A_word_of_English_that_no_page_has_is_not_read_as_one_of_another_meaning(string query, string other)
    {
        using var pages = new Fixture().With("a.md", $"# A {other}\n\nThe {other} is seen.\n");
        Assert.Empty(pages.Build().Search(new(query), default).Hits);
    }

    [Fact]
    public void Nor_is_one_that_hardly_a_page_has_where_too_little_was_found()
    {
        using var pages = new Fixture();
        pages.With("bank.md", "# Payments\n\nA bank is asked.\n");
        for (var i = 0; i < 9; i++)
            pages.With($"blank{i}.md", $"# Page {i}\n\nThe page is blank.\n");
        Assert.DoesNotContain(
            pages.Build().Search(new("bank zeppelin"), default).Hits.SelectMany(h => h.Why),
            w => w.StartsWith("typo", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("colour", "color")]
    [InlineData("licence", "license")]
    [InlineData("catalogue", "catalog")]
    [InlineData("programme", "program")]
    [InlineData("conection", "connection")]
    public void It_is_read_as_another_spelling_or_form_of_itself(string query, string other)
    {
        using var pages = new Fixture().With("a.md", $"# A {other}\n\nThe {other} is seen.\n");
        Assert.Contains($"typo: {query} → {other}", Assert.Single(pages.Build().Search(new(query), default).Hits).Why);
    }

    [Theory]
    [InlineData("17. ")]
    [InlineData("3.2.1. ")]
    [InlineData("17) ")]
    public void The_number_of_a_copied_heading_changes_nothing(string number)
    {
        var pages = content.With("other.md", "# Other\n\n17 and 3.2.1 are numbers; the disk has 17 of them.\n").Build();
        var (plain, numbered) = (pages.Search(new("Disk full"), default), pages.Search(new($"{number}Disk full"), default));

        Assert.Equal(plain.Hits.Select(h => h.DocumentId), numbered.Hits.Select(h => h.DocumentId));
        Assert.Equal((plain.Confidence, plain.UnknownCodes), (numbered.Confidence, numbered.UnknownCodes));
    }

    [Fact]
    public void A_long_word_in_capitals_is_a_word() =>
        Assert.StartsWith("certificate: typo", Found("CERTIFCATE"), StringComparison.Ordinal);

    [Theory]
    [InlineData("web socket", "websocket: joined: web socket → websocket")]
    [InlineData("web-socket", "websocket: ")]
    [InlineData("fire wall", "websocket: joined: fire wall → firewall")]
    [InlineData("batchhost", "disk: typo: batchhost → batch host")]
    [InlineData("diskfull", "disk: typo: diskfull → disk full")]
    public void Joined_and_split_words_are_the_same(string query, string found) =>
        Assert.StartsWith(found, Found(query), StringComparison.Ordinal);

    [Theory]
    [InlineData("ce", "certificate")]
    [InlineData("firew", "websocket")]
    [InlineData("price of the webso", "websocket")]
    public void As_it_is_typed_the_last_word_is_completed_from_two_characters(string query, string document)
    {
        Assert.StartsWith($"{document}: ", Found(query, preview: true), StringComparison.Ordinal);
        Assert.Contains("completed: ", Found(query, preview: true), StringComparison.Ordinal);
    }

    [Fact]
    public void One_character_is_not_completed_and_a_space_ends_the_word()
    {
        Assert.Equal("", Found("c", preview: true));
        Assert.Contains("completed: di…", Found("price di", preview: true), StringComparison.Ordinal);
        Assert.DoesNotContain("completed", Found("disk ful batc ", preview: true), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_completed_or_matched_is_reported_in_words_that_stand_somewhere()
    {
        foreach (var query in new[] { "no", "not", "no node", "no no", "dat", "no dat", "nodes no" })
        foreach (var preview in new[] { true, false })
            Assert.All(Hits(query, preview).SelectMany(h => h.Why), w => Assert.DoesNotContain('+', w));
    }

    [Fact]
    public void A_search_that_finds_something_good_is_not_relaxed()
    {
        // "disk" might be the beginning of "diskette"; here it is a word, and it is found.
        content.With("diskette.md", "# Diskettes\n\ndiskette diskette\n");

        Assert.All(Hits("full disk"), h => Assert.DoesNotContain(h.Why, w => w.StartsWith("completed", StringComparison.Ordinal)));
        // Nothing good is found for this, so the last word is only begun.
        Assert.Contains(Hits("disket")[0].Why, w => w.StartsWith("completed", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_thesaurus_no_synonym_counts()
    {
        var readings = content.Build().Snapshots;
        static List<string> Why(KnowledgeBase knowledge) => [.. knowledge.Search(new("blank screen"), default).Hits.SelectMany(h => h.Why)];

        Assert.Contains(Why(KnowledgeBase.Build(readings)), w => w.StartsWith("synonym", StringComparison.Ordinal));
        Assert.DoesNotContain(
            Why(KnowledgeBase.Build(readings, useThesaurus: false)),
            w => w.StartsWith("synonym", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_paste_keeps_its_most_telling_terms()
    {
        var index = content.Build().Index;
        var paste =
            string.Join(' ', Enumerable.Range(0, 200).Select(i => "unknown" + (char)('a' + i % 26) + (char)('a' + i / 26)))
            + " certificate websocket";

        Assert.InRange(QueryPlan.Of(paste, index, Knowledge.Indexer.Text.Thesaurus.None).Count, 1, 32);
    }
}

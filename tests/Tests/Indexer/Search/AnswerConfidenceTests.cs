using Knowledge.Indexer;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Search;

public sealed class AnswerConfidenceTests : IDisposable
{
    private readonly Fixture files = new();

    public void Dispose() => files.Dispose();

    private static (CompiledQuery Query, Scoring.Ranking Ranking, List<RankedPage> Pages) Search(KnowledgeBase knowledge, string words)
    {
        var query = new CompiledQuery(QueryPlan.Of(words, knowledge.Index, Thesaurus.BuiltIn), knowledge.Index);
        var ranking = Scoring.Rank(query, null, 6);
        return (
            query,
            ranking,
            [
                .. ranking.Documents.Select(s => new RankedPage(
                    s,
                    knowledge.Index.DocumentAt(s.Segment, s.Document),
                    ConfidenceScale.Coverage(query, s),
                    IsLearned: false
                )),
            ]
        );
    }

    [Theory]
    [InlineData("load stuck since midnight")]
    [InlineData("no data on the dashboards")]
    [InlineData("disk full again")]
    public void How_sure_the_first_is_does_not_change_when_the_third_and_fourth_change_places(string words)
    {
        var knowledge = Fixture.Of(Path.Combine(Repository.Root, "runbooks"));
        var (query, ranking, pages) = Search(knowledge, words);
        Assert.InRange(pages.Count, 4, 6);
        List<RankedPage> swapped = [pages[0], pages[1], pages[3], pages[2], .. pages.Skip(4)];

        Assert.Equal(AnswerConfidence.SignsOf(query, ranking, pages, 0), AnswerConfidence.SignsOf(query, ranking, swapped, 0));
        var calibration = Calibration.For(null);
        Assert.Equal(
            AnswerConfidence.Of(query, ranking, pages, calibration, _ => Confidence.None, Confidence.High).Take(2),
            AnswerConfidence.Of(query, ranking, swapped, calibration, _ => Confidence.None, Confidence.High).Take(2)
        );
    }

    [Fact]
    public void No_page_is_surer_than_the_one_before_it_but_for_what_was_written_for_these_words_and_none_than_the_limit()
    {
        var knowledge = Fixture.Of(Path.Combine(Repository.Root, "runbooks"));
        foreach (var words in new[] { "empty dashboard", "disk full on the batch host", "prices are stale", "login" })
        {
            var (query, ranking, pages) = Search(knowledge, words);
            foreach (var most in new[] { Confidence.Low, Confidence.Medium, Confidence.High })
            {
                var all = AnswerConfidence.Of(
                    query,
                    ranking,
                    pages,
                    Calibration.For(null),
                    page => WrittenPhrases.ConfidenceOf(query, page),
                    most
                );
                Assert.Equal(pages.Count, all.Count);
                var guessed = all.Where((_, i) => WrittenPhrases.ConfidenceOf(query, pages[i].Document) == Confidence.None).ToList();
                Assert.Equal(guessed.OrderDescending(), guessed);
                Assert.All(all, c => Assert.True(c <= most));
            }
        }
    }

    [Fact]
    public void What_its_author_wrote_a_page_for_is_answered_by_it()
    {
        for (var i = 0; i < 30; i++)
            files.With($"other-{i}.md", $"# Printer {i}\n\n## Remediation\n\n1. The tray of number {i} is empty, put paper in.\n");
        files.With(
            "turbine.md",
            "---\nsymptoms: [the turbine hums at night]\n---\n# Bearings\n\n## Causes\n\n- No oil.\n\n## Fix\n\n1. Oil them.\n"
        );
        var knowledge = files.Build();
        var (query, _, pages) = Search(knowledge, "turbine hums at night");
        Assert.Equal("turbine", pages[0].Document.Id.Value);
        Assert.Equal(1, WrittenPhrases.LikenessOf(query, pages[0].Document), 3);
        Assert.Equal(Confidence.High, knowledge.Search(new("turbine hums at night"), default).Confidence);
    }

    [Theory]
    [InlineData("Hello,\nthe turbine hums at night again. The lamp is dark.\nBye", true)]
    [InlineData("Hello,\nthe turbine hums. The lamp is dark at night.\nBye", false)]
    [InlineData("the turbine hums at night again, the lamp is dark", false)]
    public void A_sentence_of_a_pasted_text_may_say_all_of_a_phrase(string text, bool isQuoted)
    {
        files.With("turbine.md", "---\nsymptoms: [turbine hums at night again]\n---\n# Bearings\n");
        var page = files.Build().Find("turbine")!;
        Assert.Equal(isQuoted, WrittenPhrases.AreQuotedIn(WrittenPhrases.SentencesOf(text), page));
    }

    [Theory]
    [InlineData("turbine hums", 0.99)]
    [InlineData("turbine does not hum", 0.75)]
    [InlineData("turbine", 0.6)]
    [InlineData("turbine hums while the elevator of the annex is repaired", 0.6)]
    [InlineData("elevator stands still", 0.01)]
    public void A_phrase_that_says_more_or_less_or_the_contrary_is_another(string words, double atMost)
    {
        files.With("turbine.md", "---\nsymptoms: [turbine hums at night]\n---\n# Bearings of the turbine house\n");
        var (query, _, pages) = Search(files.Build(), words);
        Assert.All(pages, p => Assert.InRange(WrittenPhrases.LikenessOf(query, p.Document), 0, atMost));
    }
}

using Knowledge.Bench.Corpus;
using Knowledge.Bench.Queries;
using Knowledge.Indexer.Embeddings.Distillation;

namespace Knowledge.Tests.Bench.Queries;

public class QueryDrawingTests
{
    private const string Text =
        "The scheduler starts a container on every machine, and reports failures, conflicts or timeouts "
        + "to the operator who watches its dashboard closely today.";

    [Fact]
    public void Words_are_drawn_from_one_text_in_their_order()
    {
        var words = Text.ToLowerInvariant().Split(' ').Select(w => w.Trim('.', ',')).ToList();

        for (var seed = 0UL; seed < 50; seed++)
        {
            var places = QueryDrawing.Draw("5 words", Text, new(seed))!.Text.Split(' ').Select(w => words.IndexOf(w)).ToList();
            Assert.Equal(5, places.Count);
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);
        }
    }

    [Fact]
    public void A_text_with_too_few_words_gives_no_query() => Assert.Null(QueryDrawing.Draw("15 words", "Only a few words here.", new(1)));

    [Fact]
    public void A_prefix_is_a_beginning_of_two_to_five_letters()
    {
        var words = Text.ToLowerInvariant().Split(' ').Select(w => w.Trim('.', ',')).ToList();

        Assert.All(
            Drawn(QueryKinds.Prefix),
            query =>
            {
                var last = query.Split(' ')[^1];
                Assert.InRange(last.Length, 2, 5);
                Assert.Contains(words, w => w.Length > last.Length && w.StartsWith(last, StringComparison.Ordinal));
            }
        );
    }

    [Fact]
    public void A_typing_error_is_in_one_long_word()
    {
        var words = Text.ToLowerInvariant().Split(' ').Select(w => w.Trim('.', ',')).ToHashSet();

        Assert.All(Drawn(QueryKinds.Typo), query => Assert.InRange(query.Split(' ').Count(w => !words.Contains(w)), 0, 1));
        Assert.Contains(Drawn(QueryKinds.Typo), query => query.Split(' ').Count(w => !words.Contains(w)) == 1);
    }

    [Fact]
    public void A_misspelt_word_is_another_word_with_the_same_first_letter()
    {
        var random = new SeededRandom(1);

        Assert.All(
            Enumerable.Range(0, 500).Select(_ => QueryDrawing.Misspelt("aaabbb", random)),
            w =>
            {
                Assert.NotEqual("aaabbb", w);
                Assert.Equal('a', w[0]);
                Assert.InRange(w.Length, 5, 7);
            }
        );
    }

    [Fact]
    public void Mixed_queries_are_distinct_and_the_same_each_time()
    {
        List<Section> sections = [Section.Of(0, 0, "Title", "Heading", Text)];

        var queries = QueryDrawing.Mixed(sections, 210).ToList();

        Assert.Equal(210, queries.Select(q => q.Text).Distinct().Count());
        Assert.Equal(queries, QueryDrawing.Mixed(sections, 210));
        Assert.All(QueryKinds.All, kind => Assert.Equal(30, queries.Count(q => q.Kind == kind)));
    }

    private static List<string> Drawn(string kind) =>
        [.. Enumerable.Range(0, 200).Select(seed => QueryDrawing.Draw(kind, Text, new((ulong)seed))?.Text).OfType<string>()];
}

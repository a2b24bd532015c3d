using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Search;

public sealed class SearchPhrasesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Voices_for_the_same_words_are_one_phrase()
    {
        var phrases = SearchPhrases
            .Of(
                [Vote("Charts are BLANK", true, "ann"), Vote("charts  are blank", true, "joe"), Vote("charts are blank", false, "kim")],
                Now
            )
            .Of("panel");

        var phrase = Assert.Single(phrases);
        Assert.Equal((2, 1, 1.5, 1), (phrase.Helped, phrase.Rejected, phrase.Weight, phrase.Votes));
    }

    [Fact]
    public void A_voice_fades_and_is_forgotten()
    {
        double WeightAfter(int days) =>
            SearchPhrases.Of([Vote("charts are blank", true, "ann", -days)], Now).Of("panel") is [var one] ? one.Weight : 0;

        Assert.Equal(1, WeightAfter(0));
        Assert.Equal(0.5, WeightAfter(SearchPhrases.HalfLifeDays));
        Assert.Equal(0.25, WeightAfter(2 * SearchPhrases.HalfLifeDays));
        Assert.Equal(0, WeightAfter(5 * SearchPhrases.HalfLifeDays));
        Assert.Equal(1, WeightAfter(-40));
    }

    [Fact]
    public void Many_voices_and_many_phrases_are_capped()
    {
        var crowd = Enumerable.Range(0, 50).Select(i => Vote("charts are blank", true, $"person {i}"));
        var many = Enumerable.Range(0, 50).Select(i => Vote($"words number {i}", true, "ann", -i));

        var phrases = SearchPhrases.Of([.. crowd, .. many], Now).Of("panel");

        Assert.Equal(SearchPhrases.MaxPerDocument, phrases.Count);
        Assert.Equal(SearchPhrases.MaxWeight, phrases[0].Weight);
        Assert.Contains(phrases, p => p.Text == "words number 0");
        Assert.DoesNotContain(phrases, p => p.Text == "words number 49");
    }

    [Fact]
    public void Nothing_of_people_is_kept()
    {
        Assert.Equal("mail from [mail] says charts are blank", Feedback.StoredForm("mail from jo.doe@example.org says charts are blank"));
        Assert.True(Feedback.StoredForm(new string('x', 5000) + " end").Length <= 512);
    }

    private static Feedback Vote(string query, bool helped, string actor, int days = 0) =>
        new(query, "panel", helped, actor, Now.AddDays(days));
}

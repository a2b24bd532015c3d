using Knowledge.Indexer.Search;
using Knowledge.Indexer.Text;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Search;

public sealed class TextTermsTests
{
    [Fact]
    public void A_text_has_the_same_terms_however_often_and_beside_whom_it_is_asked()
    {
        // So many that hundreds share a place with another: they push one another out.
        var pages = new RandomPages(7);
        var texts = Enumerable.Range(0, 5000).Select(_ => pages.Words(12)).ToArray();

        Parallel.For(
            0,
            4 * texts.Length,
            i =>
            {
                var text = texts[i % texts.Length];
                var expected = Tokenizer.Tokenize(text).Select(t => (TextTerms.PrintOf(t.Term), t.Start)).ToHashSet();
                Assert.True(expected.SetEquals(TextTerms.Of(text, TextLanguage.English).Select(t => (t.Print, t.Start))));
            }
        );
    }

    [Fact]
    public void The_same_text_in_another_language_has_that_ones_terms()
    {
        const string Text = "die Festplatten der Server";
        var english = TextTerms.Of(Text, TextLanguage.English);
        var german = TextTerms.Of(Text, TextLanguage.Of("de"));

        Assert.DoesNotContain(english, t => t.Print == german[1].Print);
        Assert.Equal(english, TextTerms.Of(Text, TextLanguage.English));
    }

    [Fact]
    public void A_text_longer_than_what_is_kept_is_read_each_time()
    {
        var text = string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"word{i}"));
        Assert.NotSame(TextTerms.Of(text, TextLanguage.English), TextTerms.Of(text, TextLanguage.English));
        Assert.Same(TextTerms.Of("disk full", TextLanguage.English), TextTerms.Of("disk full", TextLanguage.English));
    }
}

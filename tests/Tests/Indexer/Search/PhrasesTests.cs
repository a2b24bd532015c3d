using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Syntax;
using Knowledge.Indexer.Text;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Search;

public sealed class PhrasesTests
{
    // Changed, deleted, merged and stored segments, and sections that are cut into passages.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_found_is_what_reading_every_text_finds(int seed)
    {
        var pages = new RandomPages(seed, words: 60);
        var documents = pages.Pages(200);
        for (var i = 0; i < 20; i++)
            documents.Add(RandomPages.Page($"long-{i}", pages.Words(3), pages.Words(900), pages.Words(400)));
        var index = LexicalIndex.Build(documents);
        List<Document> changed = [.. documents.Where((_, i) => i % 9 != 0), .. pages.Pages(10)];
        var several = index.With(changed);
        Assert.True(several.Segments.Count > 1 && several.Segments.Any(s => s.Deleted.Count > 0));
        changed = [.. changed.OrderBy(d => d.Id.Value, StringComparer.Ordinal)];
        foreach (var one in (LexicalIndex[])[index, several, several.Merged(), StoredIndex.Of(several).Restore(changed)!])
        {
            var (found, across) = (0, 0);
            for (var i = 0; i < 150; i++)
            {
                var slop = i % 3 == 0 ? pages.Next(7) : 0;
                var words = WordsOf(TextsOf(documents[pages.Next(documents.Count)]).MaxBy(t => t.Length)!);
                if (words.Length < 8)
                    continue;
                var from = pages.Next(words.Length - 7);
                var drawn = words[from..(from + 2 + pages.Next(4))];
                if (slop > 0)
                    drawn = [.. drawn[..^1], words[from + 5]];
                var phrase = string.Join(' ', drawn);
                var expected = Reading(one, phrase, slop);
                Assert.Equal(expected, Found(one, new Phrases(one).Saying(phrase, slop)));
                found += expected.Count;
                across += words.Length > 300 ? 1 : 0;
            }
            Assert.True(found > 100 && across > 5, $"{found} found, {across} in long sections");
        }
    }

    [Fact]
    public void Two_words_with_one_print_are_not_taken_for_each_other()
    {
        var prints = new Dictionary<ushort, string>();
        var (one, other) = ("", "");
        for (var i = 0; one.Length == 0; i++)
        {
            var word = new string([.. i.ToString().Select(c => "bdfgklmnpr"[c - '0'])]) + "o";
            if (Tokenizer.TermOf(word) == word && !prints.TryAdd(WordPrints.Of(word), word))
                (one, other) = (prints[WordPrints.Of(word)], word);
        }
        var index = LexicalIndex.Build([
            RandomPages.Page("first", "A page", $"{one} dune, and {other} later"),
            RandomPages.Page("second", "A page", $"{other} dune, and {one} later"),
            RandomPages.Page($"title", $"{one} dune {other}", "nothing"),
        ]);

        Assert.Equal(["first", "title"], Found(index, new Phrases(index).Saying($"{one} dune")));
        Assert.Equal(["second"], Found(index, new Phrases(index).Saying($"{other} dune")));
        Assert.Equal(["title"], Found(index, new Phrases(index).Saying($"{one} dune", inTitle: true)));
    }

    [Fact]
    public void Words_of_two_texts_are_no_phrase()
    {
        var index = LexicalIndex.Build([RandomPages.Page("one", "zephyr nimbus", "nimbus cirrus", "stratus zephyr")]);

        Assert.Equal(["one"], Found(index, new Phrases(index).Saying("zephyr nimbus")));
        Assert.Equal(["one"], Found(index, new Phrases(index).Saying("part 0"))); // A heading.
        Assert.Empty(Found(index, new Phrases(index).Saying("cirrus stratus")));
        Assert.Empty(Found(index, new Phrases(index).Saying("nimbus nimbus", 9)));
        Assert.Empty(Found(index, new Phrases(index).Saying("nimbus cirrus", inTitle: true)));
        Assert.Empty(Found(index, new Phrases(index).Saying("…")));
    }

    [Fact]
    public void A_page_says_a_phrase_in_its_own_language()
    {
        var german = RandomPages.Page("de", "Platten", "Die vollen Festplatten melden nichts") with { Language = "de" };
        var english = RandomPages.Page("en", "Disks", "volle Festplatte, and full disks");
        var index = LexicalIndex.Build([german, english]);

        Assert.Equal(["de", "en"], Found(index, new Phrases(index).Saying("volle Festplatte")));
        Assert.Equal(["en"], Found(index, new Phrases(index).Saying("full disk")));
        Assert.Empty(Found(index, new Phrases(index).Saying("melden Festplatten")));
    }

    private static List<string> Found(LexicalIndex index, Bitmap[] documents) =>
        [
            .. index
                .Segments.SelectMany((s, i) => s.Segment.Documents.Where((_, d) => documents[i][d] && !s.Deleted[d]))
                .Select(d => d.Id.Value)
                .Order(StringComparer.Ordinal),
        ];

    private static List<string> Reading(LexicalIndex index, string phrase, int slop) =>
        [
            .. index
                .Segments.SelectMany(s => s.Segment.Documents.Where((_, d) => !s.Deleted[d]))
                .Where(d => TextsOf(d).Any(t => Proximity.IsNear<string>(WordsOf(t), WordsOf(phrase), slop)))
                .Select(d => d.Id.Value)
                .Order(StringComparer.Ordinal),
        ];

    private static IEnumerable<string> TextsOf(Document document) =>
        [
            Passages.Titles(document),
            .. Passages.Of(document).Where(p => p.HeadingPath.Length == 0).SelectMany(p => p.Fields.Select(f => f.Text)),
            .. document.Sections.SelectMany(s => new[] { string.Join('\n', s.HeadingPath.Skip(1)), s.Text }),
        ];

    private static string[] WordsOf(string text) => [.. Phrases.WordsOf(text, TextLanguage.English)];
}

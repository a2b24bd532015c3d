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

    // A passage is at least 450 characters long, but may have hardly a word.
    [Theory]
    [InlineData("zephyr nimbus", 0, 0, true)]
    [InlineData("zephyr nimbus", 1, 0, false)]
    [InlineData("zephyr nimbus", 1, 1, true)]
    [InlineData("zephyr nimbus", 12, 11, false)]
    [InlineData("zephyr nimbus", 12, 12, true)]
    [InlineData("nimbus zephyr", 12, 13, false)]
    [InlineData("nimbus zephyr", 12, 14, true)]
    [InlineData("one two zephyr nimbus six", 2, 2, true)]
    [InlineData("six two zephyr nimbus one", 2, 2, false)]
    [InlineData("two one zephyr", 0, 2, true)]
    [InlineData("two one zephyr", 0, 1, false)]
    public void Words_may_stand_in_passages_that_are_not_side_by_side(string phrase, int between, int slop, bool isNear)
    {
        foreach (var passages in (int[])[1, 2, 4])
        {
            var index = LexicalIndex.Build([Page("far", "zephyr", passages, between, "nimbus")]);
            Assert.Equal(passages + 2, index.Segments[0].Segment.PassageCount);

            Assert.Equal(isNear ? ["far"] : [], Found(index, new Phrases(index).Saying(phrase, slop)));
        }
    }

    [Fact]
    public void A_long_phrase_goes_over_as_many_passages_as_it_needs()
    {
        var words = Enumerable.Range(1_000, 1_000).Select(Word).ToArray();
        var index = LexicalIndex.Build([
            RandomPages.Page("one", "A page", string.Join(' ', words)),
            RandomPages.Page("other", "A page", string.Join(' ', words[..800])),
        ]);
        Assert.InRange(index.Segments[0].Segment.PassageCount, 10, 20);

        Assert.Equal(["one", "other"], Saying(0, words[100..800]));
        Assert.Equal(["one"], Saying(0, words[400..]));
        Assert.Equal(["one"], Saying(2, [.. words[500..700], .. words[702..805]]));
        Assert.Empty(Saying(1, [.. words[500..700], .. words[702..805]]));

        List<string> Saying(int slop, string[] phrase) => Found(index, new Phrases(index).Saying(string.Join(' ', phrase), slop));
    }

    [Fact]
    public void Passages_of_two_sections_are_never_one_text()
    {
        var index = LexicalIndex.Build([
            RandomPages.Page("two", "A page", Long("zephyr"), new string('=', 500), "nimbus " + Long("end")),
            RandomPages.Page("three", "A page", "zephyr", "", "nimbus"),
        ]);

        Assert.Empty(Found(index, new Phrases(index).Saying("zephyr nimbus")));
        Assert.Empty(Found(index, new Phrases(index).Saying("zephyr nimbus", 50)));
    }

    [Fact]
    public void Two_words_with_one_print_are_told_apart_over_several_passages()
    {
        var (one, other) = WithOnePrint();
        var index = LexicalIndex.Build([
            Page("first", $"{other} then {one}", 2, 1, "nimbus"),
            Page("second", $"{one} then {other}", 2, 1, "nimbus"),
        ]);

        Assert.Equal(["first"], Found(index, new Phrases(index).Saying($"{one} nimbus", 1)));
        Assert.Equal(["second"], Found(index, new Phrases(index).Saying($"{other} nimbus", 1)));
        Assert.Equal(["first", "second"], Found(index, new Phrases(index).Saying($"{one} nimbus", 3)));
    }

    /// <summary>A section of several passages: <c>one two BEFORE</c>, passages with words or none, and <c>AFTER six</c>.</summary>
    private static Document Page(string id, string before, int passages, int words, string after) =>
        RandomPages.Page(
            id,
            "A page",
            string.Concat([
                Long("one two " + before) + "\n",
                .. Enumerable
                    .Range(0, passages)
                    .Select(p => new string('=', 700) + string.Concat(Enumerable.Repeat(" dune", p == 0 ? words : 0)) + "\n"),
                $"{after} six {Long("end")}",
            ])
        );

    private static string Long(string end) => string.Join(' ', Enumerable.Repeat("filling", 100)) + " " + end;

    private static string Word(int number) => new string([.. number.ToString().Select(c => "bdfgklmnpr"[c - '0'])]) + "o";

    private static (string One, string Other) WithOnePrint()
    {
        var prints = new Dictionary<ushort, string>();
        for (var i = 0; ; i++)
        {
            var word = Word(i);
            if (Tokenizer.TermOf(word) == word && !prints.TryAdd(WordPrints.Of(word), word))
                return (prints[WordPrints.Of(word)], word);
        }
    }

    [Fact]
    public void Two_words_with_one_print_are_not_taken_for_each_other()
    {
        var (one, other) = WithOnePrint();
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

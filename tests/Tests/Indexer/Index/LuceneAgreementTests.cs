using CsCheck;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Text;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace Knowledge.Tests.Indexer.Index;

/// <summary>A second scorer that nobody here wrote: BM25 of Lucene.NET over the same terms, with exact lengths.</summary>
public sealed class LuceneAgreementTests
{
    private const string Body = "body";
    private const int MaxWords = 120;

    private static readonly string[] Vocabulary = [.. "bdfgklmn".SelectMany(a => "aiou".Select(b => $"{a}{b}tok")).Append("bato")];

    // The first ones most often, as in real text.
    private static readonly Gen<string> Word = Gen.Int[0, 899].Select(i => Vocabulary[i * i / 900 * Vocabulary.Length / 900]);

    private static readonly Gen<(string[][] Pages, string[] Query)> Corpus = Gen.Select(
        Word.Array[1, MaxWords].Array[1, 60],
        Word.Array[1, 6]
    );

    [Fact]
    public void Sections_score_as_Lucene_scores_them() =>
        Corpus.Sample(
            (pages, query) =>
            {
                var ours = Ours(pages, query);
                var theirs = Theirs(pages, query);
                var error = Tolerance(pages, query);
                Assert.Equal(theirs.Keys.Order(), ours.Keys.Order());
                Assert.All(theirs, t => Assert.InRange(ours[t.Key], t.Value - error, t.Value + error));
            },
            iter: 300
        );

    // The comparison can fail: with other lengths of sections the scores differ by more than quantising does.
    [Fact]
    public void Another_length_is_noticed()
    {
        string[][] pages =
        [
            ["bato", "bato"],
            ["bato", .. Enumerable.Repeat("filler", 60)],
        ];
        var (ours, theirs) = (Ours(pages, ["bato"]), Theirs([pages[0], [.. pages[1], .. Enumerable.Repeat("filler", 60)]], ["bato"]));
        Assert.True(Math.Abs(ours[1] - theirs[1]) > Tolerance(pages, ["bato"]));
    }

    private static Dictionary<int, double> Ours(string[][] pages, string[] query)
    {
        var index = LexicalIndex.Build([
            .. pages.Select(
                (words, i) =>
                    new Knowledge.Content.Documents.Document
                    {
                        Id = new($"p{i:D4}"),
                        Kind = DocumentKind.Article,
                        Source = "s",
                        Path = $"p{i}.md",
                        Title = "",
                        Markdown = "",
                        Sections = [new([], SectionKind.Other, "", 1, string.Join(' ', words), [])],
                    }
            ),
        ]);
        var concepts = query.Distinct().Select(Agreement.Concept).ToList();
        var top = new TopUnits(pages.Length);
        Accumulator.Search(new(concepts, index), Granularity.Passages, null, top);
        return top.Take()
            .ToDictionary(f => int.Parse(index.DocumentAt(f.Place.Segment, f.Place.Document).Id.Value[1..]), f => (double)f.Score);
    }

    private static Dictionary<int, double> Theirs(string[][] pages, string[] query)
    {
        using var directory = new RAMDirectory();
        using var analyzer = new WhitespaceAnalyzer(LuceneVersion.LUCENE_48);
        var similarity = new ExactLengths();
        using (var writer = new IndexWriter(directory, new(LuceneVersion.LUCENE_48, analyzer) { Similarity = similarity }))
            foreach (var words in pages)
                writer.AddDocument([
                    new TextField(Body, string.Join(' ', words.Select(Tokenizer.TermOf)), Lucene.Net.Documents.Field.Store.NO),
                ]);
        using var reader = DirectoryReader.Open(directory);
        var searcher = new IndexSearcher(reader) { Similarity = similarity };
        var any = new BooleanQuery();
        foreach (var word in query.Distinct())
            any.Add(new TermQuery(new(Body, Tokenizer.TermOf(word))), Occur.SHOULD);
        return searcher.Search(any, pages.Length).ScoreDocs.ToDictionary(d => d.Doc, d => (double)d.Score);
    }

    // Half a step of an impact for each term.
    private static double Tolerance(string[][] pages, string[] query) =>
        query.Distinct().Sum(w => (Bm25F.K1 + 1) * Bm25F.Idf(pages.Count(p => p.Contains(w)), pages.Length) * (0.5 / 255 + 1e-4));

    /// <summary>Lengths as they are, not rounded to a byte: no page has more than 255 words.</summary>
    private sealed class ExactLengths() : BM25Similarity(Bm25F.K1, Bm25F.B)
    {
        protected override byte EncodeNormValue(float boost, int fieldLength) => checked((byte)fieldLength);

        protected override float DecodeNormValue(byte b) => b;
    }
}

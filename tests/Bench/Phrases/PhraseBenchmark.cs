using Knowledge.Bench.Corpus;
using Knowledge.Bench.Measuring;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Syntax;
using Knowledge.Indexer.Text;

namespace Knowledge.Bench.Phrases;

/// <summary>What was measured of words in quotes and of expressions at one size.</summary>
internal sealed record PhraseReport(int Size, IReadOnlyList<PhraseRow> Rows);

/// <param name="FindingMs">Until it is known which documents say it; null where that is not looked at by itself.</param>
/// <param name="SearchMs">Of the whole search with its answer. One each per query and round.</param>
/// <param name="Found">Documents that say it, over all queries.</param>
/// <param name="Lost">Of those that say it by reading every text, how many were not found; null where nothing was compared.</param>
/// <param name="Wrong">Documents that were found and do not say it.</param>
internal sealed record PhraseRow(
    string Name,
    int Queries,
    IReadOnlyList<double>? FindingMs,
    IReadOnlyList<double> SearchMs,
    long Found,
    long? Lost,
    long? Wrong
);

/// <summary>Times words in quotes and expressions, and compares what is found with reading every text.</summary>
internal static class PhraseBenchmark
{
    private const int Phrases = 200;
    private const int Expressions = 10_000;
    private const int Rounds = 5;
    private const int MaxAgain = 3;

    public static PhraseReport Run(CorpusFolder corpus, int size)
    {
        var sections = corpus.Sections(size);
        var documents = IndexedDocuments.Of(sections);
        var knowledge = KnowledgeBase.Build([
            new(
                "content",
                [
                    .. documents.Select(d => new ReadFile
                    {
                        Path = d.Path,
                        Stamp = default,
                        Documents = [d],
                    }),
                ],
                []
            ),
        ]);
        Progress.Write($"words in quotes: {size:N0} sections");
        var texts = documents.Select(TextsOf).ToArray();
        return new(
            size,
            [
                Measure("words side by side", PhraseDrawing.Of(sections, Phrases, apart: false), 0),
                Measure(
                    $"words near each other, ~{PhraseDrawing.Slop}",
                    PhraseDrawing.Of(sections, Phrases, apart: true),
                    PhraseDrawing.Slop
                ),
                MeasureExpressions(),
            ]
        );

        PhraseRow Measure(string name, IReadOnlyList<string> phrases, int slop)
        {
            var (finding, searching) = (new List<double>(), new List<double>());
            var (found, lost, wrong) = (0L, 0L, 0L);
            // The first round is not measured: code is compiled, and prints of terms are made.
            for (var round = 0; round <= Rounds; round++)
                foreach (var phrase in phrases)
                {
                    var started = ProcessorTime.Milliseconds();
                    var saying = new Knowledge.Indexer.Search.Phrases(knowledge.Index).Saying(phrase, slop);
                    var known = ProcessorTime.Milliseconds();
                    knowledge.Search(new(slop == 0 ? $"\"{phrase}\"" : $"\"{phrase}\"~{slop}"), default);
                    var answered = ProcessorTime.Milliseconds();
                    if (round > 0)
                    {
                        finding.Add(known - started);
                        searching.Add(answered - known);
                        continue;
                    }
                    var expected = Reading(texts, phrase, slop);
                    var actual = knowledge
                        .Index.Segments.SelectMany((s, i) => s.Segment.Documents.Where((_, d) => saying[i][d]))
                        .Select(d => d.Id.Value)
                        .ToHashSet();
                    found += actual.Count;
                    lost += expected.Count(e => !actual.Contains(e));
                    wrong += actual.Count(a => !expected.Contains(a));
                }
            return new(name, phrases.Count, finding, searching, found, lost, wrong);
        }

        PhraseRow MeasureExpressions()
        {
            var expressions = PhraseDrawing.Expressions(sections, Expressions);
            foreach (var expression in expressions.Take(Phrases))
                Search(expression);
            var (times, found) = (new List<double>(), 0L);
            foreach (var expression in expressions)
            {
                var (took, hits) = Time(expression);
                found += hits;
                times.Add(took);
            }
            var slowest = expressions[times.IndexOf(times.Max())];
            Progress.Write($"the slowest expression took {times.Max():0.0} ms: {slowest}");
            return new("expressions", expressions.Count, null, times, found, null, null);
        }

        // What a collection of garbage takes is a cost of all searches before it: where one falls in, it is measured again.
        (double Took, int Found) Time(string expression)
        {
            for (var attempt = 0; ; attempt++)
            {
                var (collections, started) = (GC.CollectionCount(0), ProcessorTime.Milliseconds());
                var hits = Search(expression);
                var took = ProcessorTime.Milliseconds() - started;
                if (attempt == MaxAgain || GC.CollectionCount(0) == collections)
                    return (took, hits);
            }
        }

        int Search(string expression) => knowledge.Search(new(expression) { Syntax = QuerySyntax.Lucene }, default).Hits.Count;
    }

    private static string[][] TextsOf(Document document) =>
        [
            WordsOf(Passages.Titles(document)),
            .. document.Sections.SelectMany(s => new[] { WordsOf(string.Join('\n', s.HeadingPath.Skip(1))), WordsOf(s.Text) }),
        ];

    private static string[] WordsOf(string text) => [.. Indexer.Search.Phrases.WordsOf(text, TextLanguage.English)];

    private static HashSet<string> Reading(string[][][] texts, string phrase, int slop)
    {
        var wanted = WordsOf(phrase);
        var saying = new System.Collections.Concurrent.ConcurrentBag<int>();
        Parallel.For(
            0,
            texts.Length,
            d =>
            {
                if (texts[d].Any(text => Proximity.IsNear<string>(text, wanted, slop)))
                    saying.Add(d);
            }
        );
        return [.. saying.Select(d => $"{d:000000}")];
    }
}

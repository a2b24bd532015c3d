using Lucene.Net.Analysis.Cz;
using Lucene.Net.Analysis.Da;
using Lucene.Net.Analysis.De;
using Lucene.Net.Analysis.Es;
using Lucene.Net.Analysis.Fi;
using Lucene.Net.Analysis.Fr;
using Lucene.Net.Analysis.Hu;
using Lucene.Net.Analysis.It;
using Lucene.Net.Analysis.Nl;
using Lucene.Net.Analysis.No;
using Lucene.Net.Analysis.Pt;
using Lucene.Net.Analysis.Ro;
using Lucene.Net.Analysis.Ru;
using Lucene.Net.Analysis.Sv;
using Lucene.Net.Analysis.Tr;
using Lucene.Net.Analysis.Util;

namespace Knowledge.Indexer.Text;

/// <summary>
/// Stop words of Lucene.NET, and in <c>stop-words.tsv</c> what people who ask for help write beside them; English ones are our own.
/// </summary>
internal static class StopWordLists
{
    private static readonly Lazy<ILookup<(string Code, string Kind), string>> Own = new(() =>
        Lines().Select(l => l.Split('\t')).ToLookup(l => (l[0], l[1]), l => l[2])
    );

    public static IEnumerable<string> Words(string code) => ((IEnumerable<string>?)Published(code) ?? []).Concat(OwnWords(code, "words"));

    public static IEnumerable<string> Negations(string code) => OwnWords(code, "negations");

    /// <summary>Negations that may also stand behind the word they turn round.</summary>
    public static IEnumerable<string> NegationsBehind(string code) => OwnWords(code, "behind");

    /// <summary>Courtesy, urgency, names of days and months: tickets are full of them, and pages share them by chance.</summary>
    public static IEnumerable<string> Courtesies(string code) => OwnWords(code, "courtesies");

    private static IEnumerable<string> OwnWords(string code, string kind) => Own.Value[(code, kind)].SelectMany(w => w.Split(' '));

    // Language, kind and words, a line each.
    private static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(typeof(StopWordLists).Assembly.GetManifestResourceStream("stop-words.tsv")!);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static CharArraySet? Published(string code) =>
        code switch
        {
            "de" => GermanAnalyzer.DefaultStopSet,
            "fr" => FrenchAnalyzer.DefaultStopSet,
            "es" => SpanishAnalyzer.DefaultStopSet,
            "it" => ItalianAnalyzer.DefaultStopSet,
            "pt" => PortugueseAnalyzer.DefaultStopSet,
            "nl" => DutchAnalyzer.DefaultStopSet,
            "sv" => SwedishAnalyzer.DefaultStopSet,
            "da" => DanishAnalyzer.DefaultStopSet,
            "no" => NorwegianAnalyzer.DefaultStopSet,
            "fi" => FinnishAnalyzer.DefaultStopSet,
            "ru" => RussianAnalyzer.DefaultStopSet,
            "cs" => CzechAnalyzer.DefaultStopSet,
            "tr" => TurkishAnalyzer.DefaultStopSet,
            "hu" => HungarianAnalyzer.DefaultStopSet,
            "ro" => RomanianAnalyzer.DefaultStopSet,
            _ => null,
        };
}

using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Cuts the piece of a text that shows most of what matched.</summary>
internal static class Snippets
{
    private const int Characters = 240;

    /// <param name="terms">Terms that matched.</param>
    /// <returns>Text on one line, and where the matched words stand in it.</returns>
    public static (string Text, IReadOnlyList<(int Start, int Length)> Marks) Of(string text, IReadOnlySet<string> terms)
    {
        var flat = text.Replace('\n', ' ');
        var matches = Tokenizer.Tokenize(flat).Where(t => terms.Contains(t.Term)).OrderBy(m => m.Start).ThenByDescending(m => m.Length).ToList();
        var start = 0;
        var most = 0;
        for (var i = 0; i < matches.Count; i++)
        {
            // Only those near by: a page may repeat a word ten thousand times.
            var end = matches[i].Start + Characters;
            var inside = matches.Skip(i).TakeWhile(m => m.Start < end).Where(m => m.Start + m.Length <= end).Select(m => m.Term).Distinct().Count();
            if (inside > most) (most, start) = (inside, matches[i].Start);
        }
        // Begin at a word a little before the first match.
        if (start > 0)
        {
            var before = flat.LastIndexOf(' ', Math.Max(0, start - 30));
            start = before < 0 ? 0 : before + 1;
        }
        var cut = Sentences.Cut(flat[start..], Characters);
        var marks = new List<(int, int)>();
        var marked = 0;
        foreach (var match in matches)
        {
            var at = match.Start - start;
            if (at < marked || at + match.Length > cut.Length) continue;
            marks.Add(((start > 0 ? 1 : 0) + at, match.Length));
            marked = at + match.Length;
        }
        return (start > 0 ? "…" + cut : cut, marks);
    }
}

using System.Runtime.InteropServices;
using Knowledge.Content.Text;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Cuts the piece of a text that shows most of what matched.</summary>
internal static class Snippets
{
    private const int Characters = 240;

    // A search cuts twenty snippets; what matched need not be garbage each time.
    [ThreadStatic]
    private static List<PlacedTerm>? matchesOfThread;

    /// <param name="terms">Prints of the terms that matched.</param>
    /// <param name="language">Of the text.</param>
    /// <returns>Text on one line, and where the matched words stand in it.</returns>
    public static (string Text, IReadOnlyList<(int Start, int Length)> Marks) Of(
        string text,
        IReadOnlyList<ulong> terms,
        TextLanguage? language = null
    )
    {
        var matching = matchesOfThread ??= [];
        matching.Clear();
        ulong[] sought = [.. terms];
        foreach (var term in TextTerms.Of(text, language ?? TextLanguage.English))
            if (sought.AsSpan().Contains(term.Print))
                matching.Add(term);
        var matches = CollectionsMarshal.AsSpan(matching);
        var start = BestWindow(matches);
        // Begin at a word a little before the first match.
        if (start > 0)
        {
            var before = text.AsSpan(0, Math.Max(1, start - 30)).LastIndexOfAny(' ', '\n');
            start = before < 0 ? 0 : before + 1;
        }
        var cut = Sentences.Truncate(text.Substring(start, Math.Min(text.Length - start, Characters + 1)), Characters).Replace('\n', ' ');
        var marks = new List<(int, int)>();
        var marked = 0;
        foreach (var match in matches)
        {
            var (at, end) = (match.Start - start, match.Start - start + match.Length);
            if (end <= marked || end > cut.Length)
                continue;
            // Pairs of characters overlap.
            if (at < marked)
                marks[^1] = (marks[^1].Item1, marks[^1].Item2 + end - marked);
            else
                marks.Add(((start > 0 ? 1 : 0) + at, match.Length));
            marked = end;
        }
        return (start > 0 ? "…" + cut : cut, marks);
    }

    /// <summary>Where a window begins that holds the most different terms; the first of them.</summary>
    private static int BestWindow(ReadOnlySpan<PlacedTerm> matches)
    {
        // Only those near by: a page may repeat a word ten thousand times.
        var inside = new Dictionary<ulong, int>();
        var (max, start, end) = (0, 0, 0);
        for (var i = 0; i < matches.Length; i++)
        {
            while (end < matches.Length && matches[end].Start + matches[end].Length <= matches[i].Start + Characters)
                CollectionsMarshal.GetValueRefOrAddDefault(inside, matches[end++].Print, out _)++;
            if (inside.Count > max)
                (max, start) = (inside.Count, matches[i].Start);
            if (end <= i)
                end = i + 1;
            else if (--CollectionsMarshal.GetValueRefOrNullRef(inside, matches[i].Print) == 0)
                inside.Remove(matches[i].Print);
        }
        return start;
    }
}

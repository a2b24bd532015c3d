using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Alerts;

/// <summary>How much of what an alert says stands on a page word by word: who wrote the one had the other before their eyes.</summary>
internal static class QuotedText
{
    private const int RunLength = 3;
    private const int MaxCharacters = 200_000;

    /// <summary>Three words in a row, each run once. A run ends with its sentence.</summary>
    public static IReadOnlySet<string> RunsOf(string text)
    {
        var runs = new HashSet<string>();
        var words = new Queue<string>(RunLength);
        var at = 0;
        var end = Math.Min(text.Length, MaxCharacters);
        while (at < end)
        {
            var start = at;
            while (at < end && char.IsLetterOrDigit(text[at]))
                at++;
            if (at > start)
            {
                if (words.Count == RunLength)
                    words.Dequeue();
                words.Enqueue(text[start..at].ToLowerInvariant());
                if (words.Count == RunLength)
                    runs.Add(string.Join(' ', words));
            }
            else if (text[at++] is '.' or ';' or ':' or '!' or '?' or '\n')
                words.Clear();
        }
        return runs;
    }

    /// <summary>How many of the runs stand on a page: in its title, its symptoms or its text.</summary>
    public static int Count(IReadOnlySet<string> runs, Document page)
    {
        var front = page.FrontMatter;
        var written = RunsOf(string.Join('\n', new[] { page.Title }.Concat(front.Symptoms).Append(page.Markdown)));
        return runs.Count(written.Contains);
    }
}

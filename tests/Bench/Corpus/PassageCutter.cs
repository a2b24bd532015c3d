namespace Knowledge.Bench.Corpus;

/// <summary>Text of the size of a section, with the title of its page and the heading it stood under.</summary>
internal sealed record Passage(string Title, string Heading, string Text);

/// <summary>Cuts the prose of pages into passages of 30 to 110 words.</summary>
internal static class PassageCutter
{
    public const int MinWords = 30;
    public const int MaxWords = 110;

    private const int WordsOfName = 6;

    /// <param name="seen">Paragraphs and passages that were used before; they are passed over, and new ones are added.</param>
    public static IEnumerable<Passage> Cut(Page page, ISet<string> seen)
    {
        var words = new List<string>();
        var heading = "";
        foreach (var paragraph in page.Paragraphs)
        {
            var own = paragraph.Text.Split(' ');
            if (!IsProse(own) || !seen.Add(paragraph.Text))
                continue;
            if (words.Count == 0)
                heading = paragraph.Heading;
            words.AddRange(own);
            while (words.Count >= MinWords)
            {
                var length = LengthOf(words);
                var text = string.Join(' ', words.Take(length));
                words.RemoveRange(0, length);
                if (length == own.Length && text == paragraph.Text || seen.Add(text))
                    yield return new(Name(page.Title, text), Name(heading, text), text);
                heading = paragraph.Heading;
            }
        }
    }

    /// <summary>English running text, not a list of options, a table or code: mostly plain words of usual length.</summary>
    public static bool IsProse(IReadOnlyList<string> words) =>
        words.Count >= 5
        && words.All(w => w.All(c => char.IsAscii(c) && !char.IsControl(c)))
        && words.Count(w => w.Length >= 2 && char.IsLetter(w[0]) && char.IsLetter(w[1])) >= 0.75 * words.Count
        && words.Average(w => w.Length) < 9;

    // A page without a title is called by its first words, as people do.
    private static string Name(string name, string text) => name.Length > 0 ? name : string.Join(' ', text.Split(' ').Take(WordsOfName));

    // What is too long for one passage ends with a sentence if it can.
    private static int LengthOf(List<string> words)
    {
        if (words.Count <= MaxWords)
            return words.Count;
        for (var length = MaxWords; length >= MinWords; length--)
            if (words[length - 1][^1] is '.' or '!' or '?')
                return length;
        return MaxWords;
    }
}

using Knowledge.Content.Documents;
using Knowledge.Content.Importing;

namespace Knowledge.Content.Formats;

/// <summary>
/// A page of plain text, as people lay it out: headings are underlined, stand alone in capital letters, or are a word that runbooks
/// have for a section with a colon behind it; the first line alone is the title. The rest is read as <see cref="PlainText"/>.
/// </summary>
internal static class PlainTextPage
{
    private const int MaxHeading = 80;

    public static string ToMarkdown(string text, HeadingLexicon lexicon)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var nodes = new List<MarkupNode>();
        var from = 0;
        var onlyBlank = true;
        for (var i = 0; i < lines.Length; i++)
        {
            if (HeadingAt(lines, i, lexicon, onlyBlank) is var (level, name, taken))
            {
                Text(i);
                nodes.Add(MarkupNode.Element($"h{level}", MarkupNode.Text(name)));
                from = i + taken;
                i = from - 1;
            }
            onlyBlank &= string.IsNullOrWhiteSpace(lines[i]);
        }
        Text(lines.Length);
        return MarkdownWriter.Write(nodes, url => url, 1).Markdown + "\n";

        void Text(int to) => nodes.AddRange(PlainText.Read(string.Join('\n', lines[from..to])));
    }

    private static (int Level, string Name, int Lines)? HeadingAt(string[] lines, int at, HeadingLexicon lexicon, bool isFirst)
    {
        var line = lines[at];
        var name = line.Trim();
        if (name.Length is 0 or > MaxHeading || char.IsWhiteSpace(line[0]) || !name.Any(char.IsLetter))
            return null;
        if (at + 1 < lines.Length && IsUnderline(lines[at + 1].TrimEnd()))
            return (lines[at + 1][0] == '=' ? 1 : 2, name, 2);
        var isAlone = IsBlank(at - 1) && IsBlank(at + 1);
        if (isFirst && isAlone && name[^1] is not ('.' or ':' or ',' or ';'))
            return (1, name, 1);
        if (IsBlank(at - 1) && name[^1] == ':' && lexicon.KindOf(name[..^1]) is not null)
            return (2, name[..^1], 1);
        return
            isAlone
            && (name.Count(char.IsLetter) > 3 || lexicon.KindOf(name) is not null)
            && !name.Any(char.IsLower)
            && name.Any(char.IsUpper)
            ? (2, name.TrimEnd(':'), 1)
            : null;

        bool IsBlank(int line) => line < 0 || line >= lines.Length || string.IsNullOrWhiteSpace(lines[line]);
    }

    private static bool IsUnderline(string line) => line.Length > 2 && line[0] is '=' or '-' or '~' && line.All(c => c == line[0]);
}

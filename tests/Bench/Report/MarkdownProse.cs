using System.Text;

namespace Knowledge.Bench.Report;

/// <summary>Lines of prose in Markdown, cut at spaces so that a change to a sentence is a change to few lines.</summary>
internal static class MarkdownProse
{
    public const int Width = 120;

    /// <summary>The text with its long lines of prose cut. Tables and headings are one line each by their syntax and stay.</summary>
    public static string Wrap(string markdown) => string.Join('\n', markdown.Split('\n').Select(Line));

    private static string Line(string line)
    {
        if (line.Length <= Width || line[0] is '|' or '#' or ' ')
            return line;
        var text = new StringBuilder();
        var column = 0;
        foreach (var word in line.Split(' '))
        {
            if (column == 0)
                column = word.Length;
            else if (column + 1 + word.Length <= Width || OpensBlock(word))
            {
                text.Append(' ');
                column += 1 + word.Length;
            }
            else
            {
                text.Append('\n');
                column = word.Length;
            }
            text.Append(word);
        }
        return text.ToString();
    }

    /// <summary>Whether a line that begins with the word could be a list, a heading, a quotation or a table instead of prose.</summary>
    private static bool OpensBlock(string word) =>
        word.Length > 0
        && (word[0] is '#' or '-' or '+' or '*' or '>' or '|' or '=' or '<' || (char.IsAsciiDigit(word[0]) && word[^1] is '.' or ')'));
}

using System.Buffers;
using System.Text;

namespace Knowledge.Bench.Corpus;

/// <summary>Documents as Markdown files, for a server to read.</summary>
internal static class MarkdownFiles
{
    private static readonly SearchValues<char> Special = SearchValues.Create(@"\`*_{}[]<>#|~$");

    public static void Write(string directory, IEnumerable<Section> sections)
    {
        Directory.CreateDirectory(directory);
        foreach (var document in sections.GroupBy(s => s.DocumentId))
            File.WriteAllText(Path.Combine(directory, document.Key + ".md"), Text(document.First().Title, document));
    }

    public static string Text(string title, IEnumerable<Section> sections)
    {
        var text = new StringBuilder($"# {Escape(title)}\n");
        foreach (var section in sections)
            text.Append($"\n## {Escape(section.Heading)}\n\n{Escape(section.Text)}\n");
        return text.ToString();
    }

    /// <summary>Text that is read as it stands: no list, no emphasis, no HTML.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            // At the beginning of a line "- ", "+ " and "1." would be a list.
            if (
                Special.Contains(text[i])
                || (i == 0 && text[i] is '-' or '+' or '=' or ':')
                || (text[i] is '.' or ')' && i > 0 && text.AsSpan(0, i).IndexOfAnyExceptInRange('0', '9') < 0)
            )
                escaped.Append('\\');
            escaped.Append(text[i]);
        }
        return escaped.ToString();
    }
}

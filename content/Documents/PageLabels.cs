using MemoryPack;

namespace Knowledge.Content.Documents;

/// <summary>A name by which every page of the source may link to a heading of this one.</summary>
/// <param name="Anchor">Of the heading that it stands before.</param>
[MemoryPackable]
public sealed partial record PageLabel(string Name, string Anchor);

/// <summary>Labels before headings, as MyST and Sphinx have them: <c>(howto:restore)=</c> on a line of its own.</summary>
internal static class PageLabels
{
    private const int MaxLabels = 500;
    private const int MaxCharacters = 200;

    /// <param name="body">With its labels; they are taken out of what is shown.</param>
    /// <param name="firstLine">1-based line of the file at which it begins.</param>
    public static IReadOnlyList<PageLabel> Read(string body, int firstLine, IReadOnlyList<ParsedSection> sections)
    {
        if (!body.Contains(")=\n", StringComparison.Ordinal))
            return [];
        var labels = new List<PageLabel>();
        var waiting = new List<string>();
        var line = firstLine - 1;
        foreach (var written in body.AsSpan().EnumerateLines())
        {
            line++;
            var text = written.Trim();
            if (text is ['(', .., ')', '='] && text.Length <= MaxCharacters && !text.Contains(' '))
                waiting.Add(text[1..^2].ToString());
            else if (!text.IsEmpty && waiting.Count > 0)
            {
                if (sections.FirstOrDefault(s => s.Section.Line == line)?.Section is { Anchor.Length: > 0 } section)
                    labels.AddRange(waiting.Select(name => new PageLabel(name, section.Anchor)));
                waiting.Clear();
                if (labels.Count >= MaxLabels)
                    break;
            }
        }
        return labels;
    }
}

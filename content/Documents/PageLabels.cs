using System.Buffers;
using MemoryPack;

namespace Knowledge.Content.Documents;

/// <summary>A name by which every page of the source may link to a place of this one.</summary>
/// <param name="Anchor">Of the heading that it stands before, or of the section that it stands in.</param>
[MemoryPackable]
public sealed partial record PageLabel(string Name, string Anchor);

/// <summary>
/// Labels of MyST and Sphinx: <c>(howto:restore)=</c> on a line of its own, and the <c>:name:</c> of a figure, a table or a box.
/// </summary>
internal static class PageLabels
{
    private const int MaxLabels = 500;
    private const int MaxCharacters = 200;

    // Most pages have none, and are not looked through line by line.
    private static readonly SearchValues<string> Signs = SearchValues.Create([")=\n", ":name:", ":label:"], StringComparison.Ordinal);

    /// <param name="body">With its labels; they are taken out of what is shown.</param>
    /// <param name="firstLine">1-based line of the file at which it begins.</param>
    public static IReadOnlyList<PageLabel> Read(string body, int firstLine, IReadOnlyList<ParsedSection> sections)
    {
        if (!body.AsSpan().ContainsAny(Signs))
            return [];
        var labels = new List<PageLabel>();
        var waiting = new List<string>();
        var (line, next) = (firstLine - 1, 0);
        var anchor = "";
        foreach (var written in body.AsSpan().EnumerateLines())
        {
            line++;
            for (; next < sections.Count && sections[next].Section.Line <= line; next++)
                anchor = sections[next].Section.Anchor;
            var text = written.Trim();
            if (text is ['(', .., ')', '='] && text.Length <= MaxCharacters && !text.Contains(' '))
                waiting.Add(text[1..^2].ToString());
            else if (OptionName(text) is { Length: > 0 } name)
                Add(name);
            else if (!text.IsEmpty && waiting.Count > 0)
            {
                waiting.ForEach(Add);
                waiting.Clear();
            }
            if (labels.Count >= MaxLabels)
                break;
        }
        return labels;

        void Add(string name)
        {
            if (anchor.Length > 0)
                labels.Add(new(name, anchor));
        }
    }

    private static string? OptionName(ReadOnlySpan<char> text)
    {
        var value =
            text.StartsWith(":name:") ? text[":name:".Length..]
            : text.StartsWith(":label:") ? text[":label:".Length..]
            : default;
        value = value.Trim();
        return value.IsEmpty || value.Length > MaxCharacters || value.Contains(' ') ? null : value.ToString();
    }
}

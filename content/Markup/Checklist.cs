using System.Globalization;
using System.Text;

namespace Knowledge.Content.Markup;

/// <summary>Follows the headings of a page to know when it is inside a section whose ordered lists are steps, and numbers those.</summary>
internal sealed class Checklist(IReadOnlySet<string> anchors)
{
    private readonly Stack<(int Level, string Anchor)> sections = new();
    private readonly Dictionary<string, int> steps = new(StringComparer.Ordinal);

    public bool IsOpen => sections.Count > 0;

    /// <summary>A section ends where a heading of its level or above begins.</summary>
    public void EnterSection(int level, string? anchor)
    {
        while (sections.TryPeek(out var section) && section.Level >= level)
            sections.Pop();
        if (anchor is not null && anchors.Contains(anchor))
            sections.Push((level, anchor));
    }

    public void AppendBox(StringBuilder page, HashSet<string> ids)
    {
        var anchor = sections.Peek().Anchor;
        var number = steps[anchor] = steps.GetValueOrDefault(anchor) + 1;
        var id = string.Create(CultureInfo.InvariantCulture, $"step-{anchor}-{number}");

        page.Append("<input type=\"checkbox\" class=\"step\"");
        if (ids.Add(id))
            page.AppendAttribute("id", id);
        page.Append(CultureInfo.InvariantCulture, $" aria-label=\"Step {number} done\">");
    }
}

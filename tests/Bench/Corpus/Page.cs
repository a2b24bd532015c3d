namespace Knowledge.Bench.Corpus;

/// <summary>A page of documentation as it was read: its title and its paragraphs in order, each with the heading above it.</summary>
internal sealed record Page(string Title, IReadOnlyList<Paragraph> Paragraphs);

internal readonly record struct Paragraph(string Heading, string Text);

/// <summary>Collects what a reader finds on a page, with white space and typographic characters made plain.</summary>
internal sealed class PageBuilder
{
    private readonly List<Paragraph> paragraphs = [];
    private string? heading;
    private string title = "";

    /// <summary>
    /// The first heading is the title, unless the page says otherwise or it is one that every manual page has, such as NAME.
    /// </summary>
    public void AddHeading(string text)
    {
        var plain = PlainText.Heading(text);
        if (plain.Length == 0)
            return;
        if (title.Length == 0 && heading is null && plain.Any(char.IsLower))
            title = plain;
        heading = plain;
    }

    public void SetTitle(string text)
    {
        if (PlainText.Heading(text) is { Length: > 0 } plain)
            title = plain;
    }

    public void AddParagraph(string text)
    {
        var plain = PlainText.Of(text);
        if (plain.Length > 0)
            paragraphs.Add(new(heading ?? title, plain));
    }

    public Page Build(string fallbackTitle)
    {
        var name = title.Length > 0 ? title : PlainText.Heading(fallbackTitle);
        return new(name, [.. paragraphs.Select(p => p.Heading.Length > 0 ? p : p with { Heading = name })]);
    }
}

namespace Knowledge.Content.Documents;

/// <summary>What a page is written in, told from its name.</summary>
public enum PageFormat
{
    /// <summary>Markdown of any dialect, MDX, Quarto and R Markdown, also as an ERB template.</summary>
    Markdown,
    AsciiDoc,
    ReStructuredText,
    Org,
    Html,

    /// <summary>A Jupyter notebook.</summary>
    Notebook,
}

public static class PageFormats
{
    // Longer endings first: a .html.md.erb is no .erb.
    private static readonly (string Ending, PageFormat Format)[] Endings =
    [
        (".html.md.erb", PageFormat.Markdown),
        (".html.markdown.erb", PageFormat.Markdown),
        (".html.markdown", PageFormat.Markdown),
        (".html.md", PageFormat.Markdown),
        (".md.erb", PageFormat.Markdown),
        (".markdown", PageFormat.Markdown),
        (".mdown", PageFormat.Markdown),
        (".mkdn", PageFormat.Markdown),
        (".mkd", PageFormat.Markdown),
        (".mdx", PageFormat.Markdown),
        (".qmd", PageFormat.Markdown),
        (".rmd", PageFormat.Markdown),
        (".md", PageFormat.Markdown),
        (".asciidoc", PageFormat.AsciiDoc),
        (".adoc", PageFormat.AsciiDoc),
        (".asc", PageFormat.AsciiDoc),
        (".rst", PageFormat.ReStructuredText),
        (".rest", PageFormat.ReStructuredText),
        (".org", PageFormat.Org),
        (".html", PageFormat.Html),
        (".htm", PageFormat.Html),
        (".ipynb", PageFormat.Notebook),
    ];

    private static readonly string[] TextEndings = [".txt", ".text", ".log"];

    /// <summary>Whether it is plain text, which is a page only where its source asks for it (<see cref="SourceSettings"/>).</summary>
    public static bool IsText(string path) => TextEndings.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null for a file that is no page by its name.</summary>
    public static PageFormat? Of(string path)
    {
        foreach (var (ending, format) in Endings)
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return format;
        return null;
    }

    /// <summary>Whether a line of the file is the same line of the text that is read from it.</summary>
    public static bool KeepsLines(string path) => Of(path) is not (PageFormat.Html or PageFormat.Notebook) && !IsText(path);

    /// <summary>Whether the file itself is Markdown, so that what can be fixed in Markdown can be fixed in it.</summary>
    public static bool IsMarkdown(string path) => Of(path) is null or PageFormat.Markdown && !IsText(path);

    /// <summary>The path without what says that it is a page.</summary>
    public static string WithoutExtension(string path)
    {
        foreach (var (ending, _) in Endings)
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return path[..^ending.Length];
        return path;
    }
}

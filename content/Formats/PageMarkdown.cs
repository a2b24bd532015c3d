using System.Text.RegularExpressions;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Formats;

/// <summary>A page in any format as Markdown, the one format that everything behind reads, shows and cuts into sections.</summary>
internal static class PageMarkdown
{
    /// <returns>Its Markdown, or the reason why it is no page.</returns>
    public static (string? Markdown, string? NotAPage) Of(SourceText file)
    {
        var text = file.Text;
        try
        {
            return PageFormats.Of(file.Path) switch
            {
                PageFormat.AsciiDoc => (AsciiDoc.ToMarkdown(text), null),
                PageFormat.ReStructuredText => (ReStructuredText.ToMarkdown(text, StepReader.AlternativeMark), null),
                PageFormat.Org => (OrgMode.ToMarkdown(text), null),
                PageFormat.Html => HtmlPage.ToMarkdown(text) is { } page ? (page, null) : (null, "HTML that is no page of its own"),
                PageFormat.Notebook => Notebook.ToMarkdown(text) is { } notebook
                    ? (notebook, null)
                    : (null, "no Jupyter notebook of version 4"),
                null => (PlainTextPage.ToMarkdown(text, file.Lexicon), null),
                _ => (text, null),
            };
        }
        catch (RegexMatchTimeoutException)
        {
            return (null, "a line took too long to read");
        }
    }
}

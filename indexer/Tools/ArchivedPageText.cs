using System.Globalization;
using System.Text;
using Knowledge.Indexer.Archive;

namespace Knowledge.Indexer.Tools;

/// <summary>An archived page as text for machines: what the server says, and everything that the page says quoted.</summary>
internal static class ArchivedPageText
{
    public static string Quoted(ArchivedPage page)
    {
        var text = new StringBuilder();
        text.Append("From the archive, old and maybe out of date.\n");
        text.Append(CultureInfo.InvariantCulture, $"archive: {page.Source}\nurl: {page.Url}\n");
        if (page.Date is { } date)
            text.Append(CultureInfo.InvariantCulture, $"date: {date:yyyy-MM-dd}\n");
        text.Append("What is known about it:\n").Append(QuotedContent.Of($"id: {page.Id}\ntitle: {page.Title}"));
        if (page.Link is { } link)
            text.Append(QuotedContent.Of($"came from: {link}"));
        text.Append("The page:\n");
        foreach (var section in page.Sections)
            text.Append(QuotedContent.Of(section.Heading.Length > 0 ? $"## {section.Heading}\n{section.Text}" : section.Text));
        return text.ToString();
    }
}

using Knowledge.Content.Importing;

namespace Knowledge.Content.Postmortems;

/// <summary>The section of a postmortem that lists what shows what happened, a link a line.</summary>
public static class EvidenceList
{
    public const string Heading = "Evidence";

    /// <summary>The text with one more line; the same text when it has the address there already.</summary>
    /// <param name="where">Where it comes from, and when, behind the link.</param>
    public static string With(string text, string title, string address, string where)
    {
        var body = PostmortemText.Sections(text).FirstOrDefault(s => s.Heading.Equals(Heading, StringComparison.OrdinalIgnoreCase))?.Body;
        if (body is not null && body.Contains($"<{address}>", StringComparison.Ordinal))
            return text;
        var line =
            $"- [{MarkdownText.Escape(title, inCell: false).Trim()}](<{address}>), {MarkdownText.Escape(where, inCell: false).Trim()}";
        return PostmortemText.WithSection(text, Heading, string.IsNullOrEmpty(body) ? line : $"{body}\n{line}");
    }
}

namespace Knowledge.Content.Importing;

/// <summary>The list at the end of a page of the files and pictures that belong to it and stayed where they are.</summary>
internal static class AttachmentList
{
    private const int MaxItems = 200;

    public static string Append(string markdown, IEnumerable<Picture> attachments)
    {
        var items = attachments.DistinctBy(a => a.Name, StringComparer.Ordinal).Take(MaxItems).Select(Item).ToList();
        return items.Count == 0 || markdown.Length == 0 ? markdown : $"{markdown}\n\n## Attachments\n\n{string.Join('\n', items)}";
    }

    private static string Item(Picture attachment)
    {
        var name = MarkdownText.EscapeLineStarts(MarkdownText.Escape(attachment.Name, inCell: false).Trim());
        return attachment.Link is null ? $"- {name}" : $"- [{name}]({attachment.Link})";
    }
}

using Knowledge.Content.Importing;

namespace Knowledge.Indexer.Importing;

/// <summary>
/// Reads <c>entities.xml</c> twice: first which pages there are, then their texts, each of which becomes a page at once. In memory
/// are titles, labels
/// and names of attachments of at most <see cref="ImportLimits.MaxItems"/> pages, and one text.
/// </summary>
internal static class ConfluenceEntities
{
    private const int MaxAttachmentsOfPage = 200;
    private const int MaxLabelsOfPage = 50;

    private sealed record Head(string Id, string Title, string SpaceId)
    {
        public List<string> Labels { get; } = [];
        public List<string> Attachments { get; } = [];
    }

    /// <param name="open">Opens the file from its beginning.</param>
    public static IEnumerable<ImportItem> Read(
        string file,
        Func<string, Stream> open,
        Uri? address,
        ImportDirectory directory,
        ImportLimits limits
    )
    {
        var pages = new Dictionary<string, Head>(StringComparer.Ordinal);
        var bodies = new Dictionary<string, string>(StringComparer.Ordinal);
        var spaces = new Dictionary<string, string>(StringComparer.Ordinal);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var labellings = new List<(string Page, string Label)>();
        var attachments = new List<(string Page, string Name)>();
        foreach (
            var item in ConfluenceObject.Read(
                open("looking for pages"),
                file,
                ["Space", "Page", "BlogPost", "Attachment", "Label", "Labelling"],
                0,
                limits
            )
        )
            switch (item.Class)
            {
                case "Space":
                    if (spaces.Count < limits.MaxItems)
                        spaces[item.Id] = item["key"];
                    break;
                case "Label":
                    if (labels.Count < limits.MaxItems)
                        labels[item.Id] = item["name"];
                    break;
                case "Labelling":
                    if (labellings.Count < 2 * limits.MaxItems)
                        labellings.Add((First(item["content"], item["labelable"]), item["label"]));
                    break;
                case "Attachment" when IsOldVersion(item) || !IsCurrent(item):
                    break;
                case "Attachment":
                    if (attachments.Count < 4 * limits.MaxItems)
                        attachments.Add(
                            (First(item["containerContent"], item["content"], item["container"]), First(item["title"], item["fileName"]))
                        );
                    break;
                // What a page was before is kept as a page of its own.
                case var _ when IsOldVersion(item) || item.Id.Length == 0:
                    break;
                case var _ when !IsCurrent(item):
                    yield return new ImportItem.Skipped(item.Id, item["title"], "a draft or deleted page");
                    break;
                case var _ when pages.Count >= limits.MaxItems:
                    yield return new ImportItem.Skipped(
                        item.Id,
                        item["title"],
                        $"more than {limits.MaxItems:N0} pages; a source serves no more files, so export fewer spaces at a time"
                    );
                    break;
                case var _ when !pages.TryAdd(item.Id, new(item.Id, item["title"], item["space"])):
                    yield return new ImportItem.Skipped(item.Id, item["title"], "its id was in the export before; the first one is kept");
                    break;
                default:
                    foreach (var body in item.Collections.GetValueOrDefault("bodyContents") ?? [])
                        bodies.TryAdd(body, item.Id);
                    break;
            }

        var site = new ConfluenceSite(address);
        foreach (var page in pages.Values)
            site.Add(page.Id, spaces.GetValueOrDefault(page.SpaceId, ""), page.Title, directory.NameOf(page.Id, page.Title));
        foreach (var (page, label) in labellings)
            if (pages.TryGetValue(page, out var head) && head.Labels.Count < MaxLabelsOfPage && labels.TryGetValue(label, out var name))
                head.Labels.Add(name);
        foreach (var (page, name) in attachments)
            if (pages.TryGetValue(page, out var head) && head.Attachments.Count < MaxAttachmentsOfPage)
                head.Attachments.Add(name);

        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var body in ConfluenceObject.Read(open("importing pages"), file, ["BodyContent"], ConfluencePage.MaxCharacters, limits))
        {
            var id = First(body["content"], bodies.GetValueOrDefault(body.Id) ?? "");
            if (!pages.TryGetValue(id, out var page) || !done.Add(id))
                continue;
            var head = new ConfluencePageHead(
                page.Id,
                page.Title,
                spaces.GetValueOrDefault(page.SpaceId, ""),
                [.. page.Labels.Order(StringComparer.Ordinal)],
                [.. page.Attachments.Order(StringComparer.Ordinal)]
            );
            var text = body["body"];
            if (text.Length > ConfluencePage.MaxCharacters)
                yield return new ImportItem.Skipped(page.Id, page.Title, ConfluencePage.TooLong);
            else
                yield return new ImportItem.Ready(
                    body["bodyType"] == "0" ? ConfluencePage.OfWikiMarkup(head, text, site) : ConfluencePage.OfStorage(head, text, site)
                );
        }
        foreach (var page in pages.Values.Where(p => !done.Contains(p.Id)))
            yield return new ImportItem.Skipped(page.Id, page.Title, "no text");
    }

    private static bool IsOldVersion(ConfluenceObject item) => item["originalVersion"].Length > 0 || item["originalVersionId"].Length > 0;

    private static bool IsCurrent(ConfluenceObject item) => item["contentStatus"] is "" or "current";

    private static string First(params IEnumerable<string> texts) => texts.FirstOrDefault(t => t.Length > 0) ?? "";
}

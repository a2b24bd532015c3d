using Knowledge.Content.Documents;

namespace Knowledge.Indexer;

/// <summary>
/// Where an address leads that a page had while its source stood at another place of the list: the first source has ids without its
/// name, every other has its name in front.
/// </summary>
public static class FormerIds
{
    /// <returns>The page of that source and path; null when there is none.</returns>
    public static Document? Find(string id, KnowledgeBase knowledge)
    {
        var sources = knowledge.Snapshots.Select(s => s.Name).ToList();
        foreach (var source in sources)
        {
            var prefix = PrefixOf(source);
            if (id.StartsWith(prefix, StringComparison.Ordinal) && In(source, id[prefix.Length..]) is { } first)
                return first;
        }
        return sources.Select(source => In(source, PrefixOf(source) + id)).FirstOrDefault(d => d is not null);

        static string PrefixOf(string source) => DocumentId.FromPath(source, "x").Value[..^1];

        // What bears that id may be another source's page.
        Document? In(string source, string now) => knowledge.Find(now) is { } found && found.Source == source ? found : null;
    }
}

using System.Globalization;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Commands;

/// <summary>Where a page or a section of it stands in the files, as an editor takes it: <c>path:line</c>.</summary>
internal sealed class FilePlaces(KnowledgeBase knowledge, IReadOnlyList<SourceDirectory> sources)
{
    /// <param name="url">Of the page, perhaps with the anchor of a section.</param>
    /// <returns>Its id where it stands in no file that is known.</returns>
    public string Of(string documentId, string url = "")
    {
        if (
            knowledge.Find(documentId) is not { } document
            || sources.FirstOrDefault(s => s.Name == document.Source) is not { Directory: var directory }
        )
            return documentId;
        var anchor = url.Split('#', 2) is [_, var fragment] ? Uri.UnescapeDataString(fragment) : "";
        var line = document.Rule?.Line ?? document.Sections.FirstOrDefault(s => s.Anchor == anchor && anchor.Length > 0)?.Line ?? 1;
        var file = Path.Combine(directory, document.Path);
        var near = Path.GetRelativePath(Directory.GetCurrentDirectory(), file);
        var shown = near.StartsWith("..", StringComparison.Ordinal) ? file : near;
        return string.Create(CultureInfo.InvariantCulture, $"{shown}:{line}");
    }
}

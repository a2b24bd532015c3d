using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Visibility;

/// <summary>Who may see a page: a page can only narrow down what its source says.</summary>
/// <param name="OfSource">Groups that its source names; null for everybody.</param>
/// <param name="OfPage">Groups that it names itself; null for everybody.</param>
/// <param name="Writers">Who wrote it here, who may in spite of what it says itself.</param>
public sealed record Audience(IReadOnlyList<string>? OfSource, IReadOnlyList<string>? OfPage, IReadOnlyList<string> Writers)
{
    public static Audience Of(Document document, VisibleSources sources) =>
        new(sources.Of(document.Source), document.FrontMatter.VisibleTo, document.Writers);

    public bool IsEverybody => OfSource is null && OfPage is null;

    public bool Admits(Viewer viewer) => viewer.SeesAll || Names(viewer);

    /// <summary>Whether somebody may by what it says, not only as an administrator.</summary>
    public bool Names(Viewer viewer) =>
        (OfSource is null || viewer.IsInAny(OfSource)) && (OfPage is null || viewer.IsInAny(OfPage) || IsWriter(viewer));

    private bool IsWriter(Viewer viewer) => viewer.Name.Length > 0 && Writers.Contains(viewer.Name, StringComparer.Ordinal);

    /// <summary>The same for all pages that the same people may see.</summary>
    internal string Key => string.Join('\u0001', KeyOf(OfSource), KeyOf(OfPage), OfPage is null ? "" : KeyOf(Writers));

    private static string KeyOf(IReadOnlyList<string>? names) =>
        names is null ? "*" : string.Join('\0', names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}

namespace Knowledge.Indexer.Visibility;

/// <summary>Who may see what each source and archive holds, as whoever runs the server says.</summary>
/// <param name="Groups">By the name of a source; those that are not there are for everybody.</param>
public sealed record VisibleSources(IReadOnlyDictionary<string, IReadOnlyList<string>> Groups)
{
    public static VisibleSources All { get; } = new(new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>Null for everybody.</summary>
    public IReadOnlyList<string>? Of(string source) => Groups.GetValueOrDefault(source);

    public bool Admits(Viewer viewer, string source) => viewer.SeesAll || Of(source) is not { } groups || viewer.IsInAny(groups);
}

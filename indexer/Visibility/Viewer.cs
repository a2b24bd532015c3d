namespace Knowledge.Indexer.Visibility;

/// <summary>Who reads, as far as it decides what they see.</summary>
public sealed class Viewer
{
    private readonly HashSet<string> groups;

    private Viewer(bool seesAll, string name, IEnumerable<string> groups) =>
        (SeesAll, Name, this.groups) = (seesAll, name, groups.ToHashSet(StringComparer.Ordinal));

    /// <summary>Whoever sees all: an administrator, a server without sign-in, <c>kb</c> over directories.</summary>
    public static Viewer Everything { get; } = new(true, "", []);

    /// <summary>Somebody of whom nothing is known: they see what everybody may.</summary>
    public static Viewer Public { get; } = new(false, "", []);

    /// <summary>An administrator, who sees all, and of whom it is known what they would see without that.</summary>
    public static Viewer Administrator(string name, IEnumerable<string> groups) => new(true, name, groups);

    public bool SeesAll { get; }

    /// <summary>The name under which they write here; empty for nobody.</summary>
    public string Name { get; }

    /// <param name="name">The name under which they write here.</param>
    /// <param name="groups">As they are written where they are kept.</param>
    public static Viewer Of(string name, IEnumerable<string> groups) => new(false, name, groups);

    public bool IsInAny(IReadOnlyList<string> of) => of.Any(groups.Contains);
}

using MemoryPack;

namespace Knowledge.Content.Documents;

/// <summary>Who may see a page, as its front matter says; administrators and whoever wrote it here may in any case.</summary>
/// <param name="Groups">Whose members may; none for nobody else.</param>
/// <param name="UntilPublished">Whether everybody may when it is published.</param>
[MemoryPackable]
public sealed partial record PageVisibility(IReadOnlyList<string> Groups, bool UntilPublished = false)
{
    public const string Key = "visible";
    public const string UntilKey = "visible-until";
    public const string Published = "published";

    private const int MaxLines = 400;

    /// <summary>What is said and cannot be understood hides the page: it was not meant for everybody.</summary>
    public static PageVisibility Nobody { get; } = new([]);

    /// <summary>Of front matter that cannot be read: a line that begins with the key is taken for what it would have been.</summary>
    internal static PageVisibility? OfUnreadable(string frontMatter) => frontMatter.Split('\n', MaxLines).Any(IsKey) ? Nobody : null;

    private static bool IsKey(string line)
    {
        var key = line.AsSpan().Trim(" \t\"',{");
        return key.StartsWith(Key, StringComparison.OrdinalIgnoreCase) && key[Key.Length..].TrimStart(" \t\"'") is [':' or '=', ..];
    }
}

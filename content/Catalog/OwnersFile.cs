using System.Text.RegularExpressions;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Catalog;

/// <summary>The owners of a directory and all below it, as a Kubernetes-style OWNERS file lists them.</summary>
/// <remarks>Shape: kubernetes.dev, "OWNERS files". The first approver is taken; of filters, that of the first whose pattern fits.</remarks>
/// <param name="Directory">Path inside the source; empty for its root.</param>
public sealed record OwnersFile(string Directory, string? Owner)
{
    private const int MaxFilters = 100;
    private static readonly TimeSpan MaxMatch = TimeSpan.FromMilliseconds(100);

    private IReadOnlyList<(Regex Path, string Owner)> Filters { get; init; } = [];

    /// <param name="path">Inside the source.</param>
    public string? OwnerOf(string path) =>
        Covers(path)
            ? Owner ?? Filters.FirstOrDefault(f => f.Path.IsMatch(Directory.Length == 0 ? path : path[(Directory.Length + 1)..])).Owner
            : null;

    public static OwnersFile Read(string path, string text)
    {
        var directory = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
        var map = GuardedYaml.Read(text, YamlLimits.FrontMatter).Documents.OfType<YamlMap>().FirstOrDefault();
        return new(directory, Approver(map))
        {
            Filters =
            [
                .. (map?["filters"] as YamlMap)
                    ?.Entries.Take(MaxFilters)
                    .Select(f => (Path: Pattern(f.Key), Owner: Approver(f.Value as YamlMap)))
                    .Where(f => f is { Path: not null, Owner: not null })
                    .Select(f => (f.Path!, f.Owner!))
                    ?? [],
            ],
        };
    }

    private static string? Approver(YamlMap? map) =>
        (map?["approvers"] as YamlList)?.Items.OfType<YamlScalar>().FirstOrDefault()?.Value.TrimStart('@');

    private static Regex? Pattern(string text)
    {
        try
        {
            return new(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MaxMatch);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    public bool Covers(string path) => Directory.Length == 0 || path.StartsWith(Directory + "/", StringComparison.Ordinal);
}

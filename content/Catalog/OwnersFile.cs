using Knowledge.Content.Yaml;

namespace Knowledge.Content.Catalog;

/// <summary>The owners of a directory and all below it, as a Kubernetes-style OWNERS file lists them.</summary>
/// <remarks>Shape: kubernetes.dev, "OWNERS files". The first approver is taken.</remarks>
/// <param name="Directory">Path inside the source; empty for its root.</param>
public sealed record OwnersFile(string Directory, string? Owner)
{
    public static OwnersFile Read(string path, string text)
    {
        var directory = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
        var map = GuardedYaml.Read(text, YamlLimits.FrontMatter).Documents.OfType<YamlMap>().FirstOrDefault();
        var approver = (map?["approvers"] as YamlList)?.Items.OfType<YamlScalar>().FirstOrDefault();
        return new(directory, approver?.Value.TrimStart('@'));
    }

    public bool Covers(string path) => Directory.Length == 0 || path.StartsWith(Directory + "/", StringComparison.Ordinal);
}

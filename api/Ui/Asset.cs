using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Knowledge.Api.Ui;

/// <summary>A style sheet, script or picture that is part of the program.</summary>
/// <param name="Url">Carries a piece of the content's hash, so it may be kept for a year.</param>
internal sealed record Asset(string Name, byte[] Content, string ContentType, string Url)
{
    private static readonly string[] FirstSheets = ["tokens.css", "parts.css", "style.css"];
    private static readonly FrozenDictionary<string, Asset> All = Load().ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    public static Asset? Find(string name) => All.GetValueOrDefault(name);

    public static string UrlOf(string name) => All[name].Url;

    /// <summary>Addresses of all style sheets: values first, then parts, then the rest by name.</summary>
    public static IReadOnlyList<string> StyleSheets { get; } =
    [
        .. All
            .Values.Where(a => a.Name.EndsWith(".css", StringComparison.Ordinal))
            .OrderBy(a => Array.IndexOf(FirstSheets, a.Name) is >= 0 and var place ? place : FirstSheets.Length)
            .ThenBy(a => a.Name, StringComparer.Ordinal)
            .Select(a => a.Url),
    ];

    public static IEnumerable<Asset> Scripts => All.Values.Where(a => a.Name.EndsWith(".js", StringComparison.Ordinal));

    private static IEnumerable<Asset> Load()
    {
        const string prefix = "assets/";
        var assembly = typeof(Asset).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            var content = copy.ToArray();
            var name = resource[prefix.Length..];
            yield return new(name, content, TypeOf(name), $"/assets/{name}?v={Convert.ToHexStringLower(SHA256.HashData(content))[..12]}");
        }
    }

    private static string TypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
}

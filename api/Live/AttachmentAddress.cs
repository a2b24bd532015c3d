using System.Collections.Frozen;
using Knowledge.Content.Documents;

namespace Knowledge.Api.Live;

/// <summary>Pictures and other files beside pages: which of them are served, at which address, and as what.</summary>
internal static class AttachmentAddress
{
    public const string Root = "/files/";

    private const int MaxPath = 1024;

    private static readonly FrozenDictionary<string, string> Pictures = new Dictionary<string, string>
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
        [".bmp"] = "image/bmp",
        [".ico"] = "image/x-icon",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Saved, never shown: what is in them is nobody's to vouch for.
    private static readonly FrozenSet<string> Downloads = FrozenSet.ToFrozenSet(
        [".pdf", ".txt", ".csv", ".log", ".drawio", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp", ".vsdx"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Where a relative address of a page leads, when it is a file that is served; null for all else.</summary>
    public static string? Of(Document page, string target)
    {
        var end = target.AsSpan().IndexOfAny('?', '#');
        var path = end >= 0 ? target[..end] : target;
        if (path.Length is 0 or > MaxPath || path.Contains(':', StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal))
            return null;
        path = Uri.UnescapeDataString(path);
        var segments = path[0] == '/' ? [] : page.Path.Split('/')[..^1].ToList();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (segment == "..")
            {
                if (segments.Count == 0)
                    return null;
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment != ".")
                segments.Add(segment);
        var whole = string.Join('/', segments);
        return IsServed(whole)
            ? $"{Root}{Uri.EscapeDataString(page.Source)}/{string.Join('/', segments.Select(Uri.EscapeDataString))}"
            : null;
    }

    /// <summary>Whether a path inside a source is of a file that is served: not hidden, not outside, of a known type.</summary>
    public static bool IsServed(string path) =>
        path.Length is > 0 and <= MaxPath
        && !path.Any(c => char.IsControl(c) || c == '\\')
        && path.Split('/').All(s => s.Length > 0 && s[0] != '.')
        && (TypeOf(path) is not null || Downloads.Contains(Path.GetExtension(path)));

    /// <summary>The type of a picture; null for a file that is to be saved.</summary>
    public static string? TypeOf(string path) => Pictures.GetValueOrDefault(Path.GetExtension(path));
}

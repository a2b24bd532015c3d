using System.Security.Cryptography;
using System.Text;
using MemoryPack;

namespace Knowledge.Content.Documents;

/// <summary>The name under which a document is served: lower case, <c>a-z 0-9 / _ . -</c>, at most 200 characters.</summary>
[MemoryPackable]
public readonly partial record struct DocumentId(string Value)
{
    public const int MaxLength = 200;

    public override string ToString() => Value;

    /// <summary>
    /// The id of a file: its relative path without Markdown extension, slugged, with the source in front when several are served.
    /// </summary>
    /// <param name="sourcePrefix">Name of the source, or null when only one is served.</param>
    /// <param name="path">Path inside the source, with forward slashes.</param>
    public static DocumentId FromPath(string? sourcePrefix, string path)
    {
        var segments = PageFormats.WithoutExtension(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Select(SlugSegment);
        var joined = string.Join('/', sourcePrefix is null ? segments : segments.Prepend(SlugSegment(sourcePrefix)));
        return new(Shorten(joined));
    }

    /// <summary>The id for text that an author wrote (<c>id:</c> in front matter), slugged the same way.</summary>
    public static DocumentId FromText(string text) => FromPath(null, text);

    /// <summary>The same id with a number behind it, for a document that cannot have it because another does.</summary>
    public DocumentId Numbered(int number)
    {
        var suffix = $"-{number}";
        return new(Value[..Math.Min(Value.Length, MaxLength - suffix.Length)] + suffix);
    }

    private static string SlugSegment(string segment)
    {
        var slug = new StringBuilder(segment.Length);
        var lost = false;
        foreach (var c in segment.ToLowerInvariant())
        {
            var plain = PlainLetters(c);
            if (plain.Length > 0)
                slug.Append(plain);
            else
            {
                lost |= c > 127 && char.IsLetterOrDigit(c);
                if (slug.Length > 0 && slug[^1] != '-')
                    slug.Append('-');
            }
        }
        var text = slug.ToString().Trim('-', '.');
        while (text.Contains("..", StringComparison.Ordinal))
            text = text.Replace("..", ".", StringComparison.Ordinal);
        // Letters outside the Latin alphabet have no slug; a piece of their hash keeps two such names apart.
        return lost || text.Length == 0 ? $"{text}{(text.Length > 0 ? "-" : "")}{Fingerprint(segment)}" : text;
    }

    private static string PlainLetters(char c) =>
        c switch
        {
            (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '.' => c.ToString(),
            'à' or 'á' or 'â' or 'ã' or 'ä' or 'å' => "a",
            'è' or 'é' or 'ê' or 'ë' => "e",
            'ì' or 'í' or 'î' or 'ï' => "i",
            'ò' or 'ó' or 'ô' or 'õ' or 'ö' or 'ø' => "o",
            'ù' or 'ú' or 'û' or 'ü' => "u",
            'ç' => "c",
            'ñ' => "n",
            'æ' => "ae",
            'ß' => "ss",
            _ => "",
        };

    private static string Shorten(string id) =>
        id.Length <= MaxLength ? id : $"{id[..(MaxLength - 9)].TrimEnd('/', '.', '-')}-{Fingerprint(id)}";

    private static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}

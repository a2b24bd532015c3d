using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Importing;

/// <summary>
/// File names of imported pages: the id in the other system, then the title, in lower case and in letters that every file system
/// takes.
/// </summary>
public static partial class ImportedName
{
    private const int MaxTitleCharacters = 80;

    public static string Of(string id, string title) => $"{Id(id)}-{Title(title)}.md";

    /// <summary>A name of its own for an item whose name another item has.</summary>
    public static string Distinct(string id, string title) => $"{Id(id)}-{Title(title)}-{Fingerprint(id)}.md";

    private static string Id(string id) => PlainId().IsMatch(id) ? id.ToLowerInvariant() : $"{Slug(id, 40)}-{Fingerprint(id)}".Trim('-');

    private static string Title(string title) => Slug(title, MaxTitleCharacters) is { Length: > 0 } slug ? slug : "page";

    private static string Slug(string text, int characters)
    {
        // A slash would make a directory, and a dot is an extension to some.
        var slug = DocumentId.FromText(text.Replace('/', ' ').Replace('.', ' ')).Value;
        return (slug.Length <= characters ? slug : slug[..characters]).Trim('-');
    }

    private static string Fingerprint(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..8];

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex PlainId();
}

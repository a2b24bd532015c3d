namespace Knowledge.Api.Live;

/// <summary>
/// Where contacts of the catalog lead, by what they begin with: <c>#</c> for the channels of a chat, a word such as <c>pager</c> for
/// names behind it (<c>--contact-url '#=https://chat.example/c/{name}'</c>).
/// </summary>
public static class ContactUrls
{
    /// <summary>Stands for the name of the channel, or of whatever the word says.</summary>
    public const string Name = "{name}";

    private const int MaxWordCharacters = 40;

    /// <returns>Addresses by word, or one line that says what is wrong and what to give.</returns>
    public static (IReadOnlyDictionary<string, string> ByWord, string? Error) Parse(IReadOnlyList<string> given)
    {
        var byWord = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in given)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            var word = at < 0 ? "" : text[..at].Trim();
            if (word.Length is 0 or > MaxWordCharacters || (word != "#" && !word.All(c => char.IsLetterOrDigit(c) || c is '-' or '_')))
                return (byWord, $"--contact-url '{text}' names no word: give one such as '#=https://chat.example/c/{Name}'");
            var address = text[(at + 1)..].Trim();
            if (!IsAddress(address))
                return (
                    byWord,
                    $"--contact-url '{address}' is no address with {Name} in its path or query, such as https://chat.example/c/{Name}"
                );
            if (!byWord.TryAdd(word, address))
                return (byWord, $"--contact-url is there twice for '{word}': keep one");
        }
        return (byWord, null);
    }

    /// <summary>Where one contact leads; null for nowhere.</summary>
    public static string? Of(string contact, IReadOnlyDictionary<string, string> byWord)
    {
        var space = contact.IndexOf(' ', StringComparison.Ordinal);
        var (word, name) =
            contact.StartsWith('#') ? ("#", contact[1..].Trim())
            : space > 0 ? (contact[..space].TrimEnd(':'), contact[(space + 1)..].Trim())
            : ("", "");
        return name.Length > 0 && byWord.TryGetValue(word, out var address)
            ? address.Replace(Name, Uri.EscapeDataString(name), StringComparison.Ordinal)
            : null;
    }

    // A name must not choose the host.
    private static bool IsAddress(string text) =>
        !text.Any(c => char.IsControl(c) || c is ' ' or '"' or '<' or '>')
        && Uri.TryCreate(text.Replace(Name, "x", StringComparison.Ordinal), UriKind.Absolute, out var url)
        && url.Scheme is ("http" or "https")
        && url.UserInfo.Length == 0
        && text.IndexOf(Name, StringComparison.Ordinal)
            > text.IndexOf(url.Authority, StringComparison.OrdinalIgnoreCase) + url.Authority.Length;
}

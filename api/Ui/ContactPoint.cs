using Knowledge.Api.Live;

namespace Knowledge.Api.Ui;

/// <summary>One way to reach a team, out of what the catalog says in one line ("#data-oncall, pager data-primary").</summary>
/// <param name="Address">Where a click leads: mail, telephone or web; null for what is only a name.</param>
internal sealed record ContactPoint(string Text, string? Address)
{
    private const int MaxPoints = 6;
    private const int MinDigits = 6;

    /// <summary>A channel of a chat.</summary>
    public bool IsChannel => Text.StartsWith('#');

    /// <param name="urls">Where contacts lead that are no address by themselves.</param>
    public static IReadOnlyList<ContactPoint> Of(string? contact, IReadOnlyDictionary<string, string> urls) =>
        [
            .. (contact ?? "")
                .Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Take(MaxPoints)
                .Select(text => new ContactPoint(text, AddressOf(text) ?? ContactUrls.Of(text, urls))),
        ];

    private static string? AddressOf(string text)
    {
        if (
            text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        )
            return Uri.TryCreate(text, UriKind.Absolute, out var address) ? address.AbsoluteUri : null;
        var bare = text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? text[7..] : text;
        if (IsMail(bare))
            return $"mailto:{bare}";
        var number = string.Concat(text.Where(c => char.IsAsciiDigit(c) || c == '+'));
        return
            number.Count(char.IsAsciiDigit) >= MinDigits
            && text.All(c => char.IsAsciiDigit(c) || "+ -()/.".Contains(c, StringComparison.Ordinal))
            ? $"tel:{number}"
            : null;
    }

    // What a mail program takes as it stands, without anything that means more in an address of the web.
    private static bool IsMail(string text) =>
        text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && text.LastIndexOf('@') == at
        && text.IndexOf('.', at) > at + 1
        && text[^1] != '.'
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '@' or '.' or '-' or '_' or '+');
}

namespace Knowledge.Api.Live;

/// <summary>A mail address as it may stand in a message: no name beside it, no quotes, nothing that could begin another header.</summary>
public static class EmailAddress
{
    /// <summary>RFC 5321, 4.5.3.1.3, without the brackets.</summary>
    public const int MaxCharacters = 254;

    private const int MaxLocalCharacters = 64;
    private const int MaxLabelCharacters = 63;

    /// <summary>The address without blanks around it; null when the text is none (RFC 5321, 4.1.2: Dot-string and Domain).</summary>
    public static string? Of(string? text)
    {
        var address = text?.Trim() ?? "";
        var at = address.LastIndexOf('@');
        return
            address.Length <= MaxCharacters
            && at is > 0 and <= MaxLocalCharacters
            && IsLocal(address[..at])
            && IsDomain(address[(at + 1)..])
            ? address
            : null;
    }

    private static bool IsLocal(string local) =>
        local
            .Split('.')
            .All(part =>
                part.Length > 0
                && part.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal))
            );

    private static bool IsDomain(string domain) =>
        domain
            .Split('.')
            .All(label =>
                label.Length is > 0 and <= MaxLabelCharacters
                && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
                && label[0] != '-'
                && label[^1] != '-'
            );
}

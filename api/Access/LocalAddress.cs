namespace Knowledge.Api.Access;

/// <summary>Where somebody is led after signing in: only to an address of this server.</summary>
internal static class LocalAddress
{
    private const int MaxCharacters = 2_000;

    /// <summary>The address, or the first page in place of one that leads elsewhere.</summary>
    public static string Of(string? address) =>
        address is { Length: > 0 and <= MaxCharacters }
        && address[0] == '/'
        && (address.Length == 1 || address[1] is not ('/' or '\\'))
        && !address.Any(c => char.IsControl(c) || c == '\\')
            ? address
            : "/";
}

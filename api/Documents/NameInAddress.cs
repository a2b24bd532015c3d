namespace Knowledge.Api.Documents;

/// <summary>A name that is a part of an address.</summary>
internal static class NameInAddress
{
    /// <summary>The name as it is written: the server decodes all but slashes, so that a part of an address stays one.</summary>
    public static string Of(string routed) => routed.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}

namespace Knowledge.Content.Importing;

/// <summary>What an issue becomes.</summary>
public enum JiraRole
{
    Postmortem,

    /// <summary>An action item of the postmortem that it is linked to; without one, an article.</summary>
    Action,

    Article,
    Skip,
}

/// <summary>Which issue type becomes what.</summary>
/// <param name="Given">By name of the type, compared without case; <c>*</c> stands for all that are not named.</param>
public sealed record JiraTypes(IReadOnlyDictionary<string, JiraRole> Given)
{
    private static readonly string[] PostmortemWords = ["incident", "postmortem", "post-mortem", "problem", "outage", "post-incident"];

    public static JiraTypes Default { get; } = new(new Dictionary<string, JiraRole>());

    /// <summary>
    /// As given; else by words in the type's name: what is an incident, problem or outage is a postmortem, everything else an
    /// action.
    /// </summary>
    public JiraRole RoleOf(string type) =>
        Given.TryGetValue(type.Trim().ToLowerInvariant(), out var given) ? given
        : Given.TryGetValue("*", out var rest) ? rest
        : PostmortemWords.Any(w => type.Contains(w, StringComparison.OrdinalIgnoreCase)) ? JiraRole.Postmortem
        : JiraRole.Action;

    /// <summary>Reads <c>NAME=postmortem|action|article|skip</c>.</summary>
    /// <returns>The types, or in one line what is wrong.</returns>
    public static (JiraTypes Types, string? Error) Parse(IReadOnlyList<string> given)
    {
        var types = new Dictionary<string, JiraRole>();
        foreach (var text in given)
        {
            var at = text.LastIndexOf('=');
            if (
                at <= 0
                || !Enum.TryParse<JiraRole>(text[(at + 1)..].Trim(), ignoreCase: true, out var role)
                || !Enum.IsDefined(role)
                || char.IsAsciiDigit(text[^1])
            )
                return (Default, $"'{text}' is no mapping of an issue type: write --type NAME=postmortem, action, article or skip");
            types[text[..at].Trim().ToLowerInvariant()] = role;
        }
        return (new(types), null);
    }
}

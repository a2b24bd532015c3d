using System.Text.RegularExpressions;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>
/// A title that says first how the alert stands: <c>[Alerting] X</c>, <c>[FIRING:2] X</c>, <c>[Triggered on {host:a}] X</c>.
/// </summary>
/// <param name="Name">The title without it.</param>
/// <param name="State">Null when it says nothing.</param>
/// <param name="Scope">What the alert is about, where the brackets tell: <c>host:a</c>.</param>
internal sealed partial record TitleState(string Name, AlertState? State, string? Scope)
{
    private const int MaxBrackets = 4;

    [GeneratedRegex(@"^\[\s*(?<word>[^\]\[{:]{1,40}?)\s*(?::\s*\d+)?\s*(?:\bon\s*\{(?<scope>[^}]{0,300})\}\s*)?\]\s*(?=\S)", Options, 100)]
    private static partial Regex Bracket { get; }

    // Only words of which there is a pair: "Error: x" is what happened.
    [GeneratedRegex(
        @"^(?<word>problem|triggered|re-triggered|firing|alerting|alarm|resolved|recovered|recovery|ok|closed|cleared)"
            + @"(?: in [^:\n]{1,40})?:\s+(?=\S)",
        Options | RegexOptions.IgnoreCase,
        100
    )]
    private static partial Regex Prefix { get; }

    [GeneratedRegex(@"^P[1-5]$", Options, 100)]
    private static partial Regex Priority { get; }

    private const RegexOptions Options = RegexOptions.CultureInvariant;

    public static TitleState Of(string title)
    {
        var (rest, state, scope) = (title, (AlertState?)null, (string?)null);
        for (var i = 0; i < MaxBrackets && Bracket.Match(rest) is { Success: true } bracket; i++)
        {
            var word = bracket.Groups["word"].Value;
            if (StateWords.Of(word) is { } said || word.EndsWith("Recovered", StringComparison.OrdinalIgnoreCase))
            {
                state ??= StateWords.Of(word) ?? AlertState.Resolved;
                scope ??= bracket.Groups["scope"] is { Success: true, Value: { Length: > 0 } about } ? about : null;
            }
            else if (!Priority.IsMatch(word))
                break;
            rest = rest[bracket.Length..];
        }
        if (state is null && Prefix.Match(rest) is { Success: true } prefix)
            return new(rest[prefix.Length..], StateWords.Of(prefix.Groups["word"].Value), null);
        // A priority alone in front is part of the name that people gave.
        return state is null ? new(title, null, null) : new(rest, state, scope);
    }
}

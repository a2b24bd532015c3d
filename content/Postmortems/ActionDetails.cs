using System.Globalization;
using System.Text.RegularExpressions;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Postmortems;

/// <summary>What an action item says of itself: who, until when, and where it is followed.</summary>
/// <param name="Owner">The word in the last parentheses that is no ticket, or what stands behind <c>owner:</c> or <c>@</c>; null
/// when nobody is named.</param>
/// <param name="Due">The day behind <c>by</c>, <c>until</c> or <c>due</c>; null when none is.</param>
/// <param name="Link">Its first link; null when there is none.</param>
/// <param name="Ticket">A ticket's number where there is no link to it, such as <c>OPS-12</c>.</param>
public sealed partial record ActionDetails(string? Owner, DateOnly? Due, string? Link, string? Ticket)
{
    public static ActionDetails Of(ActionItem action)
    {
        var due =
            action.Due is { } written && TimestampParser.TryParse(written, out var at) ? DateOnly.FromDateTime(at.UtcDateTime)
            : DueDay().Match(action.Text) is { Success: true } day
            && DateOnly.TryParseExact(
                day.Groups["day"].Value,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var read
            )
                ? read
            : (DateOnly?)null;
        var ticket = TicketNumber().Match(action.Text);
        return new(
            action.Owner ?? OwnerOf(action.Text),
            due,
            action.Links.Count > 0 ? action.Links[0] : null,
            action.Ticket ?? (ticket.Success ? ticket.Value : null)
        );
    }

    private static string? OwnerOf(string text)
    {
        if (Named().Match(text) is { Success: true } named)
            return named.Groups["owner"].Value;
        return LastParentheses().Match(text) is { Success: true } last
            ? last.Groups["inside"]
                .Value.Split(',')
                .Select(p => p.Trim())
                .LastOrDefault(p => OneWord().IsMatch(p) && !TicketNumber().IsMatch(p))
            : null;
    }

    [GeneratedRegex(
        @"\b(by|until|due:?|before) +(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex DueDay();

    [GeneratedRegex(@"\b[A-Z][A-Z0-9]{1,9}-[0-9]{1,7}\b", RegexOptions.NonBacktracking)]
    private static partial Regex TicketNumber();

    [GeneratedRegex(
        @"(\bowner:? *|(^|[\s(])@)(?<owner>[A-Za-z][A-Za-z0-9._-]{1,60})",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Named();

    [GeneratedRegex(@"\((?<inside>[^()]{1,200})\)[\s.]*$", RegexOptions.NonBacktracking)]
    private static partial Regex LastParentheses();

    [GeneratedRegex("^[a-z][a-z0-9-]{1,40}$", RegexOptions.NonBacktracking)]
    private static partial Regex OneWord();
}

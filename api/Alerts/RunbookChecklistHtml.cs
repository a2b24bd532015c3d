using System.Net;
using System.Text.RegularExpressions;

namespace Knowledge.Api.Alerts;

/// <summary>Makes the boxes of a rendered checklist fields of a form, ticked as far as the run has come.</summary>
internal static partial class RunbookChecklistHtml
{
    [GeneratedRegex(
        "<input type=\"checkbox\" class=\"step\" id=\"(?<id>[^\"]*)\"",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Box { get; }

    public static string WithCheckboxes(string html, IReadOnlySet<string> done) =>
        Box.Replace(
            html,
            match =>
            {
                var id = match.Groups["id"].Value;
                var isDone = done.Contains(WebUtility.HtmlDecode(id));
                return $"{match.Value} name=\"step\" value=\"{id}\"{(isDone ? " checked" : "")}";
            }
        );
}

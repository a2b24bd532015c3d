using System.Net;
using System.Text.RegularExpressions;

namespace Knowledge.Api.Alerts;

/// <summary>Makes the boxes of a rendered checklist fields of a form, ticked as far as the run has come.</summary>
internal static partial class RunbookChecklistHtml
{
    [GeneratedRegex("<input type=\"checkbox\" class=\"step\" id=\"(?<id>[^\"]*)\"", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Box { get; }

    public static string WithCheckboxes(string html, IReadOnlySet<string> done) =>
        Box.Replace(
            html,
            match =>
                $"{match.Value} name=\"step\" value=\"{match.Groups["id"].Value}\"{(done.Contains(WebUtility.HtmlDecode(match.Groups["id"].Value)) ? " checked" : "")}"
        );
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary>A rendered page that was found by the words of an alert: what deletes or stops something carries a warning.</summary>
internal static partial class GuessedPageHtml
{
    /// <summary>
    /// With a warning before each step, and before commands outside of steps, that delete, stop or change something.
    /// </summary>
    public static string WithWarnings(string html)
    {
        var starts = Start
            .Matches(html)
            .Select(m => (m.Index, IsStep: m.Groups["step"].Success))
            .Prepend((Index: 0, IsStep: false))
            .ToList();
        var page = new StringBuilder(html.Length);
        foreach (var (i, (from, isStep)) in starts.Index())
        {
            var part = html[from..(i + 1 < starts.Count ? starts[i + 1].Index : html.Length)];
            var isRisky =
                Code.Matches(part).Any(m => RiskyStep.IsCommand(Text(m.Groups["code"].Value)))
                || (isStep && RiskyStep.IsAskedFor(Text(part)));
            var at = !isRisky || isStep ? 0 : HeadingEnd(part);
            page.Append(part, 0, at).Append(isRisky ? Warning : "").Append(part, at, part.Length - at);
        }
        return page.ToString();
    }

    private static string Warning => $"<strong class=\"guess\">{WebUtility.HtmlEncode(RiskyStep.Warning)}</strong> ";

    // What stands before the first step of a section begins with its heading.
    private static int HeadingEnd(string part) => HeadingEndTag.Match(part) is { Success: true } end ? end.Index + end.Length : 0;

    private static string Text(string html) => WebUtility.HtmlDecode(Tag.Replace(html, " "));

    [GeneratedRegex(
        "(?<step><input type=\"checkbox\" class=\"step\")|<h[1-6][ >]",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Start { get; }

    [GeneratedRegex("</h[1-6]>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HeadingEndTag { get; }

    [GeneratedRegex(
        "<code[^>]*>(?<code>.*?)</code>",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Code { get; }

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Tag { get; }
}

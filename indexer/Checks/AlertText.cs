using System.Text.RegularExpressions;
using Knowledge.Content.Findings;
using Knowledge.Content.Languages;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// KB160: an alert tells whom it wakes nothing that a person could see: it has no text, or only its name and values, or only
/// quantities of the machine.
/// </summary>
internal static partial class AlertText
{
    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        foreach (var alert in content.Alerts)
        {
            var words = alert.Rules.SelectMany(r => r.Words()).ToList();
            // A rule that fires always, to show that alerts arrive, means nothing to see. Words of other languages are not known here.
            if (
                (words.Count > 0 && alert.Language != LanguageDetection.English)
                || alert.Rules.All(r =>
                    r.Expression.Trim() is "vector(1)" or "1" || r.Labels.Any(l => l is { Key: "severity", Value: "none" or "info" })
                )
            )
                continue;
            var message =
                words.Count == 0 ? $"{alert.Title} has no text. Add the annotations `summary` and `description`: what is seen, by whom."
                : !Effect().IsMatch(Hole().Replace(string.Join('\n', words), " "))
                    ? $"The text of {alert.Title} says nothing that a person would see. Say what fails, is "
                        + $"late, slow, empty or lost, and for whom."
                : null;
            if (message is not null)
                yield return CheckedContent.Finding(FindingCodes.AlertText, Severity.Note, alert, alert.Rule!.Line, message, alert.Title);
        }
    }

    // With the spaces around it: "No {name} is ready" says that none is.
    [GeneratedRegex(@"[ \t]*\{[^{}]*\}[ \t]*", RegexOptions.NonBacktracking)]
    private static partial Regex Hole();

    // What people notice: something fails, is slow, late, missing, full, gone or wrong; or people are named.
    [GeneratedRegex(
        @"\b(fail\w*|error\w*|slow\w*|late|latency|delay\w*|behind|miss(es|ed|ing)?|lost|los(e|es|ing)|empty|blank|"
            + @"down|unavailable|unreachable|unhealthy|cannot|can't|could not|unable|"
            + @"(is|are|has|have|was|were|been|does|did|do) ?n[o']t\b|not (\w+ )?\w+|stop\w*|stuck|stall\w*|hang\w*|hung|reject\w*|"
            + @"refus\w*|den(y|ied)|drop\w*|time(d|s)? ?out|crash\w*|restart\w*|reboot\w*|wait\w*|full|fills?|filling|run(s|ning)? out|"
            + @"out of|exhaust\w*|overload\w*|saturat\w*|expir\w*|wrong|incorrect|inconsistent|out.of.date|"
            + @"stale|old|corrupt\w*|disappear\w*|"
            + @"gone|degrad\w+|non-\w+|exceed\w*|maxed|offline|disconnect\w*|partitioned|backlog\w*|"
            + @"trip(s|ped)|paus\w*|suspend\w*|disabled|5xx|tak(es?|ing) (longer|more)|"
            + @"unassigned|flapp\w*|disrupt\w*|block\w*|throttl\w*|too (many|few|much|long|high|low)|limit|"
            + @"no [a-z]\w+|none|zero|not ?ready|issues?|problems?|reduced|compromised|affect\w*|impact\w*|broken|interrupt\w*|abort\w*|"
            + @"unstable|malfunction\w*|absent|loss(es)?|timing out|fault\w*|lag(s|ging|ged)?|in vain|broke|"
            + @"unav\w+|inactive|unresponsive|insufficient|remaining|left|incomplete|invalid|revoked|never|nothing|"
            + @"\w*kill(s|ed|er|ing)?|dead-?lock\w*|outages?|panic\w*|exceptions?|incidents?|attacks?|sealed|undeliver\w*|"
            + @"unroutable|discard\w*|read-?only|at risk|availability|"
            + @"users?|clients?|customers?|requests?|visitors?|sign.?ins?|log.?ins?|orders?|payments?)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Effect();
}

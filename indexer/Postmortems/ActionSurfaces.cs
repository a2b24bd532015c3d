using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Postmortems;

/// <summary>Tells which surfaces an action item touches, by its words. It suggests; what is declared counts.</summary>
public static partial class ActionSurfaces
{
    // Words that say what is fixed. One that fits nothing patches the code: most actions do.
    private static readonly (string Surface, string[] Words)[] Marks =
    [
        (
            "detection",
            [
                "alert",
                "alarm",
                "alerting",
                "monitor",
                "monitoring",
                "metric",
                "probe",
                "detect",
                "detection",
                "threshold",
                "observability",
                "notify",
                "notification",
                "healthcheck",
                "canary",
            ]
        ),
        ("alert-link", ["runbook_url"]),
        ("runbook", ["runbook", "playbook", "document", "documentation", "docs", "guide", "procedure", "readme", "sop", "instructions"]),
        ("searchability", ["search", "searchable", "keyword", "wiki", "faq"]),
        ("ownership", ["owner", "ownership", "responsible", "responsibility", "oncall", "escalation", "handover"]),
        ("twin-change", ["twin", "sync", "synchronise", "synchronize", "counterpart"]),
        (
            "status-page",
            ["statuspage", "announce", "announcement", "communicate", "communication", "inform", "customer", "customers", "message"]
        ),
        (
            "process",
            [
                "process",
                "policy",
                "checklist",
                "review",
                "training",
                "train",
                "agree",
                "discuss",
                "meeting",
                "guideline",
                "convention",
                "plan",
                "schedule",
            ]
        ),
        ("drill", ["drill", "gameday", "rehearse", "rehearsal", "exercise", "chaos", "simulate", "practise", "practice"]),
        ("data", ["backfill", "data", "restore", "backup", "cleanup", "migrate", "migration", "reconcile"]),
        (
            "code",
            [
                "fix",
                "implement",
                "upgrade",
                "update",
                "patch",
                "deploy",
                "refactor",
                "code",
                "configure",
                "configuration",
                "limit",
                "timeout",
                "retry",
                "script",
                "version",
                "automate",
                "terraform",
                "chart",
                "helm",
                "remove",
                "replace",
                "bump",
                "pipeline",
                "test",
                "tests",
            ]
        ),
    ];

    private static readonly Dictionary<string, string[]> ByTerm = Marks
        .SelectMany(m => m.Words.Select(w => (Term: TextLanguage.English.TermOf(w), m.Surface)))
        .GroupBy(m => m.Term)
        .ToDictionary(g => g.Key, g => g.Select(m => m.Surface).Distinct().ToArray());

    /// <returns>In the order of <see cref="Surface.Names"/>; at least one.</returns>
    public static IReadOnlyList<string> Of(string action)
    {
        // In parentheses stand tickets and teams: a team called data patches no data.
        var joined = Parentheses()
            .Replace(action, " ")
            .Replace("status page", "statuspage", StringComparison.OrdinalIgnoreCase)
            .Replace("on-call", "oncall", StringComparison.OrdinalIgnoreCase)
            .Replace("game day", "gameday", StringComparison.OrdinalIgnoreCase);
        var touched = SurfacesOf(joined).ToHashSet();
        // What is put into code to watch or to describe is no patch of the code that failed.
        if (
            touched.Count > 1
            && (touched.Contains("detection") || touched.Contains("runbook") || touched.Contains("ownership") || touched.Contains("drill"))
        )
            touched.Remove("code");
        if (touched.Count == 0)
            touched.Add("code");
        return [.. Surface.Names.Where(touched.Contains)];
    }

    private static IEnumerable<string> SurfacesOf(string action) =>
        Tokenizer.Words(Tokenizer.Tokenize(action)).SelectMany(t => ByTerm.GetValueOrDefault(t.Term) ?? []);

    [GeneratedRegex(@"\([^()]{0,200}\)", RegexOptions.NonBacktracking)]
    private static partial Regex Parentheses();
}

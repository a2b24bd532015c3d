namespace Knowledge.Content.Documents;

/// <summary>Reads the kind of a section from its heading, in the words that public runbooks and postmortem templates use.</summary>
public static class HeadingLexicon
{
    // Longer phrases first where one contains another: "action items" before "action", "root cause" before "cause".
    private static readonly (SectionKind Kind, string[] Phrases)[] Entries =
    [
        (
            SectionKind.Actions,
            [
                "action items",
                "actions",
                "action",
                "follow-up",
                "follow up",
                "followups",
                "follow-ups",
                "todo",
                "to do",
                "corrective",
                "preventive measures",
                "prevention",
                "next steps",
            ]
        ),
        (
            SectionKind.Lessons,
            [
                "lessons",
                "lesson",
                "what went well",
                "what went wrong",
                "where we got lucky",
                "retrospective",
                "reflections",
                "learnings",
                "takeaways",
                "surprised",
            ]
        ),
        (SectionKind.Timeline, ["timeline", "chronology", "sequence of events"]),
        (SectionKind.Verification, ["verification", "verify", "confirm", "validation", "validate", "how to know it worked", "is it fixed"]),
        (SectionKind.Escalation, ["escalation", "escalate", "contacts", "contact", "who to call", "ownership", "on-call"]),
        (
            SectionKind.Communication,
            ["communication", "communications", "customer message", "customer wording", "status page", "what to tell", "wording"]
        ),
        (SectionKind.Detection, ["detection", "how was it detected", "how it was detected", "monitoring", "alerting"]),
        (
            SectionKind.Causes,
            [
                "root cause",
                "root causes",
                "causes",
                "cause",
                "contributing factor",
                "contributing factors",
                "trigger",
                "triggers",
                "what caused",
                "why did it happen",
                "background cause",
            ]
        ),
        (
            SectionKind.Remediation,
            [
                "remediation",
                "mitigation",
                "mitigations",
                "mitigate",
                "resolution",
                "resolve",
                "fix",
                "fixes",
                "fixing",
                "recovery",
                "recover",
                "workaround",
                "workarounds",
                "solution",
                "solutions",
                "repair",
                "procedure",
                "what to do",
                "how to fix",
                "restore",
                "rollback",
                "roll back",
                "runbook",
                "steps",
            ]
        ),
        (
            SectionKind.Diagnosis,
            [
                "diagnosis",
                "diagnose",
                "diagnostics",
                "triage",
                "check",
                "checks",
                "investigate",
                "investigation",
                "troubleshooting",
                "troubleshoot",
                "debug",
                "debugging",
                "analysis",
                "how to check",
                "tell apart",
            ]
        ),
        (SectionKind.Impact, ["impact", "user impact", "customer impact", "severity", "consequences", "blast radius"]),
        (
            SectionKind.Symptoms,
            ["symptoms", "symptom", "meaning", "what is seen", "what you see", "what users see", "problem", "alert description"]
        ),
    ];

    /// <summary>
    /// The kind of a heading, or null when the lexicon does not know it (its section then has the kind of the one around it).
    /// </summary>
    public static SectionKind? KindOf(string heading)
    {
        var words = $" {Normalize(heading)} ";
        foreach (var (kind, phrases) in Entries)
        foreach (var phrase in phrases)
            if (words.Contains($" {phrase} ", StringComparison.Ordinal))
                return kind;
        return null;
    }

    /// <summary>Whether a heading is nothing but a word of the lexicon: "Symptoms" is one, "Fix for the login problem" is not.</summary>
    public static bool IsPlain(string heading)
    {
        var words = Normalize(heading);
        return Entries.Any(e => e.Phrases.Contains(words));
    }

    private static string Normalize(string heading) =>
        string.Join(
            ' ',
            new string([.. heading.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) || c == '-' ? c : ' ')]).Split(
                ' ',
                StringSplitOptions.RemoveEmptyEntries
            )
        );
}

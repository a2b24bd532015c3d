using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Answers;

/// <summary>What facts are compared with: what a card says.</summary>
/// <param name="Cause">Terms of its cause, negated words with their negation.</param>
/// <param name="Page">The same with the titles of its pages.</param>
/// <param name="Symptoms">What is seen, and the cause, as they are written, in lower case.</param>
/// <param name="Steps">What it tells to do, a set of terms for each step.</param>
internal sealed record StatedCard(
    IReadOnlySet<string> Cause,
    IReadOnlySet<string> Page,
    string Symptoms,
    IReadOnlyList<IReadOnlySet<string>> Steps
)
{
    public static IReadOnlySet<string> TermsOf(string text) => Negations.Added(Tokenizer.Tokenize(text)).Select(t => t.Term).ToHashSet();
}

/// <summary>One thing that a query says is so, or is not.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="Speaks">Below 0 when it counts against a card, above 0 when for it, 0 when it says nothing of it.</param>
internal sealed record StatedFact(string Text, Func<StatedCard, int> Speaks);

/// <summary>
/// Facts in a query beside its symptoms: what is not so ("disk is not full"), what did not happen ("no deploy"), what is well ("all
/// pods are healthy"), whom it concerns ("only one client"), and what was done in vain ("tried clearing the cache").
/// </summary>
/// <remarks>
/// Symptoms are negated too: "not loading", "no data". So a negation is a fact only of a state that would be a fault, or of something
/// that people do.
/// </remarks>
internal static class StatedFacts
{
    private const int MaxFacts = 8;

    // A subject is near its verb; what stands further in front is something else.
    private const int MaxSubjectWords = 3;

    private const int MinTriedWords = 2;

    // States that are a fault, each with other words for it.
    // csharpier-ignore
    private static readonly HashSet<string>[] Faults =
    [
        .. new string[][]
        {
        ["full", "fill", "filled", "exhausted"], ["slow", "latency", "slowly"],
        ["down", "dead", "offline", "unreachable", "stopped"], ["stuck", "hang", "hangs", "hung", "hanging", "frozen", "blocked"],
        ["expired", "expires", "outdated"], ["locked", "lock"], ["overloaded", "overload", "saturated"],
        ["corrupt", "corrupted", "damaged"], ["missing", "lost", "gone"], ["broken", "failing", "failed", "fails"],
        ["crashing", "crashed", "crashes", "crash", "restarting", "restarts"], ["late", "delayed", "stale"], ["throttled", "limited"],
        ["high", "increased"], ["degraded", "unhealthy", "red"],
        }.Select(Stems),
    ];

    // What people do that breaks things, each with other words for it.
    // csharpier-ignore
    private static readonly HashSet<string>[] Events =
    [
        .. new string[][]
        {
        ["deploy", "deployment", "deployed", "release", "released", "rollout", "rolled"],
        ["change", "changed", "update", "updated", "upgrade", "upgraded", "migration", "migrated", "patch", "patched", "reconfigured"],
        ["restart", "restarted", "reboot", "rebooted"], ["maintenance"], ["failover", "switchover"],
        }.Select(Stems),
    ];

    private static readonly string[] Well = ["healthy", "fine", "ok", "okay", "green", "good", "normal", "up"];

    // csharpier-ignore
    private static readonly HashSet<string> Ill = Stems([
        "down", "dead", "unreachable", "stopped", "broken", "failing", "failed", "crashed", "crashing", "restarting", "degraded",
        "unhealthy", "evicted", "killed", "oom", "pending", "terminated",
    ]);

    private static readonly string[][] Concerned =
    [
        ["client", "customer", "user", "tenant", "account", "company", "site", "office", "person"],
        ["browser", "computer", "pc", "laptop", "machine"],
        ["host", "node", "pod", "server", "replica", "instance"],
    ];

    private static readonly string[] Everything = ["all", "every", "everything", "everyone", "themselves"];
    private static readonly string[] TheRest = ["other", "others", "rest", "else", "not", "no", "never"];
    private static readonly string[] Verbs = ["is", "are", "was", "were", "look", "looks", "seem", "seems"];
    private static readonly string[] InVain = ["help", "helped", "fix", "fixed", "solve", "solved"];

    public static IReadOnlyList<StatedFact> Of(string query) =>
        [
            .. StatedClauses
                .Of(query)
                .Select(c => Tried(c) ?? Scope(c) ?? NotDone(c) ?? NotSo(c) ?? AllWell(c))
                .OfType<StatedFact>()
                .Take(MaxFacts),
        ];

    // "disk is not full", "the load isn't stuck", "disk not full".
    private static StatedFact? NotSo(StatedClause clause)
    {
        var words = clause.Words;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] is not ("not" or "never" or "neither"))
                continue;
            var states = Stems(words.Skip(i + 1).Take(2))
                .Select(w => Faults.FirstOrDefault(f => f.Contains(w)))
                .FirstOrDefault(f => f is not null);
            var subject = Stems(words.Take(i).Where(w => !Verbs.Contains(w) && !Everything.Contains(w)).TakeLast(MaxSubjectWords));
            if (states is null || subject.Count == 0)
                continue;
            return new(clause.Text, card => Says(card.Page, subject) && Says(card.Page, states) ? -1 : 0);
        }
        return null;
    }

    // "no deploy", "without a release", "nothing changed", "we didn't change anything".
    private static StatedFact? NotDone(StatedClause clause)
    {
        var words = clause.Words;
        for (var i = 0; i < words.Count; i++)
        {
            var reach = words[i] switch
            {
                "no" or "without" => 3,
                "not" or "nothing" or "nobody" or "none" => 4,
                _ => 0,
            };
            var near = words.Skip(i + 1).Take(reach).ToList();
            // "the update did not finish": something was done. "No updates since nine": what is seen.
            if (reach == 0 || Stems(words.Take(i)).Any(w => Events.Any(e => e.Contains(w))) || (reach == 3 && near.Any(IsUpdate)))
                continue;
            var done = Events.Where(e => Stems(near).Any(e.Contains)).ToList();
            if (done.Count == 0)
                continue;
            // "nothing was changed" is also: no release.
            HashSet<string> events =
            [
                .. (words[i] is "nothing" || near.Contains("anything") ? (IReadOnlyList<HashSet<string>>)Events : done).SelectMany(e => e),
            ];
            return new(clause.Text, card => Says(card.Cause, events) ? -1 : 0);
        }
        return null;
    }

    private static bool IsUpdate(string word) => word is "update" or "updates";

    // "all pods healthy", "the network looks fine".
    private static StatedFact? AllWell(StatedClause clause)
    {
        var at = clause.Words.ToList().FindLastIndex(w => Well.Contains(w));
        if (at < 1 || at < clause.Words.Count - 2 || clause.Words.Any(w => TheRest.Contains(w)))
            return null;
        var subject = Stems(clause.Words.Take(at).Where(w => !Verbs.Contains(w) && !Everything.Contains(w)).TakeLast(MaxSubjectWords));
        return subject.Count == 0 ? null : new(clause.Text, card => Says(card.Cause, subject) && Says(card.Cause, Ill) ? -1 : 0);
    }

    // "only one client", "just a single host", "one customer only".
    private static StatedFact? Scope(StatedClause clause)
    {
        var words = clause.Words;
        var isLimited = words.Any(w => w is "only" or "just" or "single");
        for (var i = 0; isLimited && i + 1 < words.Count; i++)
        {
            if (words[i] is not ("one" or "1" or "single") || Concerned.FirstOrDefault(c => c.Contains(words[i + 1])) is not { } alike)
                continue;
            return new(
                clause.Text,
                card =>
                    alike.Any(w => Mentions(card.Symptoms, "one " + w, "single " + w)) ? 1
                    : alike.Any(w => Mentions(card.Symptoms, $"all {w}s", $"every {w}", $"several {w}s", $"many {w}s", $"two {w}s")) ? -1
                    : 0
            );
        }
        return null;
    }

    // "tried clearing the cache", "clearing the cache did not help".
    private static StatedFact? Tried(StatedClause clause)
    {
        var words = clause.Words.ToList();
        var tried = words.IndexOf("tried");
        var vain = words.IndexOf("not") is >= 0 and var not && not + 1 < words.Count && InVain.Contains(words[not + 1]) ? not : -1;
        IEnumerable<string> what =
            tried >= 0 ? words.Skip(tried + 1)
            : vain > 0 ? words.Take(vain)
            : [];
        var terms = Stems(what.Where(w => w is not ("already" or "again" or "did" or "does" or "to" or "it")));
        return terms.Count < MinTriedWords
            ? null
            : new(clause.Text, card => card.Steps.Any(step => terms.All(step.Contains)) || terms.All(card.Page.Contains) ? -1 : 0);
    }

    private static HashSet<string> Stems(IEnumerable<string> words) =>
        [.. words.Where(w => !StopWords.Contains(w)).Select(Tokenizer.TermOf)];

    // What is written with a negation is not what is written.
    private static bool Says(IReadOnlySet<string> terms, HashSet<string> any) =>
        any.Any(t => terms.Contains(t) && !terms.Contains("no+" + t));

    private static bool Mentions(string text, params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
            if (text.Contains(phrase, StringComparison.Ordinal))
                return true;
        return false;
    }
}

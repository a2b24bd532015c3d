using Knowledge.Indexer.Text;

namespace Knowledge.Api.Assistant.Verification;

/// <summary>
/// Words that turn a sentence round when one stands for another, and words that do something to a system: such a word of a reply must
/// stand in what it cites.
/// </summary>
internal static class Opposites
{
    private static readonly IReadOnlyList<(string[] First, string[] Second)> Pairs =
    [
        (["before", "earlier"], ["after", "later"]),
        (["above", "over", "more", "exceed", "greater", "higher"], ["below", "under", "less", "fewer", "lower"]),
        (["increase", "raise", "grow", "rise"], ["decrease", "reduce", "shrink", "fall", "drop"]),
        (["up"], ["down"]),
        (["on", "enable", "enabled", "active"], ["off", "disable", "disabled", "inactive"]),
        (["start", "begin"], ["stop", "end"]),
        (["always", "every", "all"], ["never", "none", "some", "few"]),
        (["full"], ["empty"]),
        (["succeed", "success", "successful"], ["fail", "failed", "failure"]),
        (["first", "oldest"], ["last", "newest"]),
        (["true", "yes"], ["false", "no"]),
        (["primary", "leader", "master"], ["replica", "secondary", "standby", "follower"]),
        (["allow", "accept", "permit"], ["deny", "refuse", "reject", "forbid"]),
        (["open"], ["close", "closed", "shut"]),
        (["add", "attach", "mount"], ["remove", "detach", "unmount"]),
        (["read"], ["write"]),
        (["safe"], ["dangerous", "unsafe"]),
        (["present", "available"], ["absent", "missing", "unavailable"]),
        (["green", "healthy"], ["red", "unhealthy"]),
        (["minimum", "least"], ["maximum", "most"]),
        (["must", "required"], ["may", "optional"]),
        (["internal"], ["external"]),
        (["encrypt"], ["decrypt"]),
        (["commit"], ["rollback", "revert"]),
    ];

    // What is done to a system is never another word for something else.
    // csharpier-ignore
    private static readonly HashSet<string> Actions = Stems(
        "restart", "reboot", "stop", "start", "kill", "delete", "remove", "drop", "truncate", "purge", "erase", "wipe", "disable", "enable",
        "scale", "revert", "rollback", "drain", "failover", "promote", "demote", "detach", "unmount", "format", "shutdown", "terminate",
        "overwrite", "reset", "revoke", "rotate", "expire", "escalate", "disconnect", "uninstall", "install", "upgrade", "downgrade");

    private static readonly ILookup<string, string> ByStem = Pairs
        .SelectMany(p =>
            p.First.SelectMany(a => p.Second.Select(b => (A: Tokenizer.TermOf(a), B: Tokenizer.TermOf(b))))
                .SelectMany(s => new[] { s, (A: s.B, B: s.A) })
        )
        .ToLookup(s => s.A, s => s.B);

    /// <summary>Whether a word stands for its opposite, or does something that the source does not do.</summary>
    /// <param name="stem">Of a word of the reply that does not stand in the source.</param>
    /// <param name="source">Stems of all words of the source, stop words too.</param>
    public static bool Turns(string stem, IReadOnlySet<string> source) => Actions.Contains(stem) || ByStem[stem].Any(source.Contains);

    private static HashSet<string> Stems(params string[] words) => [.. words.Select(Tokenizer.TermOf)];
}

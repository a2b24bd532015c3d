using Knowledge.Content.Findings;
using Knowledge.Indexer;
using Knowledge.Indexer.Checks;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Checks;

/// <summary>Runs the checks over files that a test writes.</summary>
internal static class CheckRunner
{
    public static readonly DateTimeOffset Now = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    private const string Symptom =
        "Orders arrive late, and the confirmation mails come an hour after the order was placed, for all clients. "
        + "The shop itself answers fast.";

    /// <summary>A runbook that no check complains of but for its owner.</summary>
    public const string Good = $"""
        # Queue long

        ## Symptoms

        - {Symptom}

        ## Diagnosis

        1. Look at the length of the queue.

           ```sh
           queue-admin length orders
           ```

           Expect: below 1000. More means that the workers do not keep up with what comes in.

        ## Remediation

        1. Start a second worker.

           ```sh
           systemctl start order-worker@2
           ```

           Expect: the length falls within five minutes; ask again until it is below 1000.
        """;

    /// <summary>Findings of one code over these files, in one source.</summary>
    public static IReadOnlyList<Finding> Find(string code, params (string Path, string Text)[] files)
    {
        using var fixture = new Fixture();
        foreach (var (path, text) in files)
            fixture.With(path, text);
        return [.. CheckRun.Of(fixture.Build(), Now).Where(f => f.Code == code)];
    }

    public static IReadOnlyList<Finding> Of(params (string Name, string Directory)[] sources) =>
        CheckRun.Of(
            KnowledgeBase.Build([.. sources.Select((s, i) => DirectoryReader.Read(new(s.Name, s.Directory) { PrefixesIds = i > 0 }))]),
            Now
        );

    public static string Rules(params (string Alert, string? Url)[] rules) =>
        "groups:\n- name: g\n  rules:\n"
        + string.Concat(
            rules.Select(r =>
                $"  - alert: {r.Alert}\n    expr: up == 0\n    annotations:\n"
                + $"      summary: Orders of clients are late\n{(r.Url is null ? "" : $"      runbook_url: \"{r.Url}\"\n")}"
            )
        );
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Assistant.Verification;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Linking;

namespace Knowledge.Api.Assistant;

/// <summary>
/// What was done for an alert as numbered entries, and the draft of a runbook made of steps that cite them. What was not ticked, or taken
/// back, is no entry, so no step can say that it was done.
/// </summary>
internal static class DoneSteps
{
    private const int MaxEntries = 60;

    /// <param name="html">The page of the runbook, whose boxes the log names.</param>
    public static IReadOnlyList<EvidenceSentence> Entries(Document runbook, RunbookRun run, string html) =>
        [
            .. run
                .Done.OrderBy(d => d.At)
                .Select(d => TextOf(runbook, d, html))
                .Where(t => t.Length > 0)
                .Take(MaxEntries)
                .Select((text, i) => new EvidenceSentence(i + 1, text, runbook.Id.Value, runbook.Title, Urls.Of(runbook))),
        ];

    /// <summary>The draft of a runbook as Markdown: to be read, corrected and kept by a person.</summary>
    public static string Draft(AlertRecord alert, IReadOnlyList<VerifiedSentence> steps)
    {
        var text = new StringBuilder("---\nkind: runbook\nalerts: [");
        text.Append(JsonSerializer.Serialize(alert.Name, ContractJson.Options)).Append("]\n---\n");
        text.Append(CultureInfo.InvariantCulture, $"# {ChatEndpoint.Outgoing(alert.Name).ReplaceLineEndings(" ")}\n\n## Remediation\n\n");
        foreach (var (index, step) in steps.Index())
            text.Append(CultureInfo.InvariantCulture, $"{index + 1}. {step.Text}\n");
        return text.ToString();
    }

    // The n-th box of a section is its n-th step only where there are as many of both.
    private static string TextOf(Document runbook, RunStep done, string html)
    {
        var step = runbook
            .Sections.Where(s => s.Anchor.Length > 0)
            .Where(s => Boxes(html, s.Anchor) == s.Steps.Count)
            .SelectMany(s =>
                s.Steps.Select((step, i) => (Id: string.Create(CultureInfo.InvariantCulture, $"step-{s.Anchor}-{i + 1}"), step))
            )
            .FirstOrDefault(s => s.Id == done.Step)
            .step;
        var parts = new[] { step?.Text ?? done.Label, step?.Command is { } command ? $"`{command}`" : null, done.Result };
        return ChatEndpoint
            .Outgoing(string.Join(' ', parts.Where(p => !string.IsNullOrWhiteSpace(p)).Select(p => p!.ReplaceLineEndings(" ").TrimEnd())))
            .Trim();
    }

    private static int Boxes(string html, string anchor)
    {
        var count = 0;
        while (html.Contains(string.Create(CultureInfo.InvariantCulture, $"id=\"step-{anchor}-{count + 1}\""), StringComparison.Ordinal))
            count++;
        return count;
    }
}

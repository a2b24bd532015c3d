using System.Globalization;
using System.Text;
using System.Text.Json;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Indexer.Tools;

/// <summary>
/// One page as text, with what its page shows around it: as Markdown with front matter for whoever keeps it, and quoted for machines.
/// </summary>
public static class PageText
{
    private static readonly JsonSerializerOptions Scalar = new() { Encoder = ContractJson.Options.Encoder };

    /// <summary>The Markdown of a page below a front matter of what is known about it.</summary>
    public static string Markdown(Document document, DocumentView view)
    {
        var text = new StringBuilder("---\n");
        foreach (var (name, value) in Facts(view))
            // A JSON string is a YAML string.
            text.Append(name).Append(": ").Append(JsonSerializer.Serialize(value, Scalar)).Append('\n');
        AppendList(text, "services", view.FrontMatter.Services);
        AppendList(text, "alerts", [.. view.FrontMatter.Alerts.Where(a => a.Name is not null).Select(a => a.Name!)]);
        AppendList(text, "symptoms", view.FrontMatter.Symptoms);
        AppendList(text, "findings", [.. view.Findings.Select(f => $"{f.Code} line {f.Line}: {f.Message}")]);
        return text.Append("---\n\n").Append(Body(document)).ToString();
    }

    /// <summary>The same for a machine: what the server says, and everything that a page says quoted.</summary>
    internal static string Quoted(Document document, DocumentView view)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"id: {view.Id}\nkind: {Kind(view)}\nurl: {view.Url}\n");
        text.Append("What is known about it:\n");
        text.Append(QuotedContent.Of(string.Join('\n', Facts(view).Select(f => $"{f.Name}: {f.Value}"))));
        AppendQuoted(text, "Services", view.FrontMatter.Services);
        AppendQuoted(text, "Symptoms", view.Symptoms);
        AppendQuoted(text, "Misleading checks: green even when this is broken", [.. view.FrontMatter.StaysGreen.Select(s => s.Check)]);
        AppendQuoted(text, "Dead ends", [.. view.FrontMatter.DeadEnds.Select(d => d.Suspicion)]);
        AppendQuoted(text, "Approved wording for customers", [.. view.FrontMatter.Wording.Select(w => w.Text)]);
        AppendQuoted(text, "Findings", [.. view.Findings.Select(f => $"{f.Code} line {f.Line}: {f.Message}")]);
        var around = view
            .Neighbours.Runbooks.Concat(view.Neighbours.HappenedBefore)
            .Concat(view.Neighbours.Alerts)
            .Concat(view.Neighbours.Other)
            .Select(n => n.Id)
            .Take(30)
            .ToList();
        if (around.Count > 0)
            text.Append("Related pages: ").Append(string.Join(", ", around)).Append('\n');
        return text.Append("The page:\n").Append(QuotedContent.Of(Body(document))).ToString();
    }

    private static IEnumerable<(string Name, string Value)> Facts(DocumentView view)
    {
        yield return ("id", view.Id);
        yield return ("title", view.Title);
        yield return ("kind", Kind(view));
        if (view.Owner is { } owner)
        {
            yield return ("owner", owner.Team);
            if (owner.Contact is { } contact)
                yield return ("contact", contact);
            if (owner.Away is { } away)
                yield return ("away", away);
            if (owner.Backup is { } backup)
                yield return ("backup", backup);
        }
        if (view.FrontMatter.Date is { } date)
            yield return ("date", date.ToString("O", CultureInfo.InvariantCulture));
        if (view.FrontMatter.Severity is { } severity)
            yield return ("severity", severity);
        if (view.FrontMatter.Status is { } status)
            yield return ("status", status);
        if (view.Patches is { } patches)
            yield return ("patched", string.Create(CultureInfo.InvariantCulture, $"{patches.Patched} of {patches.Total}"));
        if (view.LastChange is { } change)
        {
            yield return ("last-change", change.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            yield return ("last-change-by", change.Basis == ChangeBasis.Git ? "history of the file" : "time of the file");
        }
        if (view.FrontMatter.Reviewed is { } reviewed)
            yield return ("reviewed", reviewed.ToString("O", CultureInfo.InvariantCulture));
        if (view.EditUrl is { } edit)
            yield return ("edit", edit);
    }

    private static string Kind(DocumentView view) => view.Kind.ToString().ToLowerInvariant();

    // The page of a rule has no text of its own.
    private static string Body(Document document) =>
        document.Markdown.Trim() is { Length: > 0 } markdown ? markdown + "\n"
        : document.Rule is { } rule
            ? string.Join(
                "\n\n",
                [
                    $"# {document.Title}",
                    .. rule.Words(),
                    .. rule.Expression.Length > 0 ? [$"```promql\n{rule.Expression.Trim()}\n```"] : Array.Empty<string>(),
                ]
            ) + "\n"
        : "";

    private static void AppendList(StringBuilder text, string name, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
            return;
        text.Append(name).Append(":\n");
        foreach (var item in items)
            text.Append("  - ").Append(JsonSerializer.Serialize(item, Scalar)).Append('\n');
    }

    private static void AppendQuoted(StringBuilder text, string name, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
            text.Append(name).Append(":\n").Append(QuotedContent.Of(string.Join('\n', items.Select(i => "- " + i))));
    }
}

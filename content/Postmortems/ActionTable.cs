using Knowledge.Content.Documents;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Postmortems;

/// <summary>Reads the actions of a table by the names of its columns: what, who, until when, where it is followed, whether done.</summary>
internal static class ActionTable
{
    // csharpier-ignore
    private static readonly string[] What =
        ["action", "actions", "action item", "item", "what", "task", "todo", "to do", "description", "remediation", "measure", "step",
         "maßnahme", "aufgabe", "tâche", "acción", "tarea", "ação", "tarefa", "azione", "actie", "zadanie", "措施", "行动", "対応", "작업"];

    // csharpier-ignore
    private static readonly string[] Who =
        ["owner", "owners", "who", "assignee", "assigned to", "assigned", "responsible", "team", "dri", "owner team",
         "verantwortlich", "wer", "responsable", "responsável", "responsabile", "eigenaar", "wie", "负责人", "担当", "담당자"];

    // csharpier-ignore
    private static readonly string[] When =
        ["due", "due date", "deadline", "by", "by when", "when", "target", "target date", "eta", "until",
         "fällig", "bis", "termin", "échéance", "fecha", "fecha límite", "prazo", "scadenza", "截止日期", "期限", "기한"];

    // csharpier-ignore
    private static readonly string[] Where = ["ticket", "tickets", "issue", "jira", "link", "bug", "tracking", "tracker", "pr", "ref"];

    private static readonly string[] Stands =
    [
        "status",
        "state",
        "done",
        "done?",
        "completed",
        "progress",
        "stand",
        "estado",
        "statut",
        "stato",
        "状态",
    ];

    // csharpier-ignore
    private static readonly string[] DoneWords =
        ["done", "closed", "complete", "completed", "fixed", "resolved", "merged", "yes", "y", "x", "finished", "shipped", "deployed",
         "✅", "✔", "✔️", "☑", "☑️", "erledigt", "fertig", "fait", "terminé", "hecho", "feito", "concluído", "fatto", "gedaan", "已完成", "完了"];

    // csharpier-ignore
    private static readonly string[] OpenWords =
        ["open", "todo", "to do", "in progress", "pending", "not started", "new", "no", "n", "blocked", "planned", "started", "wip",
         "backlog", "in review", "❌", "☐", "🚧", "⏳", "offen", "in arbeit", "ouvert", "en cours", "abierto", "en curso",
         "aberto", "aperto"];

    /// <returns>Null when its columns do not say which of them is the action.</returns>
    public static IEnumerable<ActionItem>? Read(Table table)
    {
        var rows = table.OfType<TableRow>().ToList();
        if (rows.Count == 0 || !rows[0].IsHeader)
            return null;
        var names = rows[0].OfType<TableCell>().Select(c => PageText.Cell(c).Trim().TrimEnd(':').ToLowerInvariant()).ToList();
        var what = names.FindIndex(n => What.Contains(n));
        return what < 0 ? null : rows.Skip(1).Select(r => Row(r, names, what)).OfType<ActionItem>();
    }

    private static ActionItem? Row(TableRow row, List<string> names, int what)
    {
        var cells = row.OfType<TableCell>().ToList();
        var texts = cells.Select(PageText.Cell).ToList();
        string? Of(string[] words) =>
            names.FindIndex(n => words.Contains(n)) is >= 0 and var at && at < texts.Count && at != what && texts[at].Length > 0
                ? texts[at]
                : null;
        // What no other column is for is part of what is to be done.
        var parts = texts.Where(
            (t, i) =>
                t.Length > 0
                && (i == what || i >= names.Count || !IsKnown(names[i]) && names[i] is not ("#" or "no" or "no." or "id" or ""))
        );
        var text = what < texts.Count && texts[what].Length > 0 ? string.Join(" | ", parts.OrderByDescending(p => p == texts[what])) : "";
        if (text.Length == 0)
            return null;
        return new(text, IsDone(Of(Stands)), [.. row.Descendants<LinkInline>().Select(l => l.Url).OfType<string>()])
        {
            Owner = Of(Who) is { } who && !RunbookAnnotation.IsPlaceholder(who) ? who.TrimStart('@') : null,
            Due = Of(When),
            Ticket = Of(Where) is { } ticket && !RunbookAnnotation.IsPlaceholder(ticket) ? ticket : null,
        };
    }

    private static bool IsKnown(string name) => Who.Contains(name) || When.Contains(name) || Where.Contains(name) || Stands.Contains(name);

    private static bool? IsDone(string? text) =>
        text?.Trim().TrimEnd('.', '!').ToLowerInvariant() is not { } word ? null
        : DoneWords.Any(d => word == d || word.StartsWith(d + " ", StringComparison.Ordinal)) ? true
        : OpenWords.Any(o => word == o || word.StartsWith(o + " ", StringComparison.Ordinal)) ? false
        : null;
}

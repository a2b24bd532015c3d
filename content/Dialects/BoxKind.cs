namespace Knowledge.Content.Dialects;

/// <summary>Names of boxes (admonitions, callouts, hints) in the dialects, and which of GitHub's five alerts each is.</summary>
internal static class BoxKind
{
    /// <summary>NOTE, TIP, IMPORTANT, WARNING or CAUTION; null when it is no name of a box that has something to say.</summary>
    public static string? Of(string name) =>
        name.ToLowerInvariant() switch
        {
            "note" or "info" or "information" or "seealso" or "see-also" or "abstract" or "notice" or "callout" or "aside" or "todo" =>
                "NOTE",
            "tip" or "hint" or "check" or "success" or "done" => "TIP",
            "important" or "attention-info" => "IMPORTANT",
            "warning" or "attention" or "warn" or "alert" => "WARNING",
            "danger" or "caution" or "error" or "failure" or "fail" or "bug" or "critical" or "missing" => "CAUTION",
            _ => null,
        };

    /// <summary>The kind in bold with a title, for a box whose first line says more than its kind: <c>**Warning: Mind this**</c>.</summary>
    public static string Bold(string kind, string title = "") =>
        $"**{kind[0]}{kind[1..].ToLowerInvariant()}:{(title.Length > 0 ? " " : "")}{title}**";

    /// <summary>Names that say only that this is a box; what kind it is stands in a parameter.</summary>
    public static bool IsAnyBox(string name) =>
        name.ToLowerInvariant()
            is "admonition"
                or "alert"
                or "hint"
                or "callout"
                or "notice"
                or "notification"
                or "blocks/alert"
                or "pageinfo"
                or "box";

    /// <summary>Names whose content is one of several ways, and those that may be opened: shown below their title.</summary>
    public static bool IsTab(string name) => name.ToLowerInvariant() is "tab" or "tab-item" or "tabitem" or "codetab" or "tabpane-item";

    /// <summary>Names that only arrange what is in them.</summary>
    public static bool IsFrame(string name) =>
        name.ToLowerInvariant()
            is "tabs"
                or "tab-set"
                or "tabpane"
                or "codetabs"
                or "code-group"
                or "codegroup"
                or "grid"
                or "grid-item"
                or "grid-item-card"
                or "card"
                or "cards"
                or "cardgroup"
                or "columns"
                or "column"
                or "steps"
                or "step"
                or "stepper"
                or "details"
                or "detail"
                or "dropdown"
                or "expand"
                or "expander"
                or "expandable"
                or "collapse"
                or "collapsible"
                or "accordion"
                or "accordiongroup"
                or "toggle"
                or "panel-tabset"
                or "panel"
                or "div"
                or "container"
                or "margin"
                or "sidebar"
                or "topic"
                or "rubric"
                or "example"
                or "question"
                or "faq"
                or "quote";
}

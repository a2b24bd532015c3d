using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Documents;

/// <summary>
/// Reads the steps of a section: ordered and task list items, bullets that hold a command, tables of steps, command blocks and queries
/// of their own, and a heading that is a numbered step. What stands in quotes and boxes (notes, warnings) is no step.
/// </summary>
internal static class StepReader
{
    private const int MaxNesting = 6;
    private const int MaxCode = 4000;

    public static bool HasSteps(SectionKind kind) => kind is SectionKind.Diagnosis or SectionKind.Remediation or SectionKind.Verification;

    /// <param name="heading">Of the section; it is the step when it is a numbered one and nothing below it is.</param>
    public static IReadOnlyList<Step> Read(IReadOnlyList<Block> blocks, string heading, HeadingLexicon lexicon)
    {
        var steps = new List<Step>();
        var isNumbered = lexicon.IsNumberedStep(heading);
        string? alternative = null;
        for (var i = 0; i < blocks.Count; i++)
        {
            var before = steps.Count;
            switch (blocks[i])
            {
                case ParagraphBlock paragraph when AlternativeOf(paragraph) is { } label:
                    alternative = label;
                    continue;
                case ListBlock list:
                    // Below a heading that is a step all that is listed belongs to it.
                    steps.AddRange(list.OfType<ListItemBlock>().SelectMany(item => Items(item, list.IsOrdered || isNumbered, 0)));
                    break;
                case Table table:
                    steps.AddRange(StepTable.Read(table, lexicon));
                    break;
                case CodeBlock code when Command(code, BeforeOf(blocks, i)) is { } command:
                    steps.Add(new(TextBefore(blocks, i, isNumbered ? heading : null), command, ExpectationAfter(blocks, i)));
                    break;
                case CodeBlock code when IsToBeShown(code, BeforeOf(blocks, i)) && Shown(code) is { } shown:
                    steps.Add(
                        new Step(TextBefore(blocks, i, isNumbered ? heading : null), null, ExpectationAfter(blocks, i))
                        {
                            Code = shown,
                            Language = CodeLanguage.Of(code),
                        }
                    );
                    break;
                case HtmlBlock html when HtmlBlockText.Preformatted(html) is { } typed && CommandOf(typed, "") is { } command:
                    steps.Add(new(TextBefore(blocks, i, isNumbered ? heading : null), command, ExpectationAfter(blocks, i)));
                    break;
            }
            if (alternative is not null && steps.Count > before)
            {
                steps[before] = steps[before] with { Text = $"{alternative}: {steps[before].Text}".TrimEnd(' ', ':') };
                alternative = null;
            }
        }
        return isNumbered ? Headed(heading, blocks, steps) : steps;
    }

    // What a numbered heading says is said first, and so is what stands below it before the steps.
    private static List<Step> Headed(string heading, IReadOnlyList<Block> blocks, List<Step> steps)
    {
        var text = blocks.OfType<ParagraphBlock>().Select(PageText.Of).FirstOrDefault(t => t.Length > 0);
        if (steps.Count == 0)
            steps.Add(
                new(
                    text is null ? heading : $"{heading}: {text}",
                    blocks.OfType<ParagraphBlock>().Select(InlineCommand).FirstOrDefault(c => c is not null)
                )
            );
        else if (
            blocks[0] is ParagraphBlock lead
            && AlternativeOf(lead) is null
            && text is not null
            && PageText.Of(lead) == text
            && !steps[0].Text.EndsWith(text, StringComparison.Ordinal)
        )
            steps.Insert(0, new($"{heading}: {text}", InlineCommand(lead)));
        else if (!steps[0].Text.StartsWith(heading, StringComparison.Ordinal))
            steps[0] = steps[0] with
            {
                Text = steps[0].Text.Length == 0 || steps[0].Text == steps[0].Command ? heading : $"{heading}: {steps[0].Text}",
            };
        return steps;
    }

    private static IEnumerable<Step> Items(ListItemBlock item, bool isOrdered, int depth)
    {
        var nested = depth < MaxNesting ? item.OfType<ListBlock>().Where(HoldsCommand).ToHashSet() : [];
        var step = Item(item, nested);
        if (
            step.Command is not null
            || step.Code is not null
            || (isOrdered || IsTask(item) || nested.Count > 0) && step.Text.Any(char.IsLetterOrDigit)
        )
            yield return step;
        foreach (var list in nested)
        foreach (var inner in list.OfType<ListItemBlock>().SelectMany(i => Items(i, list.IsOrdered, depth + 1)))
            yield return inner;
    }

    private static bool HoldsCommand(ListBlock list) =>
        list.Descendants()
            .Any(d => d is CodeInline inline ? LooksLikeCommand(inline.Content.Trim()) : d is CodeBlock code && Command(code) is not null);

    private static bool IsTask(ListItemBlock item) => item.OfType<ParagraphBlock>().FirstOrDefault()?.Inline?.FirstChild is TaskList;

    /// <summary>A list item as a step: its sentences, its first command, and what follows <c>Expect:</c>.</summary>
    private static Step Item(ListItemBlock item, HashSet<ListBlock> apart)
    {
        var sentences = new List<string>();
        string? command = null,
            expect = null,
            shown = null,
            language = null,
            query = null;
        foreach (var block in item)
            switch (block)
            {
                case ParagraphBlock paragraph:
                    var isTitled = sentences.Count == 0 && IsTitled(paragraph);
                    foreach (var line in Lines(paragraph))
                        if (AfterLabel(line, "Expect", "Expected") is { } seen)
                            expect ??= seen;
                        else if (expect is null || paragraph != item.LastChild)
                            sentences.Add(isTitled && sentences.Count == 0 && char.IsLetterOrDigit(line[^1]) ? line + ":" : line);
                        else
                            expect += " " + line;
                    command ??= InlineCommand(paragraph);
                    query ??= InlineQuery(paragraph);
                    break;
                case CodeBlock code:
                    if (Command(code, string.Join(' ', sentences)) is { } text)
                        command = command is null || !IsBlock(item, command) ? text : $"{command}\n{text}";
                    else if (shown is null && Shown(code) is { } seenCode)
                        (shown, language) = (seenCode, CodeLanguage.Of(code));
                    break;
                case ListBlock list when apart.Contains(list):
                    break;
                case ContainerBlock container:
                    sentences.Add(PageText.Of([container]).Replace('\n', ' '));
                    break;
            }
        if (shown is null && command is null && query is not null)
            (shown, language) = (query, "sql");
        return new(string.Join(' ', sentences).Trim(), command, expect)
        {
            Code = shown,
            Language = language is { Length: > 0 } ? language : null,
        };
    }

    // "**Restart it**" on the first line, and what there is to say of it below.
    private static bool IsTitled(ParagraphBlock paragraph) =>
        paragraph.Inline?.FirstChild is EmphasisInline { DelimiterCount: 2, NextSibling: LineBreakInline };

    /// <summary>What stands behind a label such as <c>Check:</c>, or null when the line has none of them.</summary>
    public static string? AfterLabel(string line, params ReadOnlySpan<string> labels)
    {
        foreach (var label in labels)
            if (line.StartsWith(label, StringComparison.OrdinalIgnoreCase) && line.Length > label.Length && line[label.Length] == ':')
                return line[(label.Length + 1)..].Trim();
        return null;
    }

    public static string? InlineCommand(LeafBlock block) =>
        block
            .Inline?.Descendants<CodeInline>()
            .Where(c => !PrintedBlock.IsWarnedOf(c) && !PrintedBlock.IsNamed(c))
            .Select(c => WithoutPrompt(c.Content.Trim()))
            .FirstOrDefault(c => LooksLikeCommand(c) && !CodeLanguage.IsSql(c));

    // A statement in a sentence is copied into a database, and typed into no shell.
    private static string? InlineQuery(LeafBlock block) =>
        block
            .Inline?.Descendants<CodeInline>()
            .Where(c => !PrintedBlock.IsWarnedOf(c))
            .Select(c => c.Content.Trim())
            .FirstOrDefault(c => CodeLanguage.IsSql(c) && LooksLikeCommand(c));

    public static string[] Lines(LeafBlock paragraph) =>
        PageText.Of(paragraph.Inline, '\n').Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The commands of a block without prompts and output, or null when it holds none.</summary>
    /// <param name="before">What stands before the block.</param>
    public static string? Command(CodeBlock code, string before = "") =>
        CodeLanguage.Of(code) is var language && CodeLanguage.IsShell(language) ? CommandOf(PageText.Code(code), language, before) : null;

    private static string? CommandOf(string code, string language, string before = "")
    {
        IReadOnlyList<string> lines = code.Split('\n');
        // Where some lines carry a prompt, the others are what the command printed.
        if (ShellPrompt.Typed(lines, CodeLanguage.IsSession(language)) is { } typed)
            lines = typed;
        else if (PrintedBlock.Is(before, code))
            return null;
        return lines.Any(IsTyped) ? string.Join('\n', lines).Trim('\n') : null;
    }

    // No comment, and no dots in place of what was left out.
    private static bool IsTyped(string line) =>
        line.Trim() is { Length: > 0 } text && text[0] != '#' && text is not ("..." or "…" or "[...]");

    /// <summary>
    /// A query, if it is not what one printed; and lines that are all comments where the text before says what to do with them.
    /// </summary>
    private static bool IsToBeShown(CodeBlock code, string before) =>
        CodeLanguage.Of(code) is { Length: > 0 } language
        && (
            CodeLanguage.IsQuery(language) && !PrintedBlock.IsResult(before, PageText.Code(code))
            || CodeLanguage.IsShell(language) && before.Length > 0 && PageText.Code(code).Split('\n').All(l => l.Trim() is "" or ['#', ..])
        );

    private static string? Shown(CodeBlock code)
    {
        var text = PageText.Code(code).Trim('\n');
        // Behind the prompts of a database stands what it was asked; the rest is what it answered.
        if (CodeLanguage.IsQuery(CodeLanguage.Of(code)) && ShellPrompt.Typed(text.Split('\n'), isSession: false) is { } typed)
            text = string.Join('\n', typed).Trim('\n');
        return text.Length == 0 ? null : text[..Math.Min(text.Length, MaxCode)];
    }

    // `$ df -h` in a sentence.
    private static string WithoutPrompt(string code) => code.StartsWith("$ ", StringComparison.Ordinal) ? code[2..].TrimStart() : code;

    private static bool IsBlock(ListItemBlock item, string command) =>
        item.OfType<CodeBlock>().Any(c => Command(c) is { } text && command.StartsWith(text, StringComparison.Ordinal));

    // `kubectl get pods` is a command; `mountpoint`, `Ready` and `/var` are names.
    public static bool LooksLikeCommand(string code) =>
        code.Contains(' ', StringComparison.Ordinal) && char.IsAsciiLetterLower(code[0]) && !code.Contains(": ", StringComparison.Ordinal);

    // A tab of a page: what is below it is done in place of what is in the other tabs.
    private static string? AlternativeOf(ParagraphBlock paragraph) =>
        paragraph.Inline is { FirstChild: EmphasisInline { DelimiterCount: 2 } label, LastChild: HtmlInline { Tag: AlternativeMark } }
            ? PageText.Of(label)
            : null;

    /// <summary>Stands behind the bold name of a tab where the dialect of a page was rewritten; no reader sees it.</summary>
    public const string AlternativeMark = "<!--tab-->";

    private static string BeforeOf(IReadOnlyList<Block> blocks, int at) =>
        at > 0 && blocks[at - 1] is ParagraphBlock before ? PageText.Of(before) : "";

    private static string TextBefore(IReadOnlyList<Block> blocks, int at, string? heading)
    {
        if (at == 0 || blocks[at - 1] is not ParagraphBlock before || AlternativeOf(before) is not null)
            return heading ?? "Run this:";
        var text = PageText.Of(before);
        // "**Step 1: Revoke the key**" above it is its heading.
        return at > 1 && blocks[at - 2] is ParagraphBlock above && AlternativeOf(above) is null && IsAllBold(above)
            ? $"{PageText.Of(above).TrimEnd(' ', ':')}: {text}"
            : text;
    }

    private static bool IsAllBold(ParagraphBlock paragraph) =>
        paragraph.Inline is { FirstChild: EmphasisInline { DelimiterCount: 2 } only } inline && only == inline.LastChild;

    private static string? ExpectationAfter(IReadOnlyList<Block> blocks, int at) =>
        at + 1 < blocks.Count && blocks[at + 1] is ParagraphBlock after ? AfterLabel(PageText.Of(after), "Expect", "Expected") : null;
}

using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Documents;

/// <summary>Reads the steps of a section: ordered list items, bullets that hold a command, and command blocks of their own.</summary>
internal static class StepReader
{
    // Blocks in these languages show something; they are not typed in.
    private static readonly string[] NotCommands =
    [
        "json",
        "yaml",
        "yml",
        "text",
        "txt",
        "output",
        "log",
        "logs",
        "toml",
        "ini",
        "xml",
        "mermaid",
        "diff",
    ];

    public static bool HasSteps(SectionKind kind) => kind is SectionKind.Diagnosis or SectionKind.Remediation or SectionKind.Verification;

    public static IReadOnlyList<Step> Read(IReadOnlyList<Block> blocks)
    {
        var steps = new List<Step>();
        for (var i = 0; i < blocks.Count; i++)
            switch (blocks[i])
            {
                case ListBlock { IsOrdered: true } list:
                    steps.AddRange(list.OfType<ListItemBlock>().Select(Item).Where(s => s.Text.Length > 0 || s.Command is not null));
                    break;
                case ListBlock list:
                    steps.AddRange(list.OfType<ListItemBlock>().Select(Item).Where(s => s.Command is not null));
                    break;
                case CodeBlock code when Command(code) is { } command:
                    var text = i > 0 && blocks[i - 1] is ParagraphBlock before ? PageText.Of(before) : "Run this:";
                    var expect = i + 1 < blocks.Count && blocks[i + 1] is ParagraphBlock after ? Expectation(after) : null;
                    steps.Add(new(text, command, expect));
                    break;
            }
        return steps;
    }

    /// <summary>A list item as a step: its sentences, its first command, and what follows <c>Expect:</c>.</summary>
    public static Step Item(ListItemBlock item)
    {
        var sentences = new List<string>();
        string? command = null,
            expect = null;
        foreach (var block in item)
            switch (block)
            {
                case ParagraphBlock paragraph:
                    foreach (var line in Lines(paragraph))
                        if (AfterLabel(line, "Expect", "Expected") is { } seen)
                            expect ??= seen;
                        else if (expect is null || paragraph != item.LastChild)
                            sentences.Add(line);
                        else
                            expect += " " + line;
                    command ??= InlineCommand(paragraph);
                    break;
                case CodeBlock code:
                    if (Command(code) is { } text)
                        command = command is null || !IsBlock(item, command) ? text : $"{command}\n{text}";
                    break;
                case ContainerBlock container:
                    sentences.Add(PageText.Of([container]).Replace('\n', ' '));
                    break;
            }
        return new(string.Join(' ', sentences).Trim(), command, expect);
    }

    /// <summary>What stands behind a label such as <c>Check:</c>, or null when the line has none of them.</summary>
    public static string? AfterLabel(string line, params ReadOnlySpan<string> labels)
    {
        foreach (var label in labels)
            if (line.StartsWith(label, StringComparison.OrdinalIgnoreCase) && line.Length > label.Length && line[label.Length] == ':')
                return line[(label.Length + 1)..].Trim();
        return null;
    }

    public static string? InlineCommand(LeafBlock block) =>
        block.Inline?.Descendants<CodeInline>().Select(c => c.Content.Trim()).FirstOrDefault(LooksLikeCommand);

    public static string[] Lines(LeafBlock paragraph) =>
        PageText.Of(paragraph.Inline, '\n').Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The commands of a block without prompts and output, or null when it holds none.</summary>
    public static string? Command(CodeBlock code)
    {
        if (code is FencedCodeBlock { Info: { } language } && NotCommands.Contains(language, StringComparer.OrdinalIgnoreCase))
            return null;
        var lines = PageText.Code(code).Split('\n');
        // Where some lines carry a prompt, the others are what the command printed.
        if (lines.Any(HasPrompt))
            lines = [.. lines.Where(HasPrompt).Select(l => l.TrimStart()[2..])];
        return lines.Any(l => l.Trim().Length > 0 && !l.TrimStart().StartsWith('#')) ? string.Join('\n', lines).Trim('\n') : null;
    }

    private static bool HasPrompt(string line) => line.TrimStart().StartsWith("$ ", StringComparison.Ordinal);

    private static bool IsBlock(ListItemBlock item, string command) =>
        item.OfType<CodeBlock>().Any(c => Command(c) is { } text && command.StartsWith(text, StringComparison.Ordinal));

    // `kubectl get pods` is a command; `mountpoint`, `Ready` and `/var` are names.
    private static bool LooksLikeCommand(string code) =>
        code.Contains(' ', StringComparison.Ordinal) && char.IsAsciiLetterLower(code[0]) && !code.Contains(": ", StringComparison.Ordinal);

    private static string? Expectation(ParagraphBlock paragraph) => AfterLabel(PageText.Of(paragraph), "Expect", "Expected");
}

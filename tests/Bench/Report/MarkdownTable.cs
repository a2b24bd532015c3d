using System.Text;

namespace Knowledge.Bench.Report;

/// <summary>A Markdown table; the first column is text, the others are numbers.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder text = new();

    public MarkdownTable(params IEnumerable<string> headings)
    {
        var all = headings.ToList();
        Row(all);
        Row(all.Select((_, i) => i == 0 ? "---" : "---:"));
    }

    public MarkdownTable Row(params IEnumerable<string> cells)
    {
        text.Append("| ").AppendJoin(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        return this;
    }

    public override string ToString() => text.ToString();
}

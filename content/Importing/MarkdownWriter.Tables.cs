namespace Knowledge.Content.Importing;

internal sealed partial class MarkdownWriter
{
    private IEnumerable<string> Table(MarkupElement table, InlineContext place)
    {
        var grid = TableGrid.Of(table);
        var strays = BlocksOf(grid.Strays, place);
        return grid.Rows.Count == 0 ? strays : strays.Concat(Table(table, grid, place));
    }

    private IEnumerable<string> Table(MarkupElement table, TableGrid grid, InlineContext place)
    {
        // A table of one cell is a frame around text.
        if (grid.Rows is [[{ } only]])
            return BlocksOf(only.Children, place);
        var caption = table.Children.OfType<MarkupElement>().FirstOrDefault(c => c.Name == "caption");
        var rows = grid.Rows.Select(row => row.Select(cell => cell is null ? "" : Cell(cell.Children, place)).ToList()).ToList();
        if (rows.All(r => r.All(c => c.Length == 0)))
            return [];
        var lines = new List<string>();
        if (!grid.HasHead)
            lines.Add(Row(Enumerable.Repeat("", grid.Columns)));
        lines.AddRange(rows.Select(row => Row(row.Concat(Enumerable.Repeat("", grid.Columns - row.Count)))));
        lines.Insert(1, Row(Enumerable.Repeat("---", grid.Columns)));
        var written = string.Join('\n', lines);
        return caption is null ? [written] : [.. Some(Bold(caption.Children, place)), written];
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private const string CellBreak = " <br> ";

    private string Cell(IReadOnlyList<MarkupNode> nodes, InlineContext place)
    {
        var inCell = place with { InCell = true, CanHaveHeadings = false };
        var pieces = new List<string>();
        var run = new List<MarkupNode>();
        foreach (var node in nodes)
        {
            if (node is not MarkupElement element || !HoldsBlock(element))
            {
                run.Add(node);
                continue;
            }
            AddRun();
            switch (element.Name)
            {
                case "pre":
                    pieces.AddRange(
                        element
                            .InnerText.ReplaceLineEndings("\n")
                            .Split('\n')
                            .Where(l => l.Trim().Length > 0)
                            .Select(l => MarkdownText.Code(l, inCell: true))
                    );
                    break;
                case "li":
                    var box = element["checked"] switch
                    {
                        null => "•",
                        "true" => "\\[x]",
                        _ => "\\[ ]",
                    };
                    Add($"{box} {Cell(element.Children, place)}");
                    break;
                case "tr":
                    Add(
                        string.Join(
                            "; ",
                            element.Children.OfType<MarkupElement>().Select(c => Cell(c.Children, place)).Where(c => c.Length > 0)
                        )
                    );
                    break;
                case "hr":
                    break;
                case "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "summary" or "dt" or "caption":
                    Add(Inline([MarkupNode.Element("b", element.Children)], inCell));
                    break;
                default:
                    Add(Cell(element.Children, place));
                    break;
            }
        }
        AddRun();
        return string.Join(CellBreak, pieces);

        void Add(string text)
        {
            if (text.Trim().Length > 0)
                pieces.Add(text);
        }

        void AddRun()
        {
            Add(Inline(run, inCell));
            run.Clear();
        }
    }
}

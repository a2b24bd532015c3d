using System.Globalization;
using System.Net;
using System.Text;

namespace Knowledge.Content.Diagrams;

/// <summary>Draws a sequence: a column for each who takes part, a row for each thing that is said.</summary>
internal static class SequenceSvg
{
    private const int Letters = 34;
    private const double Margin = 12;
    private const double Head = 8;
    private const double Self = 36;

    public static string Of(Sequence sequence)
    {
        var names = sequence.Participants.Select(p => DiagramText.Wrap(p, 18)).ToList();
        var texts = sequence.Rows.Select(r => DiagramText.Wrap(r.Text, Letters)).ToList();
        var columns = Columns(sequence, names, texts);
        var boxHeight = names.Max(n => n.Count) * DiagramText.Line + 16.0;
        var width = Math.Max(columns[^1] + DiagramText.Width(names[^1]) / 2 + 12 + Reach(sequence, texts, columns), 160) + Margin;

        var rows = new StringBuilder();
        var y = Margin + (sequence.Title is null ? 0 : DiagramText.Line + 8) + boxHeight;
        for (var i = 0; i < sequence.Rows.Count; i++)
            y = Row(rows, sequence.Rows[i], texts[i], columns, width, y);
        y += 16;

        var svg = new StringBuilder();
        var top = Margin;
        if (sequence.Title is { } title)
        {
            DiagramText.Write(svg, [title], width / 2, top + DiagramText.Line / 2.0, "text");
            top += DiagramText.Line + 8;
        }
        for (var i = 0; i < names.Count; i++)
        {
            var (x, w) = (columns[i], DiagramText.Width(names[i]) + 24);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path class=\"d-life\" fill=\"none\" stroke=\"currentColor\" d=\"M{x:0.#} {top + boxHeight:0.#}V{y:0.#}\"/>"
                    + $"<rect class=\"d-box\" fill=\"none\" stroke=\"currentColor\" x=\"{x - w / 2:0.#}\" y=\"{top:0.#}\" "
                    + $"width=\"{w:0.#}\" height=\"{boxHeight:0.#}\" rx=\"4\"/>"
            );
            DiagramText.Write(svg, names[i], x, top + boxHeight / 2, "text");
        }
        svg.Append(rows);
        return DiagramText.Picture(
            width,
            y + Margin,
            $"Sequence between {string.Join(", ", sequence.Participants.Take(8).Select(p => p.Replace('\n', ' ')))}",
            svg
        );
    }

    // Each column is as far from the one before as what is said between the two is wide.
    private static double[] Columns(Sequence sequence, List<IReadOnlyList<string>> names, List<IReadOnlyList<string>> texts)
    {
        var columns = new double[names.Count];
        columns[0] = Margin + Math.Max(DiagramText.Width(names[0]) / 2 + 12, FirstNote());
        for (var i = 1; i < columns.Length; i++)
        {
            columns[i] = columns[i - 1] + Math.Max(110, (DiagramText.Width(names[i - 1]) + DiagramText.Width(names[i])) / 2 + 44);
            for (var r = 0; r < texts.Count; r++)
            {
                var row = sequence.Rows[r];
                var (from, to) = (Math.Min(row.From, row.To), Math.Max(row.From, row.To));
                if (row.Kind == SequenceRowKind.Message && to == i && from < to)
                    columns[i] = Math.Max(columns[i], columns[from] + DiagramText.Width(texts[r]) + 28);
                else if (row.Kind == SequenceRowKind.Message && from == to && from == i - 1)
                    columns[i] = Math.Max(columns[i], columns[i - 1] + Self + DiagramText.Width(texts[r]) + 20);
            }
        }
        return columns;

        double FirstNote() =>
            sequence
                .Rows.Index()
                .Where(r => r.Item is { Kind: SequenceRowKind.Note, From: 0, To: 0 })
                .Select(r => DiagramText.Width(texts[r.Index]) / 2 + 12)
                .DefaultIfEmpty(0)
                .Max();
    }

    // How far something stands out behind the last column.
    private static double Reach(Sequence sequence, List<IReadOnlyList<string>> texts, double[] columns) =>
        sequence
            .Rows.Index()
            .Where(r => r.Item.Kind != SequenceRowKind.Block && r.Item.From == r.Item.To && r.Item.From == columns.Length - 1)
            .Select(r => Self + DiagramText.Width(texts[r.Index]))
            .DefaultIfEmpty(0)
            .Max();

    private static double Row(StringBuilder svg, SequenceRow row, IReadOnlyList<string> text, double[] columns, double width, double y)
    {
        var height = text.Count * DiagramText.Line;
        switch (row.Kind)
        {
            case SequenceRowKind.Block:
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<path class=\"d-block\" fill=\"none\" stroke=\"currentColor\" "
                        + $"d=\"M{Margin / 2:0.#} {y + 10:0.#}H{width - Margin / 2:0.#}\"/>"
                );
                for (var i = 0; i < text.Count; i++)
                    svg.Append(
                            CultureInfo.InvariantCulture,
                            $"<text class=\"d-label\" x=\"{Margin}\" y=\"{y + 26 + i * DiagramText.Line:0.#}\">"
                        )
                        .Append(WebUtility.HtmlEncode(text[i]))
                        .Append("</text>");
                return y + 14 + height;
            case SequenceRowKind.Note:
                var middle = (columns[row.From] + columns[row.To]) / 2;
                var w = Math.Max(DiagramText.Width(text) + 16, columns[row.To] - columns[row.From] + 24);
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<rect class=\"d-note\" fill=\"none\" stroke=\"currentColor\" x=\"{middle - w / 2:0.#}\" y=\"{y + 10:0.#}\" "
                        + $"width=\"{w:0.#}\" height=\"{height + 10:0.#}\"/>"
                );
                DiagramText.Write(svg, text, middle, y + 15 + height / 2.0, "text");
                return y + 20 + height;
            default:
                Message(svg, row, text, columns, y + 12 + height);
                return y + 16 + height + (row.From == row.To ? 14 : 0);
        }
    }

    private static void Message(StringBuilder svg, SequenceRow row, IReadOnlyList<string> text, double[] columns, double y)
    {
        var (from, to) = (columns[row.From], columns[row.To]);
        var dashes = row.IsDotted ? " stroke-dasharray=\"4 4\"" : "";
        var isSelf = row.From == row.To;
        var path = isSelf
            ? string.Create(CultureInfo.InvariantCulture, $"M{from:0.#} {y:0.#}h{Self}v14H{from + 1:0.#}")
            : string.Create(CultureInfo.InvariantCulture, $"M{from:0.#} {y:0.#}H{to:0.#}");
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"d-line\" fill=\"none\" stroke=\"currentColor\"{dashes} d=\"{path}\"/>");
        var (tipY, back) = (isSelf ? y + 14 : y, isSelf || to < from ? to + Head : to - Head);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<polygon class=\"d-head\" fill=\"currentColor\" "
                + $"points=\"{to:0.#},{tipY:0.#} {back:0.#},{tipY - Head / 2:0.#} {back:0.#},{tipY + Head / 2:0.#}\"/>"
        );
        var middle = isSelf ? from + Self / 2 + 4 + DiagramText.Width(text) / 2 : (from + to) / 2;
        DiagramText.Write(svg, text, middle, y - 4 - text.Count * DiagramText.Line / 2.0, "label");
    }
}

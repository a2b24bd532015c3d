using System.Globalization;
using System.Text;

namespace Knowledge.Content.Diagrams;

/// <summary>Draws a flowchart that was laid out.</summary>
internal sealed class FlowchartSvg
{
    private const double Margin = 12;
    private const double Head = 8;

    private readonly StringBuilder svg = new();
    private readonly Flowchart chart;
    private readonly double shift;
    private readonly double length;

    private FlowchartSvg(Flowchart chart, double shift, double length) => (this.chart, this.shift, this.length) = (chart, shift, length);

    public static string Of(Flowchart chart)
    {
        var layout = new FlowchartLayout(chart);
        // An arrow that bends out, or comes back to its own box, needs room beside the boxes.
        var reach = layout.Links.Select(l => Math.Abs(l.Bend) + (l.Link.From == l.Link.To ? 60 : 0)).DefaultIfEmpty(0).Max();
        var breadth = layout.Breadth + 2 * Math.Max(Margin, reach);
        var drawing = new FlowchartSvg(chart, breadth / 2, layout.Length);
        foreach (var link in layout.Links)
            drawing.Draw(link, layout.Nodes[link.Link.From]);
        foreach (var node in layout.Nodes)
            drawing.Draw(node);
        var (width, height) = chart.IsAcross ? (layout.Length + 2 * Margin, breadth) : (breadth, layout.Length + 2 * Margin);
        return DiagramText.Picture(
            width,
            height,
            $"Flowchart: {string.Join(", ", chart.Nodes.Take(5).Select(n => n.Label.Replace('\n', ' ')))}",
            drawing.svg
        );
    }

    private (double X, double Y) At(double along, double across)
    {
        along = (chart.IsReversed ? length - along : along) + Margin;
        return chart.IsAcross ? (along, across + shift) : (across + shift, along);
    }

    private void Draw(PlacedLink placed, PlacedNode from)
    {
        var link = placed.Link;
        if (link.Line == FlowLine.Hidden)
            return;
        var kind = $"line{(link.Line == FlowLine.Plain ? "" : link.Line == FlowLine.Dotted ? " d-dotted" : " d-thick")}";
        var dashes = link.Line == FlowLine.Dotted ? " stroke-dasharray=\"4 4\"" : "";
        var points = placed.Points.Select(p => (p.Along, Across: p.Across)).ToList();
        var label = (Along: 0.0, Across: 0.0);
        var path = new StringBuilder();
        if (link.From == link.To)
        {
            // Out at the side and back in.
            var side = from.Across + from.Breadth / 2;
            var (a, b) = (from.Along - from.Length / 5, from.Along + from.Length / 5);
            path.Append(Move(a, side)).Append(Curve((a, side + 40), (b, side + 40), (b, side)));
            label = (from.Along, side + 40);
        }
        else
        {
            // What bends touches the box away from its middle, but touches it.
            var ends = Math.Clamp(placed.Bend, -from.Breadth / 2 + 8, from.Breadth / 2 - 8);
            points[0] = (points[0].Along, points[0].Across + ends);
            points[^1] = (points[^1].Along, points[^1].Across + Math.Clamp(placed.Bend, -10, 10));
            path.Append(Move(points[0].Along, points[0].Across));
            for (var i = 1; i < points.Count; i++)
            {
                var (p, q) = (points[i - 1], points[i]);
                var middle = (p.Along + q.Along) / 2;
                var (c1, c2) = ((middle, p.Across + placed.Bend - (i == 1 ? ends : 0)), (middle, q.Across + placed.Bend));
                path.Append(Curve(c1, c2, q));
                if (i == (points.Count > 2 ? 1 : points.Count - 1))
                    label = points.Count > 2 ? q : (middle, (p.Across + 3 * c1.Item2 + 3 * c2.Item2 + q.Across) / 8);
            }
        }
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"d-{kind}\" fill=\"none\" stroke=\"currentColor\"{dashes} d=\"{path}\"/>");
        if (link.HasHead)
            Arrow(points[^1], points[^2].Along < points[^1].Along);
        if (link.HasTail)
            Arrow(points[0], points[1].Along < points[0].Along);
        if (placed.Label.Count > 0)
        {
            var (x, y) = At(label.Along, label.Across);
            var (width, height) = (DiagramText.Width(placed.Label) + 6, placed.Label.Count * DiagramText.Line);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"d-ground\" fill=\"none\" x=\"{x - width / 2:0.#}\" y=\"{y - height / 2.0:0.#}\" "
                    + $"width=\"{width:0.#}\" height=\"{height}\"/>"
            );
            DiagramText.Write(svg, placed.Label, x, y, "label");
        }
    }

    private string Move(double along, double across)
    {
        var (x, y) = At(along, across);
        return string.Create(CultureInfo.InvariantCulture, $"M{x:0.#} {y:0.#}");
    }

    private string Curve((double Along, double Across) c1, (double Along, double Across) c2, (double Along, double Across) end)
    {
        var ((x1, y1), (x2, y2), (x, y)) = (At(c1.Along, c1.Across), At(c2.Along, c2.Across), At(end.Along, end.Across));
        return string.Create(CultureInfo.InvariantCulture, $"C{x1:0.#} {y1:0.#} {x2:0.#} {y2:0.#} {x:0.#} {y:0.#}");
    }

    private void Arrow((double Along, double Across) tip, bool isForward)
    {
        var back = tip.Along + (isForward ? -Head : Head);
        var ((x, y), (x1, y1), (x2, y2)) = (At(tip.Along, tip.Across), At(back, tip.Across - Head / 2), At(back, tip.Across + Head / 2));
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<polygon class=\"d-head\" fill=\"currentColor\" points=\"{x:0.#},{y:0.#} {x1:0.#},{y1:0.#} {x2:0.#},{y2:0.#}\"/>"
        );
    }

    private void Draw(PlacedNode placed)
    {
        var (x, y) = At(placed.Along, placed.Across);
        var (w, h) = chart.IsAcross ? (placed.Length, placed.Breadth) : (placed.Breadth, placed.Length);
        var (left, top) = (x - w / 2, y - h / 2);
        var shape = placed.Node.Shape switch
        {
            FlowShape.Diamond => Polygon((x, top), (left + w, y), (x, top + h), (left, y)),
            FlowShape.Hexagon => Polygon(
                (left + 14, top),
                (left + w - 14, top),
                (left + w, y),
                (left + w - 14, top + h),
                (left + 14, top + h),
                (left, y)
            ),
            FlowShape.Ellipse => string.Create(
                CultureInfo.InvariantCulture,
                $"ellipse cx=\"{x:0.#}\" cy=\"{y:0.#}\" rx=\"{w / 2:0.#}\" ry=\"{h / 2:0.#}\""
            ),
            var other => string.Create(
                CultureInfo.InvariantCulture,
                $"rect x=\"{left:0.#}\" y=\"{top:0.#}\" width=\"{w:0.#}\" height=\"{h:0.#}\" rx=\"{(other == FlowShape.Round ? 16 : 4)}\""
            ),
        };
        svg.Append('<').Append(shape).Append(" class=\"d-box\" fill=\"none\" stroke=\"currentColor\"/>");
        var group = placed.Node.Group is null ? 0 : DiagramText.Line;
        DiagramText.Write(svg, placed.Lines, x, y - group / 2.0, "text");
        if (placed.Node.Group is { } name)
            DiagramText.Write(svg, [FlowchartLayout.GroupLine(name)], x, y + placed.Lines.Count * DiagramText.Line / 2.0, "label");
    }

    private static string Polygon(params (double X, double Y)[] points) =>
        "polygon points=\""
        + string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")))
        + "\"";
}

namespace Knowledge.Content.Diagrams;

/// <summary>A box with its place: <c>Along</c> the way the arrows go, and <c>Across</c> it; both of its middle.</summary>
internal sealed record PlacedNode(FlowNode Node, IReadOnlyList<string> Lines, double Along, double Across, double Length, double Breadth);

/// <summary>An arrow through its points, each with its place along and across; the first and the last touch boxes.</summary>
internal sealed record PlacedLink(
    FlowLink Link,
    IReadOnlyList<string> Label,
    IReadOnlyList<(double Along, double Across)> Points,
    double Bend
);

/// <summary>
/// Places the boxes of a flowchart in ranks, as far along as the longest way to them, and the arrows between: Sugiyama, Tagawa and Toda,
/// "Methods for Visual Understanding of Hierarchical System Structures", 1981, with the mean of the neighbours' places for the order.
/// </summary>
internal sealed class FlowchartLayout
{
    private const int Letters = 24;
    private const int LabelLetters = 20;
    private const double Gap = 28;
    private const double Step = 44;
    private const int Sweeps = 4;

    private readonly Flowchart chart;
    private readonly int[] ranks;

    // Boxes, and behind them a place for each rank that an arrow passes.
    private readonly List<int> rankOf = [];
    private readonly List<double> lengths = [];
    private readonly List<double> breadths = [];
    private readonly List<List<int>> ways = [];
    private readonly double[] across;

    public IReadOnlyList<PlacedNode> Nodes { get; }
    public IReadOnlyList<PlacedLink> Links { get; }
    public double Length { get; }
    public double Breadth { get; }

    public FlowchartLayout(Flowchart chart)
    {
        this.chart = chart;
        var texts = chart.Nodes.Select(n => DiagramText.Wrap(n.Label, Letters)).ToList();
        var labels = chart.Links.Select(l => DiagramText.Wrap(l.Label, LabelLetters)).ToList();
        ranks = Ranks();
        for (var i = 0; i < chart.Nodes.Count; i++)
        {
            var (width, height) = SizeOf(chart.Nodes[i], texts[i]);
            rankOf.Add(ranks[i]);
            lengths.Add(chart.IsAcross ? width : height);
            breadths.Add(chart.IsAcross ? height : width);
        }
        for (var i = 0; i < chart.Links.Count; i++)
            ways.Add(Way(chart.Links[i], LabelBreadth(labels[i])));
        across = Places(out var breadth);
        var (starts, length) = Starts(labels);
        Nodes =
        [
            .. chart.Nodes.Select(
                (n, i) => new PlacedNode(n, texts[i], starts[ranks[i]] + RankLength(ranks[i]) / 2, across[i], lengths[i], breadths[i])
            ),
        ];
        var bends = Bends(labels);
        Links = [.. chart.Links.Select((l, i) => new PlacedLink(l, labels[i], Points(i, starts), bends[i]))];
        (Length, Breadth) = (length, breadth);
    }

    private static (double Width, double Height) SizeOf(FlowNode node, IReadOnlyList<string> lines)
    {
        var width = Math.Max(DiagramText.Width(lines), node.Group is null ? 0 : DiagramText.Width([GroupLine(node.Group)])) + 24;
        var height = (lines.Count + (node.Group is null ? 0 : 1)) * DiagramText.Line + 16;
        return node.Shape switch
        {
            FlowShape.Diamond => (width * 1.3 + 16, height * 1.7),
            FlowShape.Ellipse => (width * 1.25, height * 1.4),
            FlowShape.Hexagon => (width + 28, height),
            _ => (width, height),
        };
    }

    public static string GroupLine(string group) => $"in {group.Replace('\n', ' ')}";

    // The longest way to each from where nothing leads to; an arrow back to where one comes from does not count.
    private int[] Ranks()
    {
        var next = chart.Links.Where(l => l.From != l.To).ToLookup(l => l.From, l => l.To);
        var state = new int[chart.Nodes.Count];
        var order = new List<int>();
        var forward = new List<(int From, int To)>();
        var targets = chart.Links.Where(l => l.From != l.To).Select(l => l.To).ToHashSet();
        foreach (var start in Enumerable.Range(0, state.Length).OrderBy(n => targets.Contains(n) ? 1 : 0))
            Visit(start);
        var result = new int[state.Length];
        order.Reverse();
        var ways = forward.ToLookup(f => f.From, f => f.To);
        foreach (var node in order)
        foreach (var to in ways[node])
            result[to] = Math.Max(result[to], result[node] + 1);
        return result;

        // There are few nodes, so few levels.
        void Visit(int node)
        {
            if (state[node] != 0)
                return;
            state[node] = 1;
            foreach (var to in next[node])
                if (state[to] != 1)
                {
                    forward.Add((node, to));
                    Visit(to);
                }
            state[node] = 2;
            order.Add(node);
        }
    }

    // The box where it begins, a place in each rank between, and the box where it ends.
    private List<int> Way(FlowLink link, double breadth)
    {
        var way = new List<int> { link.From };
        var (from, to) = (ranks[link.From], ranks[link.To]);
        var direction = Math.Sign(to - from);
        for (var rank = from + direction; direction != 0 && rank != to; rank += direction)
        {
            way.Add(rankOf.Count);
            rankOf.Add(rank);
            lengths.Add(0);
            breadths.Add(way.Count == 2 ? breadth : 8);
        }
        way.Add(link.To);
        return way;
    }

    private double LabelBreadth(IReadOnlyList<string> label) =>
        label.Count == 0 ? 8
        : chart.IsAcross ? label.Count * DiagramText.Line + 6
        : DiagramText.Width(label) + 10;

    private double[] Places(out double breadth)
    {
        var rows = Enumerable.Range(0, rankOf.Count).GroupBy(i => rankOf[i]).OrderBy(g => g.Key).Select(g => g.ToList()).ToList();
        var neighbours = ways.SelectMany(w => w.Zip(w.Skip(1)))
            .SelectMany(p => new[] { p, (p.Second, p.First) })
            .ToLookup(p => p.Item1, p => p.Item2);
        var middles = new double[rankOf.Count];
        foreach (var row in rows)
            Place(row);
        for (var sweep = 0; sweep < Sweeps; sweep++)
            foreach (var (row, side) in (sweep % 2 == 0 ? rows : Enumerable.Reverse(rows)).Select(r => (r, sweep % 2 == 0 ? -1 : 1)))
            {
                var wished = row.ToDictionary(
                    i => i,
                    i =>
                        neighbours[i]
                            .Where(n => (rankOf[n] - rankOf[i]) * side > 0)
                            .Select(n => middles[n])
                            .DefaultIfEmpty(middles[i])
                            .Average()
                );
                row.Sort((a, b) => wished[a] != wished[b] ? wished[a].CompareTo(wished[b]) : middles[a].CompareTo(middles[b]));
                Place(row);
            }
        breadth = rows.Max(r => r.Sum(i => breadths[i]) + Gap * (r.Count - 1));
        return middles;

        // Side by side, with the middle of the row in the middle of all.
        void Place(List<int> row)
        {
            var at = -(row.Sum(i => breadths[i]) + Gap * (row.Count - 1)) / 2;
            foreach (var i in row)
            {
                middles[i] = at + breadths[i] / 2;
                at += breadths[i] + Gap;
            }
        }
    }

    private double RankLength(int rank) =>
        Enumerable.Range(0, chart.Nodes.Count).Where(i => ranks[i] == rank).Select(i => lengths[i]).DefaultIfEmpty(0).Max();

    // Where each rank begins: between two of them there is room for what stands on the arrows.
    private (double[] Starts, double Length) Starts(IReadOnlyList<IReadOnlyList<string>> labels)
    {
        var count = ranks.Max() + 1;
        var starts = new double[count];
        var at = 0.0;
        for (var rank = 0; rank < count; rank++)
        {
            starts[rank] = at;
            var room = chart
                .Links.Index()
                .Where(l => Math.Min(ranks[l.Item.From], ranks[l.Item.To]) <= rank && Math.Max(ranks[l.Item.From], ranks[l.Item.To]) > rank)
                .Select(l => chart.IsAcross ? DiagramText.Width(labels[l.Index]) : labels[l.Index].Count * DiagramText.Line)
                .DefaultIfEmpty(0)
                .Max();
            at += RankLength(rank) + (rank == count - 1 ? 0 : Step + room);
        }
        return (starts, at);
    }

    // Several arrows between the same two boxes go side by side.
    private double[] Bends(IReadOnlyList<IReadOnlyList<string>> labels)
    {
        var bends = new double[chart.Links.Count];
        foreach (var pair in chart.Links.Index().GroupBy(l => (Math.Min(l.Item.From, l.Item.To), Math.Max(l.Item.From, l.Item.To))))
        {
            var same = pair.Select(l => l.Index).ToList();
            var total = same.Sum(i => LabelBreadth(labels[i]) + 14);
            var at = -total / 2;
            foreach (var i in same)
            {
                var room = LabelBreadth(labels[i]) + 14;
                bends[i] = same.Count == 1 ? 0 : at + room / 2;
                at += room;
            }
        }
        return bends;
    }

    private List<(double, double)> Points(int link, double[] starts)
    {
        var way = ways[link];
        var forward = ranks[way[^1]] >= ranks[way[0]] ? 1 : -1;
        return
        [
            .. way.Select(
                (i, place) =>
                {
                    var middle = starts[rankOf[i]] + RankLength(rankOf[i]) / 2;
                    var edge =
                        place == 0 ? lengths[i] / 2 * forward
                        : place == way.Count - 1 ? -lengths[i] / 2 * forward
                        : 0;
                    return (middle + edge, across[i]);
                }
            ),
        ];
    }
}

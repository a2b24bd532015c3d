namespace Knowledge.Api.ServiceMap;

/// <summary>
/// Places the nodes of a graph in layers from left to right, so that arrows lead to the right, and orders each layer so that few of
/// them cross; what closes a circle leads back. The same graph is placed the same way each time.
/// </summary>
/// <remarks>
/// After Sugiyama, Tagawa, Toda, "Methods for Visual Understanding of Hierarchical System Structures" (1981): circles are opened by a
/// depth-first search, layers are longest paths, places come from the mean of the neighbours' places.
/// </remarks>
/// <param name="Places">Of each node: layer from 0, and middle of its height in pixels.</param>
/// <param name="Ways">Of each edge: the points that it passes between its nodes, in the order in which it runs.</param>
/// <param name="Back">Of each edge whether it closes a circle.</param>
/// <param name="Layers">How many there are.</param>
/// <param name="Height">In pixels.</param>
internal sealed record LayeredLayout(
    IReadOnlyList<(int Layer, double Y)> Places,
    IReadOnlyList<IReadOnlyList<(int Layer, double Y)>> Ways,
    IReadOnlyList<bool> Back,
    int Layers,
    double Height
)
{
    /// <summary>Room of a node, and of an edge that passes a layer.</summary>
    public const int NodeRoom = 60;
    public const int EdgeRoom = 16;

    private const int Sweeps = 8;

    /// <param name="nodes">How many there are.</param>
    /// <param name="edges">By numbers of nodes, from 0; none from a node to itself.</param>
    public static LayeredLayout Of(int nodes, IReadOnlyList<(int From, int To)> edges)
    {
        if (nodes == 0)
            return new([], [], [], 0, 0);
        var back = Circles(nodes, edges);
        // Without circles: what leads back is turned round.
        var forward = edges.Select((e, i) => back[i] ? (From: e.To, To: e.From) : e).ToList();
        var layer = LayersOf(nodes, forward);
        var layers = layer.Max() + 1;

        // An edge that passes layers has a place of its own in each of them.
        var spots = Enumerable.Range(0, nodes).Select(n => (Layer: layer[n], Room: NodeRoom)).ToList();
        var chains = new List<List<int>>();
        var links = new List<(int From, int To)>();
        foreach (var (from, to) in forward)
        {
            var chain = new List<int>();
            var before = from;
            for (var at = layer[from] + 1; at < layer[to]; at++)
            {
                spots.Add((at, EdgeRoom));
                chain.Add(spots.Count - 1);
                links.Add((before, spots.Count - 1));
                before = spots.Count - 1;
            }
            links.Add((before, to));
            chains.Add(chain);
        }
        var order = OrderOf(spots, links, layers);
        var heights = order.Select(l => l.Sum(s => spots[s].Room)).ToList();
        var height = heights.Max();
        var y = new double[spots.Count];
        foreach (var (at, spotsOfLayer) in order.Index())
        {
            var top = (height - heights[at]) / 2d;
            foreach (var spot in spotsOfLayer)
            {
                y[spot] = top + spots[spot].Room / 2d;
                top += spots[spot].Room;
            }
        }
        return new(
            [.. Enumerable.Range(0, nodes).Select(n => (layer[n], y[n]))],
            [
                .. chains.Select(
                    (chain, i) =>
                    {
                        var points = chain.Select(s => (spots[s].Layer, y[s]));
                        return (IReadOnlyList<(int, double)>)[.. back[i] ? points.Reverse() : points];
                    }
                ),
            ],
            back,
            layers,
            height
        );
    }

    // An edge to a node from which the search came closes a circle.
    private static bool[] Circles(int nodes, IReadOnlyList<(int From, int To)> edges)
    {
        var back = new bool[edges.Count];
        var leaving = edges.Select((e, i) => (e.From, Edge: i)).ToLookup(e => e.From, e => e.Edge);
        var state = new byte[nodes];
        var open = new Stack<(int Node, IEnumerator<int> Next)>();
        // Who is needed by nobody comes first: then an entrance is at the left even where a circle lies behind it.
        var entered = edges.Select(e => e.To).ToHashSet();
        foreach (var start in Enumerable.Range(0, nodes).OrderBy(entered.Contains).ThenBy(n => n))
        {
            if (state[start] != 0)
                continue;
            state[start] = 1;
            open.Push((start, leaving[start].GetEnumerator()));
            while (open.TryPeek(out var at))
                if (!at.Next.MoveNext())
                {
                    state[at.Node] = 2;
                    open.Pop();
                }
                else if (edges[at.Next.Current].To is var to && state[to] == 1)
                    back[at.Next.Current] = true;
                else if (state[to] == 0)
                {
                    state[to] = 1;
                    open.Push((to, leaving[to].GetEnumerator()));
                }
        }
        return back;
    }

    private static int[] LayersOf(int nodes, List<(int From, int To)> forward)
    {
        var layer = new int[nodes];
        var missing = new int[nodes];
        foreach (var (_, to) in forward)
            missing[to]++;
        var leaving = forward.ToLookup(e => e.From, e => e.To);
        var ready = new Queue<int>(Enumerable.Range(0, nodes).Where(n => missing[n] == 0));
        var entrances = ready.ToList();
        while (ready.TryDequeue(out var node))
            foreach (var to in leaving[node])
            {
                layer[to] = Math.Max(layer[to], layer[node] + 1);
                if (--missing[to] == 0)
                    ready.Enqueue(to);
            }
        // An entrance stands beside the first that it needs, not at the far left.
        foreach (var node in entrances)
            if (leaving[node].Any())
                layer[node] = leaving[node].Min(to => layer[to]) - 1;
        return layer;
    }

    private static List<List<int>> OrderOf(List<(int Layer, int Room)> spots, List<(int From, int To)> links, int layers)
    {
        var order = Enumerable.Range(0, layers).Select(_ => new List<int>()).ToList();
        foreach (var (spot, (at, _)) in spots.Index())
            order[at].Add(spot);
        var before = links.ToLookup(l => l.To, l => l.From);
        var behind = links.ToLookup(l => l.From, l => l.To);
        var place = new double[spots.Count];
        foreach (var spotsOfLayer in order)
            Number(spotsOfLayer);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var rightwards = sweep % 2 == 0;
            foreach (var at in rightwards ? Enumerable.Range(1, layers - 1) : Enumerable.Range(0, layers - 1).Reverse())
            {
                var neighbours = rightwards ? before : behind;
                order[at] =
                [
                    .. order[at].OrderBy(s => neighbours[s].Any() ? neighbours[s].Average(n => place[n]) : place[s]).ThenBy(s => place[s]),
                ];
                Number(order[at]);
            }
        }
        return order;

        // Between 0 and 1, so that layers of different length compare.
        void Number(List<int> spotsOfLayer)
        {
            foreach (var (i, spot) in spotsOfLayer.Index())
                place[spot] = (i + .5) / spotsOfLayer.Count;
        }
    }
}

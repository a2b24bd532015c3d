using Knowledge.Content.Catalog;
using Knowledge.Indexer.Reports;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.ServiceMap;

/// <summary>What narrows the map down; null for all.</summary>
/// <param name="Service">It and what is up to two steps away.</param>
public sealed record ServiceMapFilter(string? Service, string? System, string? Owner)
{
    public bool IsEmpty => Service is null && System is null && Owner is null;
}

/// <summary>A service as the map and its table show it.</summary>
/// <param name="Row">Null for what the catalog only names.</param>
/// <param name="Firing">Alerts of it that fire; null when that cannot be read just now.</param>
public sealed record MappedService(string Name, ServiceRow? Row, int? Firing, IReadOnlyList<string> Needs, IReadOnlyList<string> NeededBy)
{
    public bool IsInRelation => Needs.Count + NeededBy.Count > 0;
}

/// <summary>A box of the picture: a service, or a group of them.</summary>
/// <param name="Services">In it; one for a service.</param>
/// <param name="IsGroup">It stands for many, and leads to them.</param>
public sealed record MapBox(string Name, string? Owner, int? Firing, IReadOnlyList<MappedService> Services, bool IsGroup, bool IsChosen);

/// <summary>Which services of a catalog are drawn, as boxes and arrows.</summary>
/// <param name="All">All services, by name.</param>
/// <param name="Shown">Those that the filter leaves, by name: what the table lists.</param>
/// <param name="Boxes">Of the picture; services in no relation to another one that is shown are not among them.</param>
/// <param name="Arrows">By numbers of boxes: the first needs the second.</param>
/// <param name="Alone">Of the shown, those in no relation.</param>
/// <param name="Grouped">What boxes stand for, where services are too many: system or owner; null where each has its own.</param>
/// <param name="LeftOut">Services around the chosen one that there was no room for.</param>
/// <param name="Circles">Names that need each other in a circle.</param>
public sealed record ServiceMapView(
    IReadOnlyList<MappedService> All,
    IReadOnlyList<MappedService> Shown,
    IReadOnlyList<MapBox> Boxes,
    IReadOnlyList<(int From, int To)> Arrows,
    IReadOnlyList<MappedService> Alone,
    string? Grouped,
    int LeftOut,
    IReadOnlyList<IReadOnlyList<string>> Circles,
    ServiceMapFilter Filter
)
{
    /// <summary>More boxes than one can look over are grouped.</summary>
    public const int MaxBoxes = 60;

    /// <summary>So far from the chosen service.</summary>
    public const int MaxSteps = 2;

    private static string NoGroup => T("None given");

    /// <param name="rows">All services that are known.</param>
    /// <param name="firing">How many alerts fire, by service; null when that cannot be read just now.</param>
    public static ServiceMapView Of(
        ServiceGraph graph,
        IReadOnlyList<ServiceRow> rows,
        IReadOnlyDictionary<string, int>? firing,
        ServiceMapFilter filter
    )
    {
        var byName = rows.ToDictionary(r => r.Name, StringComparer.OrdinalIgnoreCase);
        var needs = graph.Needs.ToLookup(n => n.From, n => n.To, StringComparer.OrdinalIgnoreCase);
        var neededBy = graph.Needs.ToLookup(n => n.To, n => n.From, StringComparer.OrdinalIgnoreCase);
        var all = rows.Select(r => r.Name)
            .Concat(graph.Names)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => new MappedService(
                name,
                byName.GetValueOrDefault(name),
                firing is null ? null : firing.GetValueOrDefault(name),
                [.. needs[name]],
                [.. neededBy[name]]
            ))
            .ToList();
        var (shown, leftOut) = Narrowed(all, filter);
        var drawn = shown.Where(s => s.IsInRelation).ToList();
        var alone = shown.Where(s => !s.IsInRelation).ToList();
        var grouped =
            drawn.Count <= MaxBoxes ? null
            : drawn.Any(s => s.Row?.Component?.System is not null) && filter.System is null ? "system"
            : "owner";
        var boxes = drawn
            .GroupBy(s => grouped is null ? s.Name : GroupOf(s, grouped) ?? NoGroup, StringComparer.OrdinalIgnoreCase)
            .Select(g => new MapBox(
                g.Key,
                grouped is null ? g.First().Row?.Owner?.Team : null,
                firing is null ? null : g.Sum(s => s.Firing ?? 0),
                [.. g],
                grouped is not null,
                string.Equals(g.Key, filter.Service, StringComparison.OrdinalIgnoreCase)
            ))
            .OrderBy(b => b.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var numbers = boxes
            .Index()
            .SelectMany(b => b.Item.Services.Select(s => (s.Name, b.Index)))
            .ToDictionary(b => b.Name, b => b.Index, StringComparer.OrdinalIgnoreCase);
        var arrows = graph
            .Needs.Where(n => numbers.ContainsKey(n.From) && numbers.ContainsKey(n.To))
            .Select(n => (From: numbers[n.From], To: numbers[n.To]))
            .Where(n => n.From != n.To)
            .Distinct()
            .ToList();
        return new(all, shown, boxes, arrows, alone, grouped, leftOut, CirclesOf(drawn, graph), filter);
    }

    /// <summary>System or owner of a service.</summary>
    public static string? GroupOf(MappedService service, string by) =>
        by == "system" ? service.Row?.Component?.System : service.Row?.Owner?.Team;

    private static (IReadOnlyList<MappedService> Fitting, int LeftOut) Narrowed(IReadOnlyList<MappedService> all, ServiceMapFilter filter)
    {
        var fitting = all.Where(s =>
                (filter.System is null || Same(filter.System, s.Row?.Component?.System))
                && (filter.Owner is null || Same(filter.Owner, s.Row?.Owner?.Team))
            )
            .ToList();
        if (filter.Service is not { } chosen)
            return (fitting, 0);
        var byName = fitting.ToDictionary(s => s.Name, StringComparer.OrdinalIgnoreCase);
        if (!byName.TryGetValue(chosen, out var first))
            return ([], 0);
        // The nearest first: of too many the farthest are left out.
        var near = new List<MappedService> { first };
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { first.Name };
        for (var (step, from) = (0, 0); step < MaxSteps; step++)
        {
            var until = near.Count;
            for (; from < until; from++)
                near.AddRange(
                    near[from].Needs.Concat(near[from].NeededBy).Where(byName.ContainsKey).Where(seen.Add).Select(n => byName[n])
                );
        }
        return ([.. near.Take(MaxBoxes).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)], Math.Max(0, near.Count - MaxBoxes));
    }

    // Components from each of which one comes back to it: by two depth-first searches (Kosaraju, Sharir).
    private static IReadOnlyList<IReadOnlyList<string>> CirclesOf(List<MappedService> drawn, ServiceGraph graph)
    {
        var names = drawn.Select(s => s.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var needs = graph.Needs.Where(n => names.Contains(n.From) && names.Contains(n.To)).ToList();
        var (ahead, back) = (Next(needs, n => n.From, n => n.To), Next(needs, n => n.To, n => n.From));
        var left = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
            Visit(name, ahead, seen, left);
        seen.Clear();
        var circles = new List<IReadOnlyList<string>>();
        foreach (var name in left.AsEnumerable().Reverse())
        {
            var circle = new List<string>();
            Visit(name, back, seen, circle);
            if (circle.Count > 1)
                circles.Add([.. circle.Order(StringComparer.OrdinalIgnoreCase)]);
        }
        return circles;
    }

    private static ILookup<string, string> Next(
        IEnumerable<(string From, string To)> needs,
        Func<(string From, string To), string> from,
        Func<(string From, string To), string> to
    ) => needs.ToLookup(from, to, StringComparer.OrdinalIgnoreCase);

    // Adds each name when all behind it were visited.
    private static void Visit(string start, ILookup<string, string> next, HashSet<string> seen, List<string> left)
    {
        if (!seen.Add(start))
            return;
        var open = new Stack<(string Name, IEnumerator<string> Next)>([(start, next[start].GetEnumerator())]);
        while (open.TryPeek(out var at))
            if (!at.Next.MoveNext())
                left.Add(open.Pop().Name);
            else if (at.Next.Current is var name && seen.Add(name))
                open.Push((name, next[name].GetEnumerator()));
    }

    private static bool Same(string wanted, string? value) => string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase);
}

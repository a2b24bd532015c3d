namespace Knowledge.Content.Catalog;

/// <summary>Who depends on whom, as the components of a catalog say it.</summary>
/// <param name="Names">All that are in a relation, by name; also those that the catalog does not describe.</param>
/// <param name="Needs">Each once: the first needs the second. None needs itself.</param>
public sealed record ServiceGraph(IReadOnlyList<string> Names, IReadOnlyList<(string From, string To)> Needs)
{
    public static ServiceGraph Of(ServiceCatalog catalog)
    {
        var spelled = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var component in catalog.Components)
            spelled.TryAdd(component.Name, component.Name);
        var providers = catalog
            .Components.SelectMany(c => c.Relations.ProvidesApis.Select(api => (Api: api, c.Name)))
            .ToLookup(p => p.Api, p => p.Name, StringComparer.OrdinalIgnoreCase);
        var needs = catalog
            .Components.SelectMany(c =>
                c.Relations.DependsOn.Select(to => (From: c.Name, To: to))
                    .Concat(c.Relations.DependencyOf.Select(from => (From: from, To: c.Name)))
                    // An API that nobody provides stands for whoever does.
                    .Concat(
                        c.Relations.ConsumesApis.SelectMany(api =>
                            providers[api].DefaultIfEmpty(api).Select(provider => (From: c.Name, To: provider))
                        )
                    )
            )
            .Select(n => (From: Spelled(n.From), To: Spelled(n.To)))
            .Where(n => n.From != n.To)
            .Distinct()
            .OrderBy(n => n.From, StringComparer.OrdinalIgnoreCase)
            .ThenBy(n => n.To, StringComparer.OrdinalIgnoreCase)
            .ToList();
        return new([.. needs.SelectMany(n => new[] { n.From, n.To }).Distinct().Order(StringComparer.OrdinalIgnoreCase)], needs);

        string Spelled(string name)
        {
            spelled.TryAdd(name, name);
            return spelled[name];
        }
    }
}

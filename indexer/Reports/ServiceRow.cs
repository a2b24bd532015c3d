using Knowledge.Content.Catalog;

namespace Knowledge.Indexer.Reports;

/// <summary>A service of the catalog, or one that only documents name.</summary>
public sealed record ServiceRow(string Name, Component? Component, Owner? Owner)
{
    /// <summary>All of them, by name.</summary>
    /// <param name="now">Decides which team is away.</param>
    public static IEnumerable<ServiceRow> All(KnowledgeBase knowledge, DateTimeOffset now) =>
        knowledge
            .Catalog.Components.Select(c => c.Name)
            .Concat(knowledge.Documents.SelectMany(d => d.FrontMatter.Services))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => new ServiceRow(name, knowledge.Catalog.FindComponent(name), knowledge.OwnerOfService(name, now)));
}

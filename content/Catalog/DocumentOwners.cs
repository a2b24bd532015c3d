using System.Collections.Concurrent;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Catalog;

/// <summary>Whom to call for the documents and services of some sources, by their catalog and owner files.</summary>
/// <param name="bySource">The owner files of each source, by its name.</param>
public sealed class DocumentOwners(ServiceCatalog catalog, IReadOnlyDictionary<string, SourceOwners> bySource)
{
    private readonly ConcurrentDictionary<Document, string?> teams = new(ReferenceEqualityComparer.Instance);

    /// <summary>Name of the team; null when nobody is named anywhere.</summary>
    public string? TeamOf(Document document) =>
        teams.GetOrAdd(document, d => OwnerResolution.TeamOf(d, bySource.GetValueOrDefault(d.Source, SourceOwners.None), catalog));

    /// <param name="now">Decides which team is away.</param>
    public Owner? OwnerOf(Document document, DateTimeOffset now) => Describe(TeamOf(document), now);

    public Owner? OwnerOfService(string service, DateTimeOffset now) => Describe(OwnerResolution.TeamOfService(service, catalog), now);

    /// <summary>Who owns the service, or is the team, of a name; null when there is none.</summary>
    public Owner? OwnerNamed(string name, DateTimeOffset now) => OwnerOfService(name, now) ?? Describe(catalog.FindTeam(name)?.Name, now);

    /// <summary>Whom to call when nobody knows; null when the catalog names nobody.</summary>
    public Owner? FirstContact(DateTimeOffset now) => Describe(catalog.FirstContact?.Name, now);

    private Owner? Describe(string? team, DateTimeOffset now) => team is null ? null : OwnerResolution.Describe(team, catalog, now);
}

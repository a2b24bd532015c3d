using Knowledge.Content.Documents;

namespace Knowledge.Content.Catalog;

/// <summary>The owner files of one source.</summary>
public sealed record SourceOwners(CodeOwners? CodeOwners, IReadOnlyList<OwnersFile> OwnersFiles)
{
    public static SourceOwners None { get; } = new(null, []);
}

/// <summary>
/// Finds whom to call for a document: its front matter, then CODEOWNERS, then the nearest OWNERS, then the owner of its first
/// service.
/// </summary>
public static class OwnerResolution
{
    /// <returns>Name of the team, or null when nobody is named anywhere.</returns>
    public static string? TeamOf(Document document, SourceOwners owners, ServiceCatalog catalog) =>
        document.FrontMatter.Owner
        ?? owners.CodeOwners?.OwnerOf(document.Path)
        ?? owners.OwnersFiles.Where(o => o.OwnerOf(document.Path) is not null).MaxBy(o => o.Directory.Length)?.OwnerOf(document.Path)
        ?? document
            .FrontMatter.Services.Concat(document.FrontMatter.Failing)
            .Select(s => TeamOfService(s, catalog))
            .FirstOrDefault(t => t is not null);

    /// <summary>The owner of a component, or of the system it belongs to.</summary>
    public static string? TeamOfService(string service, ServiceCatalog catalog) =>
        catalog.FindComponent(service) is { } component
            ? component.Owner ?? catalog.Systems.FirstOrDefault(s => s.Name == component.System)?.Owner
            : catalog.Systems.FirstOrDefault(s => s.Name == service)?.Owner;

    /// <summary>
    /// A team with its contact, its backup, and whether it is away today; a name alone when the catalog does not know it.
    /// </summary>
    public static Owner Describe(string team, ServiceCatalog catalog, DateTimeOffset now)
    {
        if (catalog.FindTeam(team) is not { } known)
            return new(team, null);
        var backup = known.Backup is null ? null : catalog.FindTeam(known.Backup);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var away = known.Absences.Select(w => (w.Reason, Until: w.LastDay(today))).FirstOrDefault(w => w.Until is not null);
        return new(
            known.Name,
            known.Contact,
            backup is null ? known.Backup
                : backup.Contact is null ? backup.Name
                : $"{backup.Name}: {backup.Contact}",
            away.Until is { } until ? $"until {until:yyyy-MM-dd}: {away.Reason}" : null
        );
    }
}

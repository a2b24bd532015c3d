namespace Knowledge.Content.Catalog;

/// <summary>Teams, systems and components, as a Backstage catalog describes them.</summary>
public sealed record ServiceCatalog(IReadOnlyList<Team> Teams, IReadOnlyList<Component> Components, IReadOnlyList<CatalogSystem> Systems)
{
    /// <summary>Further files that the catalog names.</summary>
    public IReadOnlyList<CatalogLocation> Locations { get; init; } = [];

    public static ServiceCatalog Empty { get; } = new([], [], []);

    public Team? FindTeam(string name) => Teams.FirstOrDefault(t => Same(t.Name, name));

    public Component? FindComponent(string name) => Components.FirstOrDefault(c => Same(c.Name, name));

    /// <summary>Whom to call when nobody knows.</summary>
    public Team? FirstContact => Teams.FirstOrDefault(t => t.IsFirstContact);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <param name="Backup">Name of the team that stands in.</param>
public sealed record Team(
    string Name,
    string Title,
    string? Contact,
    string? Backup,
    IReadOnlyList<AbsencePeriod> Absences,
    bool IsFirstContact,
    int Line = 1
);

/// <param name="Type">As written in <c>spec.type</c>: service, website, batch …</param>
/// <param name="Line">1-based line of its name in the catalog file.</param>
public sealed record Component(
    string Name,
    string Title,
    string? Description,
    string? Owner,
    string? System,
    string? Lifecycle,
    IReadOnlyList<string> Tags,
    string? Type = null,
    int Line = 1
)
{
    public ComponentRelations Relations { get; init; } = ComponentRelations.None;
}

/// <summary>What a component has to do with others, by their names.</summary>
/// <param name="DependsOn">Components and resources that it needs.</param>
/// <param name="DependencyOf">Those that need it.</param>
/// <param name="ConsumesApis">APIs that it calls.</param>
/// <param name="ProvidesApis">APIs that it answers.</param>
public sealed record ComponentRelations(
    IReadOnlyList<string> DependsOn,
    IReadOnlyList<string> DependencyOf,
    IReadOnlyList<string> ConsumesApis,
    IReadOnlyList<string> ProvidesApis
)
{
    public static ComponentRelations None { get; } = new([], [], [], []);
}

public sealed record CatalogSystem(string Name, string Title, string? Description, string? Owner, int Line = 1);

/// <summary>A file that an entity of kind Location names.</summary>
/// <param name="Target">As written: a path relative to the file that names it, or an address.</param>
public sealed record CatalogLocation(string Target, int Line);

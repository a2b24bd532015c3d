using Knowledge.Content.Findings;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Catalog;

/// <summary>
/// Reads Group, Component, System and Location from a Backstage <c>catalog-info.yaml</c>; other kinds are passed over,
/// substitutions are never followed.
/// </summary>
/// <remarks>
/// Shape: Backstage, "Descriptor Format of Catalog Entities". Our annotations on a Group: <c>knowledge/contact</c>,
/// <c>knowledge/backup</c>, <c>knowledge/away</c>, <c>knowledge/first-contact</c>.
/// </remarks>
public static class CatalogReader
{
    private const int MaxTargets = 1000;
    private const int MaxSubstitutionFindings = 20;
    private const int MaxRelations = 200;

    private static readonly string[] Substitutions = ["$text", "$json", "$yaml"];

    public static (ServiceCatalog Catalog, IReadOnlyList<Finding> Findings) Read(string path, string text)
    {
        var findings = new List<Finding>();
        var teams = new List<Team>();
        var components = new List<Component>();
        var systems = new List<CatalogSystem>();
        var locations = new List<CatalogLocation>();
        var reading = GuardedYaml.Read(text, YamlLimits.Catalog);
        var isTemplate = IsTemplate(text);
        if (isTemplate)
            findings.Add(
                new(
                    FindingCodes.NotUnderstood,
                    Severity.Note,
                    path,
                    1,
                    "The file is a template that a scaffolder fills in; what it leaves open is no entity of the catalog."
                )
            );
        else if (reading.Problem is { } problem)
            findings.Add(
                new(
                    FindingCodes.InvalidYaml,
                    Severity.Error,
                    path,
                    problem.Line,
                    $"Catalog entities from here on are not read: {problem.Message}"
                )
            );
        foreach (var document in reading.Documents)
        {
            if (
                document is not YamlMap entity
                || entity["metadata"] is not YamlMap metadata
                || Text(metadata["name"]) is not { Length: > 0 } name
            )
            {
                if (!isTemplate)
                    findings.Add(
                        new(
                            FindingCodes.NotUnderstood,
                            Severity.Error,
                            path,
                            document.Line,
                            "A catalog entity needs `kind` and `metadata.name`; it is ignored."
                        )
                    );
                continue;
            }
            if (isTemplate && IsTemplate(name))
                continue;
            var spec = entity["spec"] as YamlMap;
            ReportSubstitutions(path, entity, findings);
            var title = Text(metadata["title"]) ?? name;
            switch (Text(entity["kind"]))
            {
                case "Group":
                    teams.Add(Group(path, name, metadata, spec, findings));
                    break;
                case "Component":
                    components.Add(
                        new(
                            name,
                            title,
                            Text(metadata["description"]),
                            Reference(Text(spec?["owner"])),
                            Reference(Text(spec?["system"])),
                            Text(spec?["lifecycle"]),
                            [.. (metadata["tags"] as YamlList)?.Items.Select(Text).OfType<string>() ?? []],
                            Text(spec?["type"]),
                            metadata["name"]!.Line
                        )
                        {
                            Relations = Relations(path, name, spec, findings),
                        }
                    );
                    break;
                case "System":
                    systems.Add(new(name, title, Text(metadata["description"]), Reference(Text(spec?["owner"])), metadata["name"]!.Line));
                    break;
                case "Location":
                    locations.AddRange(Targets(spec));
                    break;
            }
        }
        if (locations.Count > MaxTargets)
        {
            findings.Add(
                new(
                    FindingCodes.TooMany,
                    Severity.Error,
                    path,
                    locations[MaxTargets].Line,
                    $"A catalog file may name {MaxTargets:N0} other files; the rest is not read."
                )
            );
            locations.RemoveRange(MaxTargets, locations.Count - MaxTargets);
        }
        return (new(teams, components, systems) { Locations = locations }, findings);
    }

    /// <remarks>
    /// Shapes: Backstage, "Writing Templates" (<c>${{ values.name }}</c>, <c>{%- if … %}</c>); cookiecutter (<c>{{cookiecutter.name}}</c>).
    /// </remarks>
    private static bool IsTemplate(string text) =>
        text.Contains("{{", StringComparison.Ordinal) && text.Contains("}}", StringComparison.Ordinal)
        || text.Contains("{%", StringComparison.Ordinal) && text.Contains("%}", StringComparison.Ordinal)
        || text.Contains("<%", StringComparison.Ordinal) && text.Contains("%>", StringComparison.Ordinal);

    private static IEnumerable<CatalogLocation> Targets(YamlMap? spec) =>
        new[] { spec?["target"] }
            .Concat((spec?["targets"] as YamlList)?.Items ?? [])
            .OfType<YamlScalar>()
            .Where(t => t.Value.Trim().Length > 0)
            .Select(t => new CatalogLocation(t.Value.Trim(), t.Line));

    /// <remarks>
    /// Backstage, "Substitutions in the descriptor format": the value of <c>$text</c> is another file or address, which is not ours
    /// to open.
    /// </remarks>
    private static void ReportSubstitutions(string path, YamlNode root, List<Finding> findings)
    {
        var found = 0;
        var open = new Stack<YamlNode>([root]);
        while (open.TryPop(out var node))
            switch (node)
            {
                case YamlList list:
                    foreach (var item in list.Items)
                        open.Push(item);
                    break;
                case YamlMap map:
                    foreach (var (key, value) in map.Entries)
                        if (!Substitutions.Contains(key))
                            open.Push(value);
                        else if (++found <= MaxSubstitutionFindings)
                            findings.Add(
                                new(
                                    FindingCodes.NotFollowed,
                                    Severity.Note,
                                    path,
                                    value.Line,
                                    $"`{key}` is not followed; what it stands for is not known here. Write the value out if it is needed.",
                                    Text(value)
                                )
                            );
                    break;
            }
    }

    /// <remarks>Backstage, "Kind: Component": dependsOn, dependencyOf, consumesApis, providesApis.</remarks>
    private static ComponentRelations Relations(string path, string name, YamlMap? spec, List<Finding> findings)
    {
        return new(Names("dependsOn"), Names("dependencyOf"), Names("consumesApis"), Names("providesApis"));

        IReadOnlyList<string> Names(string key)
        {
            if (spec?[key] is not YamlList list)
                return [];
            if (list.Items.Count > MaxRelations)
                findings.Add(
                    new(
                        FindingCodes.TooMany,
                        Severity.Warning,
                        path,
                        list.Line,
                        $"`{key}` of {name} may name {MaxRelations} others; the rest is not read.",
                        name
                    )
                );
            return [.. list.Items.Take(MaxRelations).Select(i => Reference(Text(i))).OfType<string>().Where(n => n.Length > 0)];
        }
    }

    /// <summary>Several catalogs as one; of two entities with one name the first counts.</summary>
    public static ServiceCatalog Join(IReadOnlyList<ServiceCatalog> catalogs) =>
        new(
            [.. catalogs.SelectMany(c => c.Teams).DistinctBy(t => t.Name, StringComparer.OrdinalIgnoreCase)],
            [.. catalogs.SelectMany(c => c.Components).DistinctBy(t => t.Name, StringComparer.OrdinalIgnoreCase)],
            [.. catalogs.SelectMany(c => c.Systems).DistinctBy(t => t.Name, StringComparer.OrdinalIgnoreCase)]
        );

    private static Team Group(string path, string name, YamlMap metadata, YamlMap? spec, List<Finding> findings)
    {
        var annotations = metadata["annotations"] as YamlMap;
        var profile = spec?["profile"] as YamlMap;
        IReadOnlyList<AbsencePeriod> away = [];
        if (annotations?["knowledge/away"] is YamlScalar windows)
        {
            away = AbsencePeriod.ParseAll(windows.Value, out var bad);
            foreach (var part in bad)
                findings.Add(
                    new(
                        FindingCodes.InvalidValue,
                        Severity.Warning,
                        path,
                        windows.Line,
                        $"`{part}` is not an away window; write `09-14..09-18 reason` (every year) or `2026-12-24..2027-01-02 reason`.",
                        "knowledge/away"
                    )
                );
        }
        return new(
            name,
            Text(metadata["title"]) ?? Text(profile?["displayName"]) ?? name,
            Text(annotations?["knowledge/contact"]) ?? Text(profile?["email"]),
            Reference(Text(annotations?["knowledge/backup"])),
            away,
            Text(annotations?["knowledge/first-contact"]) == "true",
            metadata["name"]!.Line
        );
    }

    private static string? Text(YamlNode? node) => node is YamlScalar { Value: { Length: > 0 } text } ? text.Trim() : null;

    /// <summary>The name in an entity reference: <c>group:default/data</c> is <c>data</c>.</summary>
    public static string? Reference(string? text) => text is null ? null : text[(text.LastIndexOfAny([':', '/']) + 1)..];
}

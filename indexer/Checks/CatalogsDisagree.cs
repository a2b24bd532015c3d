using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB124: two places of the catalog say different things about one entity; the first one counts.</summary>
internal static class CatalogsDisagree
{
    private sealed record Declaration(
        string Source,
        string Path,
        int Line,
        string Kind,
        string Name,
        IReadOnlyList<(string Key, string? Value)> Values
    );

    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        foreach (var entity in content.Knowledge.Snapshots.SelectMany(Declarations).GroupBy(s => (s.Kind, s.Name.ToLowerInvariant())))
        {
            var first = entity.First();
            foreach (var other in entity.Skip(1))
            {
                // What one of them leaves out is no contradiction.
                var differences = first
                    .Values.Zip(other.Values)
                    .Where(v =>
                        v.First.Value is not null
                        && v.Second.Value is not null
                        && !v.First.Value.Equals(v.Second.Value, StringComparison.OrdinalIgnoreCase)
                    )
                    .ToList();
                if (differences.Count == 0)
                    continue;
                var place = first.Source == other.Source ? first.Path : $"{first.Path} of source {first.Source}";
                var said = differences.Select(d =>
                    $"{d.First.Key} is `{d.Second.Value}` here and `{d.First.Value}` in {place}:{first.Line}"
                );
                yield return new(
                    FindingCodes.CatalogsDisagree,
                    Severity.Warning,
                    other.Path,
                    other.Line,
                    $"{other.Kind} `{other.Name}`: {string.Join(", ", said)}. The latter counts; make them agree.",
                    other.Name
                )
                {
                    Source = other.Source,
                };
            }
        }
    }

    private static IEnumerable<Declaration> Declarations(Sources.SourceSnapshot reading) =>
        from file in reading.Files
        let catalog = file.Catalog
        where catalog is not null
        from saying in catalog
            .Teams.Select(t => new Declaration(
                reading.Name,
                file.Path,
                t.Line,
                "Group",
                t.Name,
                [("contact", t.Contact), ("backup", t.Backup)]
            ))
            .Concat(
                catalog.Components.Select(c => new Declaration(
                    reading.Name,
                    file.Path,
                    c.Line,
                    "Component",
                    c.Name,
                    [("owner", c.Owner), ("system", c.System), ("type", c.Type), ("lifecycle", c.Lifecycle)]
                ))
            )
            .Concat(catalog.Systems.Select(s => new Declaration(reading.Name, file.Path, s.Line, "System", s.Name, [("owner", s.Owner)])))
        select saying;
}

namespace Knowledge.Content.Documents;

/// <summary>What a file is for, told from its name.</summary>
public enum FileRole
{
    /// <summary>A page by its extension (<see cref="PageFormats"/>).</summary>
    Page,

    /// <summary>No extension: Markdown if its text looks like it.</summary>
    PerhapsMarkdown,

    /// <summary>YAML that may hold alert rules.</summary>
    PerhapsRules,

    /// <summary><c>catalog-info.yaml</c>.</summary>
    Catalog,

    CodeOwners,
    Owners,

    /// <summary>Not read at all.</summary>
    Other,
}

public static class FileRoles
{
    public static FileRole Of(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var lower = name.ToLowerInvariant();
        return lower switch
        {
            "catalog-info.yaml" or "catalog-info.yml" => FileRole.Catalog,
            "codeowners" => FileRole.CodeOwners,
            "owners" => FileRole.Owners,
            _ when PageFormats.Of(lower) is not null => FileRole.Page,
            _ when lower.EndsWith(".yaml", StringComparison.Ordinal) || lower.EndsWith(".yml", StringComparison.Ordinal) =>
                FileRole.PerhapsRules,
            _ when !name.Contains('.', StringComparison.Ordinal) => FileRole.PerhapsMarkdown,
            _ => FileRole.Other,
        };
    }
}

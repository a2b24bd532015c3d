namespace Knowledge.Content.Documents;

/// <summary>What a file is for, told from its name.</summary>
public enum FileRole
{
    /// <summary>A page by its extension (<see cref="PageFormats"/>), or because its source says so.</summary>
    Page,

    /// <summary>No extension: Markdown if its text looks like it.</summary>
    PerhapsMarkdown,

    /// <summary>YAML, JSON or Terraform that may hold alert rules, also as a template.</summary>
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
    private static readonly string[] RuleExtensions = [".yaml", ".yml", ".rules", ".alerts", ".json", ".tf"];
    private static readonly string[] TemplateExtensions = [".tpl", ".tmpl", ".gotmpl", ".j2", ".jinja", ".jinja2"];

    // What package managers and compilers write is large and never rules.
    private static readonly string[] OtherJson = ["package.json", "package-lock.json", "composer.json", "tsconfig.json", "manifest.json"];

    public static FileRole Of(string path, SourceSettings? settings = null)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var lower = name.ToLowerInvariant();
        return lower switch
        {
            "catalog-info.yaml" or "catalog-info.yml" => FileRole.Catalog,
            "codeowners" => FileRole.CodeOwners,
            "owners" => FileRole.Owners,
            _ when PageFormats.Of(lower) is not null => FileRole.Page,
            _ when MayHoldRules(lower) => FileRole.PerhapsRules,
            _ when settings?.IsTextPage(path) == true => FileRole.Page,
            _ when !name.Contains('.', StringComparison.Ordinal) => FileRole.PerhapsMarkdown,
            _ => FileRole.Other,
        };
    }

    private static bool MayHoldRules(string name)
    {
        if (TemplateExtensions.FirstOrDefault(e => name.EndsWith(e, StringComparison.Ordinal)) is { } template)
            name = name[..^template.Length];
        return RuleExtensions.Any(e => name.EndsWith(e, StringComparison.Ordinal)) && !OtherJson.Contains(name);
    }
}

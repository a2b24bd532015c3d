namespace Knowledge.Indexer.Sources;

/// <summary>The files of a source that are not opened, since their names say that they are no pages.</summary>
/// <param name="Paths">Inside the source; of a directory that is passed over as a whole its own, with a slash behind it.</param>
/// <param name="Total">All of them; no more than <see cref="MaxPaths"/> are named.</param>
public sealed record UnreadFiles(IReadOnlyList<string> Paths, int Total)
{
    public const int MaxPaths = 10_000;

    public static UnreadFiles None { get; } = new([], 0);

    // csharpier-ignore
    private static readonly (string Reason, string[] Endings)[] Reasons =
    [
        ("a picture, shown in the pages that name it", [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".ico"]),
        ("sound or film", [".mp4", ".mov", ".webm", ".mp3", ".wav", ".ogg"]),
        ("plain text: name it .md, or its pattern under text-pages in knowledge.yaml", [".txt", ".text", ".log"]),
        ("a document of an office program: save it as one of the formats that are read, or import it",
            [".pdf", ".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx", ".odp", ".xls", ".xlsx", ".ods", ".vsdx"]),
        ("a drawing's source", [".drawio", ".puml", ".plantuml", ".mmd", ".dot", ".excalidraw"]),
        ("data", [".csv", ".tsv", ".xml", ".toml", ".ini", ".cfg", ".conf", ".properties", ".env", ".lock", ".sum", ".sql"]),
        ("an archive", [".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".jar", ".whl"]),
        ("a template", [".tpl", ".tmpl", ".gotmpl", ".j2", ".jinja", ".jinja2", ".erb", ".mustache", ".hbs", ".liquid"]),
        ("a program, script or style",
            [
                ".sh", ".bash", ".ps1", ".bat", ".py", ".rb", ".pl", ".go", ".js", ".mjs", ".ts", ".jsx", ".tsx", ".java", ".kt", ".cs",
                ".c", ".h", ".cpp", ".rs", ".php", ".lua", ".css", ".scss", ".less", ".hcl", ".jsonnet", ".libsonnet", ".cue",
                ".nix", ".mk", ".vue", ".astro", ".groovy",
            ]),
    ];

    private static readonly Dictionary<string, string> ByEnding = Reasons
        .SelectMany(r => r.Endings.Select(e => (e, r.Reason)))
        .ToDictionary(r => r.e, r => r.Reason, StringComparer.OrdinalIgnoreCase);

    public static string ReasonOf(string path)
    {
        if (path.EndsWith('/'))
            return "a directory of what was built or fetched";
        if (path.StartsWith(".github/", StringComparison.Ordinal))
            return "belongs to the forge";
        var ending = Path.GetExtension(path);
        if (ending.Equals(".json", StringComparison.OrdinalIgnoreCase))
            return "data";
        return ByEnding.TryGetValue(ending, out var reason) ? reason : $"no format that is read ({ending})";
    }
}

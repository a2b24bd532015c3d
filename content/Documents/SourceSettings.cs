using Knowledge.Content.Findings;
using Knowledge.Content.Text;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Documents;

/// <summary>What a source says about how it is read, in a <c>knowledge.yaml</c> at its root.</summary>
/// <param name="TextPages">Patterns of paths of plain text that is a page.</param>
/// <param name="RunbookLinks">Further names under which rules link to their runbook; they count first.</param>
public sealed record SourceSettings(IReadOnlyList<string> TextPages, IReadOnlyList<string> RunbookLinks)
{
    /// <summary>Name of the file, at the root of a source.</summary>
    public const string FileName = "knowledge.yaml";

    private const int MaxItems = 50;
    private const string TextPagesKey = "text-pages";
    private const string RunbookLinksKey = "runbook-links";

    public static SourceSettings None { get; } = new([], []);

    /// <summary>The settings as far as they are understood, and what is wrong with the file. Never throws.</summary>
    public static (SourceSettings Settings, IReadOnlyList<Finding> Findings) Read(string yaml)
    {
        var reading = GuardedYaml.Read(yaml, YamlLimits.FrontMatter);
        var entries = reading.Documents.OfType<YamlMap>().SelectMany(m => m.Entries).ToList();
        var findings = entries
            .Where(e => e.Key is not (TextPagesKey or RunbookLinksKey))
            .Select(e => new Finding(
                FindingCodes.InvalidValue,
                Severity.Warning,
                FileName,
                e.Value.Line,
                $"`{e.Key}` is not a setting; settings are {TextPagesKey} and {RunbookLinksKey}.",
                e.Key
            ))
            .ToList();
        if (reading.Problem is { } problem)
            findings.Add(
                new(FindingCodes.InvalidYaml, Severity.Error, FileName, problem.Line, $"Settings are not read: {problem.Message}")
            );
        return (new(Texts(TextPagesKey), Texts(RunbookLinksKey)), findings);

        IReadOnlyList<string> Texts(string key) =>
            [
                .. entries
                    .Where(e => e.Key == key)
                    .SelectMany(e => e.Value is YamlList list ? list.Items : [e.Value])
                    .OfType<YamlScalar>()
                    .Select(t => t.Value.Trim())
                    .Where(t => t.Length > 0)
                    .Take(MaxItems),
            ];
    }

    /// <summary>Whether it names a file of plain text; no pattern makes a page of anything else.</summary>
    public bool IsTextPage(string path) =>
        TextPages.Count > 0
        && PageFormats.IsText(path)
        && TextPages.Any(p => PathGlob.Matches(p.Contains('/', StringComparison.Ordinal) ? p : $"**/{p}", path));
}

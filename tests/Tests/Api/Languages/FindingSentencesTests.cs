using Knowledge.Api.Languages;
using Knowledge.Content.Findings;

namespace Knowledge.Tests.Api.Languages;

/// <summary>What readers find in files is shown in the language of the page; names in it stay as they are.</summary>
public sealed class FindingSentencesTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("kb-findings-").FullName;

    public void Dispose()
    {
        Language.Current = Language.English;
        Directory.Delete(directory, recursive: true);
    }

    // Checks of `kb check` (KB1xx, KB2xx) are on no page; KB014 and KB015 are checks too.
    [Fact]
    public void Every_code_of_a_reader_has_sentences()
    {
        var readers = FindingCodes.All.Where(c => c.StartsWith("KB0", StringComparison.Ordinal) && c is not ("KB014" or "KB015"));
        Assert.Equal(readers.Order(), FindingSentences.Codes.Order());
    }

    [Theory]
    [InlineData("de")]
    [InlineData("fr")]
    public void What_is_found_in_real_files_is_translated(string code)
    {
        foreach (var (path, text) in Faulty)
            File.WriteAllText(Path.Combine(directory, path), text);
        File.WriteAllBytes(Path.Combine(directory, "latin.md"), [.. "# Caf"u8, 0xE9, .. "\n\nText.\n"u8]);
        var findings = Fixture.Of(directory).Findings;
        Assert.True(findings.Select(f => f.Code).Distinct().Count() >= 7, string.Join(' ', findings.Select(f => f.Code).Distinct()));

        Language.Current = Language.Find(code)!;
        Assert.Empty(findings.Where(f => FindingSentences.Of(f) == f.Message).Select(f => $"{f.Code} {f.Message}"));
    }

    [Fact]
    public void Names_and_reasons_within_them_are_filled_in()
    {
        Language.Current = Language.Find("de")!;
        Assert.Equal(
            "`symptom` ist kein bekannter Schlüssel; meinen Sie `symptoms`? Er wird ignoriert.",
            Of(FindingCodes.MisspelledKey, "`symptom` is not a known key; did you mean `symptoms`? It is ignored.")
        );
        Assert.Equal(
            "Das Front Matter wird ignoriert: Der Schlüssel „owner“ steht schon in Zeile 3; behalten Sie einen davon.",
            Of(FindingCodes.InvalidYaml, "Front matter is ignored: The key 'owner' is already on line 3; keep one of them.")
        );
        // Of another code it is another sentence, and one that nobody knows stays as it is.
        const string Unknown = "`symptom` is odd.";
        Assert.Equal(Unknown, Of(FindingCodes.MisspelledKey, Unknown));
        Language.Current = Language.English;
        Assert.Equal(Unknown, Of(FindingCodes.MisspelledKey, Unknown));
    }

    [Theory]
    [InlineData(
        "The directory of source docs is missing (first noticed 2026-11-29 18:30 UTC); what was read of it before is still served.",
        "Das Verzeichnis der Quelle docs fehlt (zuerst bemerkt 2026-11-29 18:30 UTC); gezeigt"
    )]
    [InlineData(
        "No node looks at the directory of source docs; what was read of it before is still served.",
        "Kein Knoten liest das Verzeichnis der Quelle docs"
    )]
    [InlineData(
        "Messages to ops are not sent (the store cannot be written). It is tried again.",
        "an ops werden nicht gesendet (der Datenspeicher"
    )]
    [InlineData(
        "The store cannot be written (disk full): unanswered searches and history are not kept until it can. Searches work.",
        "(Platte voll)"
    )]
    public void What_does_not_work_is_told_in_the_language_of_the_page(string english, string german)
    {
        Language.Current = Language.Find("de")!;
        Assert.Contains(german, Knowledge.Api.Languages.Texts.FromEnglish(english), StringComparison.Ordinal);
    }

    private static string Of(string code, string message) => FindingSentences.Of(new(code, Severity.Warning, "a.md", 1, message));

    private static IReadOnlyList<(string Path, string Text)> Faulty { get; } =
    [
        ("yaml.md", "---\nowner: a\nowner: b\n---\n# Page\n\nText.\n"),
        ("colon.md", "---\ntitle: a: b\n---\n# Page\n\nText.\n"),
        ("key.md", "---\nsymptom: [x]\ndate: yesterday\nkind: poem\nvisible: {a: b}\n---\n# Page two\n\nText.\n"),
        ("surfaces.md", "---\nkind: postmortem\nsurfaces: {codex: {state: open}, code: {}}\n---\n# Incident\n\nText.\n"),
        ("one.md", "---\nid: same\n---\n# One\n\nText.\n"),
        ("two.md", "---\nid: same\n---\n# Two\n\nText.\n"),
        ("rules.yaml", "groups:\n- name: g\n  rules:\n  - expr: up == 0\n  - alert: A\n    expr: up == 0\n"),
        (
            "catalog-info.yaml",
            "kind: Component\nmetadata: {}\n---\nkind: Location\nmetadata: {name: l}\nspec: {targets: [./absent.yaml]}\n"
        ),
        ("deep.md", "# Deep\n\n" + new string('>', 3_000) + " text\n"),
        ("empty.md", ""),
    ];
}

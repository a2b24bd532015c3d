using System.Collections.Frozen;
using Knowledge.Content.Findings;

namespace Knowledge.Api.Languages;

/// <summary>
/// What readers find in files, as pages show it. They compose it in English, for files, API and <c>kb</c> too; a page in another language
/// knows each again by the patterns of its code. What has none is shown in English.
/// </summary>
internal static class FindingSentences
{
    private static readonly (string Code, string[] Sentences)[] ByCode =
    [
        (
            FindingCodes.Unreadable,
            [
                "The file cannot be opened: its path is too long, or it has just gone.",
                "The file cannot be read ({0}); check its permissions and the disk.",
                "The file holds nothing but zeros, as a power cut can leave it; restore it.",
                "The name is not valid UTF-8, so it cannot be opened; rename it.",
                "The directory cannot be listed ({0}); check its permissions and the length of its path. What was read of it before is "
                    + "still served.",
                "Reading the file failed inside Knowledge; please report it with the file.",
            ]
        ),
        (
            FindingCodes.NotAPlainFile,
            [
                "The file is empty, or it is a pipe, socket or device; it is not read.",
                "The file has become a pipe, socket, device or directory; it is not read.",
                "The link leads out of the source's directory; it is not followed.",
                "The link leads out of the source's directory, or nowhere; it is not followed.",
            ]
        ),
        (FindingCodes.TooLarge, ["The file has {0} bytes; at most {1} are read. Split it."]),
        (
            FindingCodes.InvalidText,
            [
                "The file is not valid UTF-8 (first bad byte at offset {0}); save it as UTF-8. Bad bytes are shown as \uFFFD.",
                "The file contains NUL characters; remove them. They are shown as \uFFFD.",
            ]
        ),
        (
            FindingCodes.InvalidYaml,
            [
                "Front matter is ignored: {0}",
                "Settings are not read: {0}",
                "Rules from here on are not read: {0}",
                "Catalog entities from here on are not read: {0}",
                "Headings are not read: {0}",
                "Groups from here on are not read: {0}",
            ]
        ),
        (
            FindingCodes.InvalidValue,
            [
                "`{0}` is not a setting; settings are {1}.",
                "`{0}` is not a kind of section; the kinds are {1}.",
                "`{0}` is not an away window; write `09-14..09-18 reason` (every year) or `2026-12-24..2027-01-02 reason`.",
                "Ignored: {0}.",
            ]
        ),
        (FindingCodes.MisspelledKey, ["`{0}` is not a known key; did you mean `{1}`? It is ignored."]),
        (
            FindingCodes.IdClash,
            [
                "The id `{0}` belongs to {1} already; this page is served as `{2}`. Rename one, or give it an `id:`.",
                "An alert {0} is in {1} already; this one is served as `{2}`.",
            ]
        ),
        (FindingCodes.NotRenderable, ["The page is served as plain text: {0}"]),
        (
            FindingCodes.SourceMissing,
            [
                "The directory of source `{0}` is missing or cannot be listed; restore or mount it. What was read of it before is still "
                    + "served.",
                "The directory of source `{0}` does not answer; check its mount. What was read of it before is still served.",
                "{0} of the {1} pages of source `{2}` are gone at once; they are still served. Restore or mount its directory, or accept "
                    + "that they are deleted.",
            ]
        ),
        (
            FindingCodes.NotUnderstood,
            [
                "A rule has neither `alert` nor `record`, nor `title` with `data`; it is ignored.",
                "The rules are in a template: what it fills in is not known here.",
                "The rules are in a template, of which only what stands above this line could be read.",
                "The file is a template that a scaffolder fills in; what it leaves open is no entity of the catalog.",
                "A catalog entity needs `kind` and `metadata.name`; it is ignored.",
            ]
        ),
        (
            FindingCodes.TooMany,
            [
                "The page has {0} {1}; the first {2} are read, and the others are only shown. Split it.",
                "`{0}` has {1} items; the first {2} are read.",
                "A catalog file may name {0} other files; the rest is not read.",
                "`{0}` of {1} may name {2} others; the rest is not read.",
                "Directories deeper than {0} levels are not read; move it up.",
                "A source may hold {0} files; the rest is not read. Split it into several sources.",
            ]
        ),
        (
            FindingCodes.NotFollowed,
            [
                "`{0}` is not followed; what it stands for is not known here. Write the value out if it is needed.",
                "The target `{0}` is an address, or leads out of the source: it is not followed. Serve what it names as a source of its "
                    + "own.",
                "The target `{0}` names no file that is read here. Correct the path; it is relative to this file, without wildcards.",
                "The target `{0}` is not a YAML file with catalog entities: it is not read as one.",
                "The target `{0}` is not followed: Locations lead at most {1} files deep, to {2} files. Name the rest in a "
                    + "catalog-info.yaml.",
            ]
        ),
        (
            FindingCodes.HookMapping,
            [
                "The mapping is not used: it has no keys.",
                "The mapping is not used: `name` and `key` must each say where they are in the payload.",
                "The mapping is not used: `each` is the path of a list, such as `events` or `data.alerts`.",
                "The mapping is not used: {0}",
                "`{0}` is not a key of a mapping and is ignored; keys are {1}.",
                "`{0}` is not a key of `state` and is ignored; keys are {1}.",
                "The mapping has no example; put a payload under `examples` with what it gives, so that it is tested here.",
                "An example has a `body` and says under `gives` what is read of it; this one is not run.",
            ]
        ),
        (
            FindingCodes.Visible,
            [
                "`visible` is a list of names of groups, such as `[legal, security]`; what is none lets nobody see the page, and a name "
                    + "that is alone lets its group.",
            ]
        ),
    ];

    /// <summary>Reasons within these, with something filled in.</summary>
    public static IReadOnlyList<string> Reasons { get; } =
    [
        "{0}; check the indentation, and quote text with special characters.",
        "There are more than {0} YAML documents; remove the rest, or split the file.",
        "Lists and maps are nested more than {0} deep; flatten them.",
        "This text has {0} characters and may have {1}; shorten it.",
        "The key '{0}' is already on line {1}; keep one of them.",
        "There are more than {0} YAML values; split the text.",
        "The YAML has {0} characters and may have {1}; move the long parts out of it.",
        "The text has {0} characters and may have {1}; split the page.",
        "`{0}` is not a surface; the surfaces are {1}",
        "the surface `{0}` needs a `state`: {1}",
        "`{0}` must be one text",
        "`{0}` must be a text or a list of texts",
        "`{0}` must be one of {1}",
        "`{0}` must be a date such as 2026-03-02",
        "`{0}` must be a time such as 2026-03-02T07:40:00Z",
        "expected a text or a map with `{0}`",
    ];

    /// <summary>The same without.</summary>
    public static IReadOnlyList<string> WholeReasons { get; } =
    [
        "A value here holds a colon and a space; put the whole value in quotes.",
        "A value cannot start with this character; put the value in quotes.",
        "The text is incomplete or a quote is not closed; close it, or put the value in quotes.",
        "The text is incomplete; finish it.",
        "A bracket is not closed or a comma is missing; close it, or put text that starts with a bracket in quotes.",
        "A quote or bracket is not closed; close it.",
        "There is a tab in the indentation; indent with spaces.",
        "Directives (lines that start with %) are not read; remove the line.",
        "A value is missing here; write one.",
        "Anchors (&name) are not read; runbooks do not need them; write the value out.",
        "Tags (!name) are not read; runbooks do not need them; write the value out.",
        "Aliases (*name) are not read; runbooks do not need them; write the value out.",
        "Merge keys (<<) are not read; runbooks do not need them; write the value out.",
        "There is no anchor (&name) of this name above; write the value out.",
        "A merge key (<<) takes a map or a list of maps; write the values out.",
        "A key must be plain text; give the list or map a name.",
        "There is a NUL character here; remove it, or save the file as UTF-8.",
        "This is not YAML; check that it is complete and nothing else is mixed in.",
        "Quotes, lists or emphasis are nested too deeply to be read; close or flatten them.",
        "`lang` is a language such as `de` or `pt-BR`",
        "`origin` is a link, or a map with `system`, `id` and `link`",
        "`link` of an origin must be an http or https address",
        "a page of another source",
        "a page that not everybody may see",
        "sections",
        "causes",
        "links",
        "symptoms",
        "entries in its timeline",
        "actions",
        // Why nothing is served from a file.
        "not Markdown",
        "catalog",
        "owners",
        "not a document",
        "too large to be looked at",
        "settings of the source",
        "headings",
        "thesaurus",
        "mapping of a sender",
        "data without alert rules",
        "a program without alert rules",
        "not rules",
        "project file",
        "index page",
        "empty page",
        "draft (`draft: true`)",
        "not published (`published: false`)",
    ];

    private static readonly FrozenDictionary<string, SentencePatterns> Patterns = ByCode.ToFrozenDictionary(
        c => c.Code,
        c => new SentencePatterns(c.Sentences),
        StringComparer.Ordinal
    );

    public static IEnumerable<string> Codes => ByCode.Select(c => c.Code);

    /// <summary>As keys of the texts.</summary>
    public static IEnumerable<string> All => ByCode.SelectMany(c => c.Sentences);

    /// <summary>What a finding says, in the language of the reader.</summary>
    public static string Of(Finding finding) =>
        Language.Current.Texts.Count == 0 ? finding.Message
        : Patterns.TryGetValue(finding.Code, out var patterns) && patterns.Translated(finding.Message) is { } translated ? translated
        : Texts.FromEnglish(finding.Message);
}

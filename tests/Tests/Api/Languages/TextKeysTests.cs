using System.Text.Json;
using System.Text.RegularExpressions;
using Knowledge.Api.Languages;
using Knowledge.Api.Problems;
using Knowledge.Api.Store;
using Knowledge.Api.Ui;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Reports;

namespace Knowledge.Tests.Api.Languages;

/// <summary>Each text of a page has its entry in each language, none is left over, and what is filled in is filled in everywhere.</summary>
public sealed partial class TextKeysTests
{
    private const string Literal = """
        "(?:[^"\\]|\\.)*"
        """;

    public static TheoryData<string> Codes => [.. Language.All.Where(l => l.Texts.Count > 0).Select(l => l.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_text_of_the_program_is_there(string code) =>
        Assert.DoesNotContain(Needed(), k => !Language.Find(code)!.Texts.ContainsKey(k));

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_entry_is_left_over(string code)
    {
        var needed = Needed().ToHashSet();
        Assert.Empty(Language.Find(code)!.Texts.Keys.Where(k => !needed.Contains(k)).Except(Dynamic));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_same_is_filled_in(string code) =>
        Assert.Empty(
            Language
                .Find(code)!
                .Texts.Where(t => !Places(t.Key).SetEquals(Places(t.Value)) || t.Key.Count('|') != t.Value.Count('|'))
                .Select(t => $"{t.Key} → {t.Value}")
        );

    [Theory]
    [MemberData(nameof(Codes))]
    public void Markup_is_the_same(string code) =>
        Assert.Empty(
            Language
                .Find(code)!
                .Texts.Where(t => t.Key.Contains('<', StringComparison.Ordinal) && !Tags(t.Key).SetEquals(Tags(t.Value)))
                .Select(t => $"{t.Key} → {t.Value}")
        );

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_file_has_each_text_once_and_in_order(string code)
    {
        using var file = JsonDocument.Parse(Repository.Text($"api/Languages/{code}.json"));
        var keys = file.RootElement.EnumerateObject().Select(p => p.Name).ToList();
        Assert.Equal(keys.Distinct().Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public void Whatever_is_not_written_where_it_is_shown_is_looked_up_as_such()
    {
        var calls = Sources().SelectMany(s => OneText().Matches(s.Text).Select(m => (s.Path, After: s.Text[(m.Index + m.Length)..])));
        Assert.Empty(calls.Where(c => !c.After.TrimStart().StartsWith('"')).Select(c => $"{c.Path}: {c.After[..60]}"));
    }

    [Theory]
    [InlineData("""@T("Save")""", "Save")]
    [InlineData("""T("a \"b\" " + "c {0}", x)""", "a \"b\" c {0}")]
    [InlineData("""Plural(list.Count(x => x > 1, 2), "{0} page", "{0} pages", more)""", "{0} page|{0} pages")]
    [InlineData("""Rest("No")""", "")]
    public void Texts_are_found_in_the_source(string source, string expected) => Assert.Equal(expected, string.Join(';', In(source)));

    private static IEnumerable<string> Needed() =>
        Sources().SelectMany(s => In(s.Text)).Concat(ScriptTexts.Keys).Concat(Dynamic).Distinct();

    // What other parts of the program say, as pages show it.
    private static IEnumerable<string> Dynamic { get; } =
        Problem
            .All.SelectMany(p => new[] { p.Title, p.Cause, p.Remedy })
            .Concat(PostmortemForm.Fields.SelectMany(f => f.Columns.Select(c => c.Replace('-', ' ')).Append(f.Label).Append(f.Hint)))
            .Concat(PostmortemForm.Sections.Concat(RunbookDraft.Sections).Select(s => s.Hint))
            .Concat(PostmortemTemplate.Shipped.SelectMany(t => t.Sections.Select(s => s.Hint).Append(t.Title)))
            .Concat(Enum.GetValues<DebtStatus>().Select(AlertDebt.Name))
            .Concat(Enum.GetValues<AlertActionKind>().Select(AlertAction.EnglishWords))
            .Concat(
                Knowledge.Content.Documents.Surface.Names.Select(SurfaceQuestion.Of).SelectMany(q => new[] { q.Question, q.Work, q.Remedy })
            )
            .Append(RiskyStep.Warning)
            .Concat(CoreSentences.All)
            .Concat(FindingSentences.All.Concat(FindingSentences.Reasons).Concat(FindingSentences.WholeReasons))
            .Concat(StateSentences.All.Concat(StateSentences.Whole))
            .Concat(
                StoredKinds.All.SelectMany(k =>
                    new[] { k.What, k.Since ?? "", k.Until ?? "", k.Entry?.SeenAt ?? "", Placeholder(k), k.Otherwise ?? "" }
                )
            )
            .Concat(CoreTexts.All)
            .Where(t => t.Length > 0)
            .Distinct()
            .ToList();

    // Names such as ALERT are the same in all languages.
    private static string Placeholder(StoredKind kind) =>
        kind.Entry is { } entry && entry.Placeholder.Contains(' ', StringComparison.Ordinal) ? entry.Placeholder : "";

    private static IEnumerable<(string Path, string Text)> Sources() =>
        Repository
            .Files()
            .Where(f => f.StartsWith("api/", StringComparison.Ordinal) && !f.StartsWith("api/Languages/", StringComparison.Ordinal))
            .Where(f => Path.GetExtension(f) is ".razor" or ".cs")
            .Select(f => (Path: f, Text: Repository.Text(f)))
            .Where(s =>
                s.Path.EndsWith(".razor", StringComparison.Ordinal) || s.Text.Contains("Languages.Texts;", StringComparison.Ordinal)
            );

    private static IEnumerable<string> In(string source)
    {
        foreach (Match call in Call().Matches(source))
        {
            var at = call.Index + call.Length;
            if (call.Groups["name"].Value.StartsWith("Plural", StringComparison.Ordinal))
            {
                var pair = Pair().Match(source, AfterArgument(source, at));
                if (pair.Success)
                    yield return Knowledge.Api.Languages.Texts.KeyOf(Value(pair.Groups["one"].Value), Value(pair.Groups["many"].Value));
            }
            else if (Text().Match(source, at) is { Success: true } text)
                yield return Value(text.Groups["text"].Value);
        }
    }

    // Behind the comma that ends an argument.
    private static int AfterArgument(string source, int at)
    {
        for (var depth = 0; ; at++)
            if (source[at] is '(' or '[' or '{')
                depth++;
            else if (source[at] is ')' or ']' or '}')
                depth--;
            else if (source[at] == ',' && depth == 0)
                return at + 1;
    }

    private static string Value(string literals) =>
        string.Concat(OneLiteral().Matches(literals).Select(l => JsonSerializer.Deserialize<string>(l.Value)));

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Value)];

    private static HashSet<string> Tags(string text) => [.. Tag().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"(?<![\w.])(?<name>T|Html|Plural|PluralHtml)\((?!string |long |Document )")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<![\w.])(T|Html)\((?!string |long |Document )")]
    private static partial Regex OneText();

    [GeneratedRegex(@"\G\s*(?<text>" + Literal + @"(\s*\+\s*" + Literal + ")*)")]
    private static partial Regex Text();

    [GeneratedRegex(@"\G\s*(?<one>" + Literal + @"(\s*\+\s*" + Literal + @")*)\s*,\s*(?<many>" + Literal + @"(\s*\+\s*" + Literal + ")*)")]
    private static partial Regex Pair();

    [GeneratedRegex(Literal)]
    private static partial Regex OneLiteral();

    [GeneratedRegex(@"\{\d(:[A-Z0-9]+)?\}")]
    private static partial Regex Place();

    [GeneratedRegex("</?[a-z]+[^<>]*>")]
    private static partial Regex Tag();
}

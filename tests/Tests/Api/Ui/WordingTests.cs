using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Knowledge.Api.Languages;
using Knowledge.Api.Problems;
using Knowledge.Tests.Api.Languages;

namespace Knowledge.Tests.Api.Ui;

/// <summary>
/// What Knowledge says, it says in words of the field: none of one list stands on a page, in a text of the program or its help, in what
/// people read of the documentation, or in the example.
/// </summary>
public sealed partial class WordingTests(AllPages pages) : IClassFixture<AllPages>
{
    // What people typed and pasted into the pages of the fixture: the words of a chat are theirs.
    private const string NotOurs = "pre, code, .words, textarea, input, [data-copy], .snippet, .evidence, script, style, datalist";

    public static TheoryData<string> Urls => [.. AllPages.Urls.Append("/styleguide").Distinct()];

    /// <summary>Markdown that people read who use Knowledge; the changelog tells of what was.</summary>
    public static TheoryData<string> Texts =>
        [
            .. Repository
                .Files()
                .Where(f => f.EndsWith(".md", StringComparison.Ordinal))
                .Where(f =>
                    f is "README.md" or "api/README.md" or "indexer/README.md"
                    || f.StartsWith("docs/", StringComparison.Ordinal)
                    || f.StartsWith("content/", StringComparison.Ordinal)
                    || f.StartsWith("runbooks/", StringComparison.Ordinal)
                ),
        ];

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task No_page_uses_a_word_that_needs_to_be_explained(string url)
    {
        var page = new HtmlParser().ParseDocument(await pages.Text(url, "en"));
        Assert.True(page.Body!.TextContent.Length > 200, url);
        foreach (var element in page.QuerySelectorAll(NotOurs).Where(e => e is not IHtmlBodyElement))
            element.Remove();
        // Words of two elements are no sentence.
        foreach (var element in page.QuerySelectorAll("a, td, th, li, p, dt, dd, h1, h2, h3, label, button, summary"))
            element.Append(page.CreateTextNode(" \n "));
        Assert.Empty(In(url, page.Body.TextContent));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void No_documentation_does(string path) => Assert.Empty(In(path, Prose(Repository.Text(path))));

    [Fact]
    public void No_error_does() => Assert.Empty(Problem.All.SelectMany(p => In(p.Name, $"{p.Title} {p.Cause} {p.Remedy}")));

    // Summaries of endpoints, and what the comments of types say of their fields.
    [Fact]
    public void No_description_of_the_API_does()
    {
        using var document = JsonDocument.Parse(Repository.Text("tests/Tests/Api/openapi.snap.json"));
        var descriptions = Descriptions(document.RootElement).ToList();
        Assert.True(descriptions.Count > 300, $"{descriptions.Count} descriptions");
        Assert.Empty(descriptions.SelectMany(d => In("openapi", Prose(d))));
    }

    [Fact]
    public void No_text_of_a_page_does_that_is_seldom_shown() =>
        Assert.Empty(Language.Find("de")!.Texts.Keys.SelectMany(k => In("de.json", Prose(k))));

    [Theory]
    [InlineData("tests/Tests/Api/Hosting/server-help.snap.txt")]
    [InlineData("tests/Tests/Indexer/Commands/kb-help.snap.txt")]
    public void No_help_does(string path) => Assert.Empty(In(path, Repository.Text(path)));

    // Lines of errors, of commands, of messages to people: whatever is a text of more than one word in the source.
    [Fact]
    public void No_text_of_the_program_does()
    {
        var sources = Repository
            .Files()
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => new[] { "api/", "content/", "indexer/" }.Any(d => f.StartsWith(d, StringComparison.Ordinal)))
            .ToList();
        Assert.True(sources.Count > 500, $"{sources.Count} files");
        Assert.Empty(
            sources.SelectMany(f =>
                Repository
                    .Text(f)
                    .Split('\n')
                    .Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal))
                    // What it understands is not what it says.
                    .Where(l => !l.Contains("\\b", StringComparison.Ordinal) && !l.Contains("\\w", StringComparison.Ordinal))
                    .SelectMany(l => Literal().Matches(l))
                    .Where(m => m.Value.Contains(' ', StringComparison.Ordinal))
                    .SelectMany(m => In(f, Prose(Hole().Replace(m.Value, " "))))
            )
        );
    }

    [Theory]
    [InlineData("the alert was heard 1 time")]
    [InlineData("Do not believe: these stay green")]
    [InlineData("what people searched for in vain")]
    [InlineData("A twin is missing.")]
    [InlineData("nobody said so")]
    [InlineData("came undone")]
    [InlineData("In the middle 1 h 5 min")]
    [InlineData("retried 1 times")]
    [InlineData("“soon” is no date.")]
    [InlineData("Both texts are put together.")]
    [InlineData("What compares meanings, and how far it is.")]
    public void The_list_finds_what_it_is_for(string text) => Assert.NotEmpty(In("", Prose(text)));

    [Theory]
    [InlineData("We recommend it.")]
    [InlineData("Between two hosts.")]
    [InlineData("List `twins` in the front matter.")]
    [InlineData("twins: [a, b]")]
    [InlineData("cut off in the middle of a write")]
    [InlineData("2.1 times the size")]
    [InlineData("users can go on working")]
    [InlineData("There is no time left.")]
    [InlineData("It is no longer searched.")]
    public void Other_words_are_left_alone(string text) => Assert.Empty(In("", Prose(text)));

    private static IEnumerable<string> Descriptions(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(p =>
                    p is { Name: "description" or "summary", Value.ValueKind: JsonValueKind.String }
                        ? [p.Value.GetString()!]
                        : Descriptions(p.Value)
                ),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Descriptions),
            _ => [],
        };

    private static IEnumerable<string> In(string where, string text)
    {
        text = Blanks().Replace(text, " ");
        return Banned().Matches(text).Select(m => $"{where}: …{text[Math.Max(0, m.Index - 40)..Math.Min(text.Length, m.Index + 50)]}…");
    }

    // Without code, addresses and comments, which are no sentences.
    private static string Prose(string markdown) => Target().Replace(CodeSpan().Replace(CodeBlock().Replace(markdown, " "), " "), "]");

    [GeneratedRegex(
        @"\b(mend(s|ed|ing)?|heard|twins?(?![:\w-])|said|(come|comes|came) undone|lacks nothing|in the middle(?! of)|in vain|"
            + @"do not believe|already tried|nobody looks after|no way to|not this one|well again|sees? to|go on\b(?! (with|working))|"
            + @"last real change|and none had|compared by built-in|what people said|telling|put together|put right|fires now|"
            + @"meaning is near|(?<!there )is no (date|time|key|kind of|setting|expression)|looks? after what|so many (backups|pages)|"
            + @"what compares meanings|lets nobody in|closes a circle)\b"
            + @"|\(1 minutes\)|(?<![\d.,])1 times\b|\bfinds what it must find\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Banned();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Literal();

    // What is filled in; of one with a text of its own within it, each half.
    [GeneratedRegex(@"\{[^{}]*(\}|$)|^[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex("^(`{3,}).*?^\\1", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`[^`\n]*`|<code>.*?</code>")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex Target();
}

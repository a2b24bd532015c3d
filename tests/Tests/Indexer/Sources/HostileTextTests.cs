using System.Globalization;
using System.Text;
using CsCheck;
using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Sources;

[Trait("Reliability", "A-18")]
public sealed class HostileTextTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    public static TheoryData<string, byte[]> BadBytes =>
        new()
        {
            { "a byte that never is UTF-8", [.. "# Bad page\n\ncaf"u8, 0xE9, .. " brimstone\n"u8] },
            { "a cut character", [.. "# Bad page\n\nbrimstone "u8, 0xF0, 0x9F] },
            { "an overlong slash", [.. "# Bad page\n\nbrimstone "u8, 0xC0, 0xAF] },
            { "lone surrogates", [.. "# Bad page\n\nbrimstone "u8, 0xED, 0xA0, 0x80, .. " and "u8, 0xED, 0xB0, 0x80] },
            { "NUL", "# Bad page\n\nbrim\0 \0brimstone\n"u8.ToArray() },
            { "NUL in front matter", "---\ntitle: a\0b\n---\n# Bad page\n\nbrimstone\n"u8.ToArray() },
        };

    [Theory]
    [MemberData(nameof(BadBytes))]
    public void Bytes_that_are_not_text_are_named_and_the_rest_of_the_page_is_served(string what, byte[] bytes)
    {
        content.Write("bad.md", bytes);

        var knowledge = content.Serve();

        Assert.Contains(
            "\uFFFD",
            ContentDirectory.Finding(knowledge, FindingCodes.InvalidText, "bad.md").Message,
            StringComparison.Ordinal
        );
        Assert.True(ContentDirectory.Find(knowledge, "brimstone") == "bad", what);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_page_in_another_encoding_is_named(string encoding)
    {
        content.Write(
            "wide.md",
            [.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes("# Wide\n\nbrimstone\n")]
        );

        ContentDirectory.Finding(content.Serve(), FindingCodes.InvalidText, "wide.md");
    }

    [Fact]
    public void A_byte_order_mark_is_nobodys_business()
    {
        content.Write("bom.md", [0xEF, 0xBB, 0xBF, .. "---\ntitle: Marked\n---\nbrimstone\n"u8]);

        var knowledge = content.Serve();

        Assert.Empty(knowledge.Findings);
        Assert.Equal("Marked", knowledge.Find("bom")!.Title);
    }

    public static TheoryData<string, string> BadFrontMatter =>
        new()
        {
            { "20 KB of brackets", "a: " + new string('[', 20 * 1024) },
            { "brackets below the cap", "a: " + new string('[', 15 * 1024) },
            {
                "aliases",
                "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c]"
            },
            { "merge keys", "a: &a {k: v}\nb: &b {<<: [*a,*a,*a,*a]}\nc: &c {<<: [*b,*b,*b,*b]}\nd: {<<: [*c,*c,*c,*c]}" },
            { "a tag", "title: !!python/object/apply:os.system ['id']" },
            { "a list", "- a\n- b" },
            { "a bare word", "title" },
            { "a key twice", "title: a\ntitle: b" },
            { "an open quote", "title: \"a" },
            { "a tab", "title:\n\t- a" },
        };

    [Theory]
    [MemberData(nameof(BadFrontMatter))]
    public void Front_matter_that_is_refused_leaves_the_page_served(string what, string yaml)
    {
        content.Write("front.md", $"---\n{yaml}\n---\n# Front page\n\nbrimstone\n");

        var knowledge = content.Serve();

        Assert.StartsWith(
            "Front matter is ignored",
            ContentDirectory.Finding(knowledge, FindingCodes.InvalidYaml, "front.md").Message,
            StringComparison.Ordinal
        );
        Assert.True(ContentDirectory.Find(knowledge, "brimstone") == "front", what);
    }

    [Theory]
    [InlineData("catalog-info.yaml")]
    [InlineData("rules.yaml")]
    public void A_yaml_bomb_in_other_files_is_named(string file)
    {
        content.Write(file, "groups:\n- rules: [{alert: &a x}]\nkind: Group\nb: [*a]\n---\n" + new string('[', 20 * 1024));

        ContentDirectory.Finding(content.Serve(), FindingCodes.InvalidYaml, file);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("[a](", 20_000)]
    [InlineData("[", 50_000)]
    [InlineData(">", 10_000)]
    [InlineData("**a", 50_000)]
    [InlineData("<a ", 50_000)]
    [InlineData("- ", 20_000)]
    [InlineData("|", 100_000)]
    [InlineData("![", 50_000)]
    public async Task Markdown_that_parsers_choke_on_is_answered(string fragment, int times)
    {
        content.Write("bomb.md", "# Bomb\n\nbrimstone\n\n" + string.Concat(Enumerable.Repeat(fragment, times)));

        var knowledge = await Task.Run(content.Serve, TestContext.Current.CancellationToken);

        Assert.NotNull(knowledge.Find("bomb"));
        Assert.Equal("bomb", ContentDirectory.Find(knowledge, "brimstone"));
    }

    [Fact]
    public void A_file_of_ten_megabytes_is_refused_with_its_size()
    {
        content.Write("huge.md", new byte[10 * 1024 * 1024]);

        var knowledge = content.Serve();

        Assert.Contains(
            "10,485,760 bytes",
            ContentDirectory.Finding(knowledge, FindingCodes.TooLarge, "huge.md").Message,
            StringComparison.Ordinal
        );
        Assert.Null(knowledge.Find("huge"));
    }

    [Fact]
    public void The_largest_file_is_read_and_one_byte_more_is_refused()
    {
        content.Write("exact.md", ("# Exact\n\nbrimstone " + new string('x', 256 * 1024))[..(256 * 1024)]);
        content.Write("above.md", ("# Above\n\nbrimstone " + new string('x', 256 * 1024))[..(256 * 1024 + 1)]);

        var knowledge = content.Serve();

        Assert.NotNull(knowledge.Find("exact"));
        ContentDirectory.Finding(knowledge, FindingCodes.TooLarge, "above.md");
    }

    [Fact]
    public void An_empty_file_is_noted_and_not_served()
    {
        content.Write("empty.md", "");
        content.Write("blank.md", " \n\t\n");

        var knowledge = content.Serve();

        Assert.Equal(Severity.Note, ContentDirectory.Finding(knowledge, FindingCodes.NotAPlainFile, "empty.md").Severity);
        Assert.Null(knowledge.Find("empty"));
    }

    // csharpier-ignore
    private static readonly string[] Fragments =
    [
        "---\n", "title: ", "id: ", "alerts: [", "- ", "1. ", "# ", "## Symptoms\n", "## Timeline\n", "| a | b |\n|---|---|\n",
        "```\n", "[x](../../etc/passwd)", "\u202E", "\uFEFF", "\0", "groups:\n", "- alert: ", "- name: x\n  rules:\n",
        "kind: Group\nmetadata:\n  name: ", "* @team\n", "**/a/**/b @x\n", "approvers:\n", "&#xD800;", "<script>",
        "https://[::1", "999999999999999999999 days\n", "\n", "  ", "*", "\"", "{", "]", "é", "漢字", "🙂", "{{ .x }}",
        "2026-99-99",
    ];

    /// <summary>Every kind of file that is read is fed with bytes of no meaning.</summary>
    [Fact]
    public void Noise_in_every_kind_of_file_is_survived()
    {
        var name = Gen.OneOf(
            "n{0}.md",
            "n{0}.yaml",
            "n{0}",
            "n{0}/catalog-info.yaml",
            "n{0}/OWNERS",
            "n{0}/CODEOWNERS",
            "n{0}.markdown",
            "n{0}/thesaurus.yaml"
        );
        var bytes = Gen.Frequency((1, Gen.Byte.Select(value => new[] { value })), (11, Gen.OneOf(Fragments).Select(Encoding.UTF8.GetBytes)))
            .Array[1, 60]
            .Select(parts => parts.SelectMany(part => part).ToArray());
        var served = 0;
        Gen.Select(name, bytes)
            .Array[1, 60]
            .Sample(
                files =>
                {
                    using var place = new ContentDirectory();
                    foreach (var ((pattern, content), i) in files.Select((file, i) => (file, i)))
                        place.Write(string.Format(CultureInfo.InvariantCulture, pattern, i), content);
                    Interlocked.Add(ref served, place.Serve().Documents.Count);
                },
                iter: 40
            );
        Assert.True(served > 190, $"{served}");
    }

    [Theory(Timeout = 120_000)]
    [InlineData("**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b")]
    [InlineData("**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/b")]
    [InlineData("a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b")]
    public async Task A_pattern_of_owners_that_could_match_in_many_ways_costs_little(string pattern)
    {
        content.Write("CODEOWNERS", $"{pattern} @nobody\n*.md @team\n{pattern} @nobody\n");
        content.Write(string.Concat(Enumerable.Repeat("a/", 30)) + new string('a', 100) + ".md", "# Deep\n\nbrimstone\n");

        var knowledge = await Task.Run(content.Serve, TestContext.Current.CancellationToken);

        Assert.Equal(2, knowledge.DocumentsOfTeam("team").Count);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_page_that_repeats_one_word_is_quoted_in_no_time()
    {
        content.Write("repeat.md", "# Repeat\n\n" + string.Concat(Enumerable.Repeat("brimstone ", 25_000)));

        var knowledge = await Task.Run(content.Serve, TestContext.Current.CancellationToken);

        Assert.Equal("repeat", await Task.Run(() => ContentDirectory.Find(knowledge, "brimstone"), TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task Thousands_of_pages_that_claim_one_id_each_get_their_own()
    {
        for (var i = 0; i < 6_000; i++)
            content.Write($"same/{i}.md", "---\nid: same\n---\n# Same\n\nbrimstone\n");

        var knowledge = await Task.Run(content.Serve, TestContext.Current.CancellationToken);

        Assert.Equal(6_001, knowledge.Documents.Count);
        Assert.Equal(5_999, knowledge.Findings.Count(f => f.Code == FindingCodes.IdClash));
    }
}

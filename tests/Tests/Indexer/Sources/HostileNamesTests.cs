using CsCheck;
using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Sources;

[Trait("Reliability", "A-09")]
public sealed class HostileNamesTests : IDisposable
{
    private const string Page = "# Brimstone page\n\nbrimstone\n";
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    // csharpier-ignore
    public static TheoryData<string> Names =>
        [
            "line\nbreak.md", "carriage\rreturn.md", "tab\t.md", "escape\u001b[2J.md", "bell\a.md", "delete\u007f.md",
            "next\u0085line.md", "right\u202Eto left.md", "zero\u200Bwidth.md", "quote\".md", "apostrophe'.md", "back`tick.md",
            "$(id).md", "a;b.md", "a&b<c>.md", "%2e%2e%2fx.md", "%00.md", "a%0ab.md", "-rf.md", "--help.md", "~.md", "#.md", "?.md",
            "*.md", "[x].md", " .md", "  leading.md", "trailing .md", "a....b.md", "a..md", "..md.md", "CON.md", "nul.md", "漢字.md",
            "🙂.md", "é.md", "e\u0301.md", "İ.md", "ß.md", "ﬁ.md", "\uFFFD.md", "__proto__.md", "constructor.md",
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_of_any_name_is_served_under_an_id_that_a_url_can_have(string name)
    {
        content.Write(name, Page);

        var knowledge = content.Serve();

        var id = ContentDirectory.Find(knowledge, "brimstone");
        if (name.StartsWith('.'))
            Assert.Null(id);
        else
            Assert.Equal(name, knowledge.Find(id!)!.Path);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_finding_of_a_file_of_any_name_is_one_line_without_control_characters(string name)
    {
        content.Write(name, "");

        var knowledge = content.Serve();

        if (!name.StartsWith('.'))
            ContentDirectory.Finding(knowledge, FindingCodes.NotAPlainFile, name);
    }

    [Fact]
    public void A_name_of_250_characters_is_served_and_so_is_its_twin()
    {
        var name = new string('n', 247);
        content.Write($"{name}.md", Page);
        content.Write($"{name[..241]}.markdown", Page);
        content.Write($"d/{new string('d', 240)}/{name}.md", Page);
        content.Write($"e/{name}.md", $"---\nid: {new string('n', 200)}\n---\n{Page}");
        content.Write($"f/{name}.md", $"---\nid: {new string('n', 200)}\n---\n{Page}");

        Assert.Equal(6, content.Serve().Documents.Count);
    }

    [Fact]
    public void Names_that_differ_in_case_only_are_both_served()
    {
        content.Write("Twin.md", Page);
        content.Write("twin.md", Page);

        var knowledge = content.Serve();

        Assert.Equal("Twin.md", knowledge.Find("twin")!.Path);
        Assert.Equal("twin.md", knowledge.Find("twin-2")!.Path);
        ContentDirectory.Finding(knowledge, FindingCodes.IdClash, "twin.md");
    }

    [Fact]
    public void Names_that_differ_in_normalisation_only_are_both_served()
    {
        content.Write("caf\u00E9.md", Page);
        content.Write("cafe\u0301.md", Page);

        var knowledge = content.Serve();

        Assert.Equal(3, knowledge.Documents.Count);
        Assert.Single(knowledge.Findings, f => f.Code == FindingCodes.IdClash);
    }

    [Fact]
    public void Of_names_with_one_slug_the_markdown_file_keeps_it()
    {
        content.Write("disk full!", Page);
        content.Write("disk-full.markdown", Page);
        content.Write("disk-full.md", Page);
        content.Write("disk-full-2.md", Page);

        var knowledge = content.Serve();

        Assert.Equal("disk-full.md", knowledge.Find("disk-full")!.Path);
        Assert.Equal("disk-full-2.md", knowledge.Find("disk-full-2")!.Path);
        Assert.Equal(5, knowledge.Documents.Count);
        ContentDirectory.Finding(knowledge, FindingCodes.IdClash, "disk-full.markdown");
        ContentDirectory.Finding(knowledge, FindingCodes.IdClash, "disk full!");
    }

    [Theory]
    [InlineData(@"x\..\..\secret.md")]
    [InlineData(@"\etc\passwd.md")]
    [InlineData(@"a\..\..\secret.md")]
    public void A_name_that_looks_like_a_path_is_only_a_name(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A backslash is part of a path here.");
        File.WriteAllText(Path.Combine(content.Outside, "secret.md"), "# Secret\n\nforbidden\n");
        content.Write(name, Page);

        var knowledge = content.Serve();

        Assert.Equal(name, knowledge.Find(ContentDirectory.Find(knowledge, "brimstone")!)!.Path);
        Assert.Null(ContentDirectory.Find(knowledge, "forbidden"));
    }

    [Fact]
    public void A_name_with_a_backslash_does_not_stand_for_a_file_below()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A backslash is part of a path here.");
        content.Write("a/b.md", "# Below\n\nsulphur\n");
        content.Write(@"a\b.md", Page);

        var knowledge = content.Serve();

        Assert.Equal(3, knowledge.Documents.Count);
        Assert.Equal("a/b.md", knowledge.Find(ContentDirectory.Find(knowledge, "sulphur")!)!.Path);
        Assert.Equal(3, content.Read(content.Read()).Files.Count);
    }

    [Fact]
    public void Names_that_are_not_utf8_are_named_and_read_again_without_trouble()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only here may a name be any bytes.");
        content.Shell(
            @"printf '# A\n\nbrimstone\n' > $'\xff.md'; printf '# B\n\nbrimstone\n' > $'\xfe.md'; mkdir "
                + @"$'d\xff'; printf '# C\n\nbrimstone\n' > $'d\xff/c.md'"
        );
        content.Write("\uFFFD.md", Page);

        var knowledge = content.Serve();

        Assert.Equal("\uFFFD.md", knowledge.Find(ContentDirectory.Find(knowledge, "brimstone")!)!.Path);
        Assert.Contains(
            knowledge.Findings,
            f => f.Code == FindingCodes.Unreadable && f.File == "\uFFFD.md" && f.Message.Contains("UTF-8", StringComparison.Ordinal)
        );
        Assert.Contains("UTF-8", ContentDirectory.Finding(knowledge, FindingCodes.Unreadable, "d\uFFFD").Message, StringComparison.Ordinal);
        var first = content.Read();
        Assert.Equal(first.Files, content.Read(first).Files);
    }

    [Fact]
    public void Directories_deeper_than_the_limit_are_named_and_the_others_read()
    {
        var deep = string.Join('/', Enumerable.Range(1, 40).Select(n => $"l{n}"));
        content.Write($"{deep}/below.md", Page);
        content.Write($"{string.Join('/', deep.Split('/').Take(32))}/within.md", "# Within\n\nsulphur\n");

        var knowledge = content.Serve();

        ContentDirectory.Finding(knowledge, FindingCodes.TooMany, string.Join('/', deep.Split('/').Take(33)));
        Assert.NotNull(ContentDirectory.Find(knowledge, "sulphur"));
        Assert.Null(ContentDirectory.Find(knowledge, "brimstone"));
    }

    [Fact]
    public void A_path_too_long_for_the_system_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is another elsewhere.");
        var name = new string('p', 200);
        content.Shell($"for i in $(seq 22); do mkdir {name}; cd {name}; printf '# Deep\\n\\nbrimstone\\n' > {name}.md; done");

        var knowledge = content.Serve();

        Assert.Contains(knowledge.Findings, f => f.Code == FindingCodes.Unreadable && f.File.EndsWith(".md", StringComparison.Ordinal));
        Assert.Contains(
            knowledge.Findings,
            f => f.Code == FindingCodes.Unreadable && f.File.EndsWith("/" + name, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Hidden_files_and_build_output_are_passed_over()
    {
        foreach (var path in new[] { ".hidden.md", ".git/x.md", ".github/y.md", "node_modules/z.md", "bin/a.md", "obj/b.md" })
            content.Write(path, Page);

        var knowledge = content.Serve();

        Assert.Single(knowledge.Documents);
        Assert.Empty(knowledge.Findings);
    }

    [Fact]
    public void Names_of_random_bytes_are_survived()
    {
        var name = Gen.OneOf(Gen.Int[1, 31], Gen.Int[32, 126], Gen.Int[0x80, 0x2FF], Gen.Int[0x2000, 0x206F])
            .Select(code => code == '/' ? '_' : (char)code)
            .Array[1, 39]
            .Select(characters => new string(characters));
        var served = 0;
        name.Array[1, 20]
            .Sample(
                names =>
                {
                    using var place = new ContentDirectory();
                    foreach (var file in names)
                        place.Write($"r/{file}.md", Page);
                    Interlocked.Add(ref served, place.Serve().Documents.Count(d => d.Path.StartsWith("r/", StringComparison.Ordinal)));
                },
                iter: 40
            );
        Assert.True(served > 300, $"{served}");
    }
}

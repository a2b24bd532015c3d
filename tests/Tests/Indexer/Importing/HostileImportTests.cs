using System.IO.Compression;
using System.Text;
using CsCheck;
using Knowledge.Content;
using Knowledge.Content.Importing;
using Knowledge.Indexer.Importing;

namespace Knowledge.Tests.Indexer.Importing;

/// <summary>Exports that were made to do harm, or were damaged on the way.</summary>
public sealed class HostileImportTests : IDisposable
{
    private readonly ImportFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private static string Page(string title, string html) =>
        $"<html><head><title>S : {title}</title></head><body><div id=\"main-content\">{html}</div></body></html>";

    [Theory]
    [InlineData("../../evil_1.html")]
    [InlineData("OPS/../../evil_1.html")]
    [InlineData("/etc/evil_1.html")]
    [InlineData("C:/evil_1.html")]
    [InlineData("..\\evil_1.html")]
    [InlineData("\\\\host\\share\\evil_1.html")]
    [InlineData("OPS/evil\n_1.html")]
    public void Names_in_a_zip_that_lead_elsewhere_are_not_read_and_write_nothing(string name)
    {
        var report = fixture.Confluence(
            fixture.Zip("x.zip", (name, Page("Evil", "<p>evil</p>")), ("OPS/Good_2.html", Page("Good", "<p>good</p>")))
        );

        Assert.Equal((1, 1), (report.Imported, report.Skipped));
        Assert.Contains("leads out of it", Assert.Single(report.Reasons).Reason, StringComparison.Ordinal);
        Assert.Equal("2-good.md", Assert.Single(fixture.Written()).Key);
        Assert.Equal(
            ["out", "x.zip"],
            Directory.EnumerateFileSystemEntries(fixture.PathOf("")).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_link_in_a_zip_is_not_followed()
    {
        using (var archive = ZipFile.Open(fixture.PathOf("x.zip"), ZipArchiveMode.Create))
        {
            var link = archive.CreateEntry("OPS/Link_1.html");
            link.ExternalAttributes = unchecked((int)0xA1FF0000);
            using (var stream = link.Open())
                stream.Write("/etc/passwd"u8);
            using var good = archive.CreateEntry("OPS/Good_2.html").Open();
            good.Write(Encoding.UTF8.GetBytes(Page("Good", "<p>good</p>")));
        }

        var report = fixture.Confluence(fixture.PathOf("x.zip"));

        Assert.Equal("OPS/Link_1.html", Assert.Single(Assert.Single(report.Reasons).Examples));
        Assert.Equal("2-good.md", Assert.Single(fixture.Written()).Key);
    }

    [Theory]
    [InlineData("entities.xml")]
    [InlineData("OPS/Bomb_1.html")]
    public void A_zip_bomb_is_not_unpacked(string name)
    {
        using (var archive = ZipFile.Open(fixture.PathOf("bomb.zip"), ZipArchiveMode.Create))
        {
            using var stream = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
            stream.Write("<hibernate-generic>"u8);
            var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<o/>", 256 * 1024)));
            for (var i = 0; i < 100; i++)
                stream.Write(block);
        }
        Assert.InRange(new FileInfo(fixture.PathOf("bomb.zip")).Length, 1, 400_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        if (name == "entities.xml")
            Assert.Contains(
                "more than 200 times",
                ImportFixture.Refusal(() => fixture.Confluence(fixture.PathOf("bomb.zip"))),
                StringComparison.Ordinal
            );
        // Of a page no more is read than a page may have.
        else
            Assert.Contains(
                "longer than 2,097,152 characters",
                Assert.Single(fixture.Confluence(fixture.PathOf("bomb.zip")).Reasons).Reason,
                StringComparison.Ordinal
            );
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
        Assert.Empty(fixture.Written());
    }

    [Fact]
    public void What_a_zip_unpacks_to_and_how_many_entries_it_has_is_bounded()
    {
        var random = new Random(7);
        var html = Page(
            "Noise",
            $"<p>{Convert.ToBase64String(Enumerable.Range(0, 300_000).Select(_ => (byte)random.Next(256)).ToArray())}</p>"
        );
        var zip = fixture.Zip("x.zip", [.. Enumerable.Range(0, 4).Select(i => ($"A/Noise_{i}.html", html))]);

        Assert.Contains(
            "unpacks to more than 1,000,000 bytes",
            ImportFixture.Refusal(() => fixture.Confluence(zip, limits: ImportLimits.Default with { MaxUnpackedBytes = 1_000_000 })),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "has 4 entries; at most 3",
            ImportFixture.Refusal(() => fixture.Confluence(zip, limits: ImportLimits.Default with { MaxZipEntries = 3 })),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "list of entries of",
            ImportFixture.Refusal(() => fixture.Confluence(zip, limits: ImportLimits.Default with { MaxZipDirectoryBytes = 100 })),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_zip_that_lies_about_the_number_of_its_entries_is_refused_by_the_length_of_its_list()
    {
        fixture.Zip("x.zip", [.. Enumerable.Range(0, 2_000).Select(i => ($"A/{i}.txt", ""))]);
        var bytes = File.ReadAllBytes(fixture.PathOf("x.zip"));
        var end = bytes.AsSpan().LastIndexOf("PK\x05\x06"u8);
        bytes[end + 8] = bytes[end + 10] = 1;
        bytes[end + 9] = bytes[end + 11] = 0;

        Assert.Contains(
            "list of entries of",
            ImportFixture.Refusal(() =>
                fixture.Confluence(fixture.File("y.zip", bytes), limits: ImportLimits.Default with { MaxZipDirectoryBytes = 50_000 })
            ),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no complete zip",
            ImportFixture.Refusal(() => fixture.Confluence(fixture.File("y.zip", bytes))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_zip_cut_off_or_damaged_anywhere_gives_one_line_and_only_whole_files()
    {
        var whole = File.ReadAllBytes(
            fixture.Zip(
                "x.zip",
                [.. Enumerable.Range(0, 8).Select(i => ($"A/P_{i}.html", Page($"P{i}", $"<p>{new string((char)('a' + i), 2000)} {i}</p>")))]
            )
        );
        for (var i = 0; i < 40; i++)
            AssertOneLine(whole[..(whole.Length * i / 40)]);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte[1, 255])
            .Sample(
                (at, bits) =>
                {
                    var bytes = whole.ToArray();
                    bytes[at] ^= bits;
                    AssertOneLine(bytes);
                },
                iter: 80
            );
    }

    private static void AssertOneLine(byte[] zip)
    {
        using var place = new ImportFixture();
        try
        {
            place.Confluence(place.File("cut.zip", zip));
        }
        catch (ImportException e)
        {
            Assert.DoesNotContain('\n', e.Message);
        }
        Assert.All(
            place.Written(),
            f => Assert.True(f.Key.EndsWith(".md", StringComparison.Ordinal) && ImportedFile.Read(f.Value) is { IsUntouched: true }, f.Key)
        );
    }

    private const string Lol = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>";

    [Theory]
    [InlineData(Lol + "<posts><row Id=\"1\" PostTypeId=\"1\" Body=\"&b;\" /></posts>")]
    [InlineData(
        "<!DOCTYPE posts [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><posts><row Id=\"1\" PostTypeId=\"1\" Body=\"&x;\" /></posts>"
    )]
    [InlineData("<!DOCTYPE posts SYSTEM \"https://evil.example/x.dtd\"><posts></posts>")]
    public void Entities_are_neither_expanded_nor_fetched(string xml)
    {
        Assert.Contains(
            "document type",
            ImportFixture.Refusal(() => fixture.StackExchange(fixture.File("Posts.xml", xml))),
            StringComparison.Ordinal
        );
        var entities = fixture.File("entities.xml", xml.Replace("posts", "hibernate-generic", StringComparison.Ordinal));
        Assert.Contains("document type", ImportFixture.Refusal(() => fixture.Confluence(entities)), StringComparison.Ordinal);
        Assert.Empty(fixture.Written());
    }

    [Fact]
    public void An_entity_in_a_page_stays_the_text_that_it_is()
    {
        fixture.Confluence(
            fixture.File("Page_1.xml", "<!DOCTYPE p [<!ENTITY xxe SYSTEM \"file:///etc/passwd\">]><p>&xxe; &nbsp;&eacute;</p>")
        );
        Assert.EndsWith("\\&xxe; é\n", fixture.Only(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_is_bounded_in_xml_and_json_and_flattened_in_html()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000));
        Assert.Contains(
            "nested deeper than 64",
            ImportFixture.Refusal(() => fixture.StackExchange(fixture.File("Posts.xml", $"<posts>{deep}"))),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "nested deeper than 128",
            ImportFixture.Refusal(() => fixture.Jira([fixture.File("x.json", new string('[', 200_000))])),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "nested deeper than 128",
            ImportFixture.Refusal(() => fixture.ServiceNow(fixture.File("y.json", "{\"result\":" + new string('[', 200_000)))),
            StringComparison.Ordinal
        );
        fixture.Confluence(fixture.File("Deep_1.xml", $"{string.Concat(Enumerable.Repeat("<div><ul><li>", 20_000))}deep"));
        Assert.Contains("deep", fixture.Only(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_a_text_or_a_number_of_names_without_end_is_refused()
    {
        var limits = ImportLimits.Default with { MaxXmlRun = 100_000 };
        foreach (
            var xml in new[]
            {
                $"<posts><row Body=\"{new string('x', 300_000)}\" /></posts>",
                $"<posts>{new string('x', 300_000)}</posts>",
                $"<posts><![CDATA[{string.Concat(Enumerable.Repeat("<x", 150_000))}]]></posts>",
            }
        )
            Assert.Contains(
                "longer than 100,000 characters",
                ImportFixture.Refusal(() => fixture.StackExchange(fixture.File("Posts.xml", xml), limits: limits)),
                StringComparison.Ordinal
            );
        var names = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<row a{i}=\"\" />"));
        Assert.Contains(
            "more than 10,000 names",
            ImportFixture.Refusal(() => fixture.StackExchange(fixture.File("Posts.xml", $"<posts>{names}</posts>"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Xml_cut_off_anywhere_gives_one_line_and_writes_nothing()
    {
        var whole = StackExchangeImportTests.Posts(
            StackExchangeImportTests.Question(1, 2, "T", "<p>x</p>"),
            StackExchangeImportTests.Answer(2, 1, "<p>y</p>")
        );
        for (var length = 0; length < whole.TrimEnd().Length; length += 7)
        {
            var file = fixture.File("Posts.xml", whole[..length]);
            Assert.Contains("Posts.xml", ImportFixture.Refusal(() => fixture.StackExchange(file)), StringComparison.Ordinal);
        }
        Assert.Empty(fixture.Written());
    }

    [Fact]
    public void Json_of_more_values_than_memory_is_meant_for_is_refused() =>
        Assert.Contains(
            "more than 1,000 values",
            ImportFixture.Refusal(() =>
                fixture.Jira(
                    [fixture.File("x.json", $"[{string.Join(',', Enumerable.Repeat("{}", 600))}]")],
                    limits: ImportLimits.Default with
                    {
                        MaxJsonValues = 1_000,
                    }
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Json_cut_off_anywhere_gives_one_line_and_writes_nothing()
    {
        const string Whole =
            """{"issues": [{"key": "OPS-1", "fields": {"summary": "é", "description": {"type": "doc", "content": """
            + """[{"type": "text", "text": "x\ud83d\ude00"}]}}}]}""";
        for (var length = 0; length < Whole.Length; length++)
            ImportFixture.Refusal(() => fixture.Jira([fixture.File("x.json", Whole[..length])]));
        Assert.Empty(fixture.Written());
    }

    [Theory]
    [InlineData("""{"issues": [1, null, "x", [], {}, {"key": 1}, {"key": "A-1"}, {"key": "A-2", "fields": 3}]}""")]
    [InlineData(
        """{"issues": [{"key": "A-1", "fields": {"summary": 1, "issuetype": [], "labels": {"a": 1}, "components": [1, {"name": """
            + """2}], "issuelinks": [null, {"inwardIssue": 1}], "subtasks": "x", "attachment": """
            + """[{}], "created": "yesterday", "description": 7, "status": "x", "parent": []}}]}"""
    )]
    [InlineData(
        """{"issues": [{"key": "A-1", "fields": {"summary": "x", "description": {"type": "doc", "content": [1, null, {}, {"type": """
            + """1}, {"type": "text"}, {"type": "text", "text": 1, "marks": [1, {"type": "link"}]}, {"type": "heading", "attrs": """
            + """{"level": "x"}, "content": "x"}, {"type": "date", "attrs": """
            + """{"timestamp": "99999999999999999999"}}, {"type": "media", "attrs": []}, """
            + """{"type": "table", "content": [{"type": "tableRow"}]}]}}}]}"""
    )]
    [InlineData("""{"issues": {"key": "A-1"}, "key": "B-1", "fields": {}}""")]
    public void Json_of_another_shape_is_survived(string json)
    {
        var report = fixture.Jira([fixture.File("x.json", json)]);
        Assert.True(report.Imported + report.Skipped > 0);
    }

    [Theory]
    [InlineData("CON", "")]
    [InlineData("1", "con")]
    [InlineData("2", "../../../etc/passwd")]
    [InlineData("3", "..\\..\\boot.ini")]
    [InlineData("4", "C:\\Windows\\x:stream")]
    [InlineData("5", " . ")]
    [InlineData("6", "a\0b\u0001\u202E.md")]
    [InlineData("../7", "path as id")]
    [InlineData("8", "数据库已满")]
    [InlineData("9", "😀 \ud83d half")]
    [InlineData("10", "--- \"quoted\": [yaml] # {x}: &a *b !c | > %")]
    public void Titles_and_ids_of_any_kind_make_one_plain_file_that_is_read_back(string id, string title)
    {
        using var directory = ImportDirectory.Open(fixture.Out, "confluence");
        var (outcome, name) = directory.Put(
            new()
            {
                Origin = new("confluence", id),
                Title = title,
                Body = "text",
            }
        );
        Assert.Equal(ImportOutcome.Imported, outcome);
        Assert.Matches("^[a-z0-9][a-z0-9_-]*-[a-z0-9_-]+\\.md$", name);
        Assert.Equal(
            ImportOutcome.Unchanged,
            directory
                .Put(
                    new()
                    {
                        Origin = new("confluence", id),
                        Title = title,
                        Body = "text",
                    }
                )
                .Outcome
        );
        var document = Assert.Single(DocumentReader.Read(new("s", "s", name, File.ReadAllText(Path.Combine(fixture.Out, name)))).Documents);
        Assert.Empty(document.Findings);
        Assert.Equal(id, document.FrontMatter.Origin!.Id);
    }

    [Fact]
    public void Long_titles_are_cut_and_those_that_slug_to_one_name_are_distinguished()
    {
        using var directory = ImportDirectory.Open(fixture.Out, "confluence");
        var title = string.Concat(Enumerable.Repeat("long ", 100)) + string.Concat(Enumerable.Repeat("x", 200));
        foreach (var (id, given) in new[] { ("OPS-1", "2 same"), ("OPS-1-2", "same"), ("a/b", "x"), ("a b", "x"), ("9", title) })
        {
            var (outcome, name) = directory.Put(
                new()
                {
                    Origin = new("confluence", id),
                    Title = given,
                    Body = "text",
                }
            );
            Assert.Equal(ImportOutcome.Imported, outcome);
            Assert.InRange(name.Length, 1, 180);
        }
        Assert.Equal(5, Directory.GetFiles(fixture.Out, "*.md").Length);
        Assert.Empty(fixture.Serve().Findings);
    }

    [Fact]
    public void Pages_too_large_are_skipped_with_their_size()
    {
        var report = fixture.Confluence(
            fixture.Zip(
                "x.zip",
                (
                    "A/Long_1.html",
                    Page("Long", string.Concat(Enumerable.Range(0, 30_000).Select(i => $"<p>word{i} {i * 7919L % 1_000_003}</p>")))
                ),
                (
                    "A/Huge_2.html",
                    Page("Huge", string.Concat(Enumerable.Range(0, 200_000).Select(i => $"<p>{i * 104_729L % 1_000_003}</p>")))
                ),
                ("A/Good_3.html", Page("Good", "<p>good</p>"))
            )
        );

        Assert.Equal((1, 2), (report.Imported, report.Skipped));
        Assert.Equal("3-good.md", Assert.Single(fixture.Written()).Key);
    }
}

using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Postmortems;

namespace Knowledge.Tests.Content.Postmortems;

public sealed class PostmortemFormTests
{
    private static readonly string[] Hostile =
    [
        "plain words",
        "colon: space",
        "trailing:",
        "# not a comment",
        "- dash",
        "'single'",
        "\"double\"",
        "a \\ b",
        "{map: x}",
        "[list]",
        "true",
        "NULL",
        "~",
        "*alias",
        "&anchor",
        "!tag",
        "%x",
        "@x",
        "`x`",
        "| x",
        "> x",
        "2026-03-02",
        "09:35",
        "1e9",
        "0x10",
        "emoji 🙂 and ü",
        "\u202Ertl",
        "<script>alert(1)</script>",
        "---",
        "...",
        "a, b",
        "key=value",
        new string('x', 3000),
    ];

    [Fact]
    public void A_form_that_was_not_changed_changes_nothing()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "runbooks/postmortems"), "*.md");
        Assert.NotEmpty(files);
        Assert.All(
            files,
            file =>
            {
                var text = File.ReadAllText(file);
                Assert.Equal(
                    text,
                    PostmortemForm.Apply(text, FieldsOf(text), PostmortemText.Sections(text).ToDictionary(s => s.Heading, s => s.Body))
                );
            }
        );
    }

    [Fact]
    public void One_field_changes_its_own_lines_only()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "runbooks/postmortems/2026-03-02-empty-dashboards.md"));
        var fields = FieldsOf(text);
        fields["severity"] =
        [
            ["sev2"],
        ];
        Assert.Equal(
            text.Replace("severity: sev1", "severity: sev2", StringComparison.Ordinal),
            PostmortemForm.Apply(text, fields, new Dictionary<string, string>())
        );

        fields = FieldsOf(text);
        fields["surfaces"] =
        [
            .. fields["surfaces"]
                .Select(r => r[0] == "drill" ? (IReadOnlyList<string>)["drill", "patched", "https://tracker.example/9", "", "", ""] : r),
        ];
        var changed = PostmortemForm.Apply(text, fields, new Dictionary<string, string>());
        var front = Front(changed);
        Assert.Equal(new Surface("drill", "patched", "https://tracker.example/9"), front.Surfaces.Single(s => s.Name == "drill"));
        Assert.Equal(Front(text).Surfaces.Where(s => s.Name != "drill"), front.Surfaces.Where(s => s.Name != "drill"));
        Assert.Equal(
            text[text.IndexOf("\n---\n", StringComparison.Ordinal)..],
            changed[changed.IndexOf("\n---\n", StringComparison.Ordinal)..]
        );
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Whatever_is_typed_is_read_back(string key)
    {
        var field = PostmortemForm.Fields.Single(f => f.Key == key);
        foreach (var value in Hostile.Where(v => key != "alerts" || !v.Contains('=', StringComparison.Ordinal)))
        {
            IReadOnlyList<string> row =
                field.Kind == PostmortemFieldKind.Surfaces ? ["drill", "open", value, value, "2026-04-30", value]
                : field.Key == "dead-ends" ? [value, value, "20"]
                : [.. Enumerable.Repeat(value, Math.Max(1, field.Columns.Count))];
            var text = PostmortemForm.Apply(
                "---\nkind: postmortem\n---\n# A\n\n## Impact\n\nNone.\n",
                new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>> { [key] = [row] },
                new Dictionary<string, string>()
            );
            var document = Assert.Single(DocumentReader.Read(new("s", "s", "a.md", text)).Documents);
            Assert.Equal([row], PostmortemForm.Read(document.FrontMatter, field));
            Assert.Empty(document.Findings);
            Assert.EndsWith("---\n# A\n\n## Impact\n\nNone.\n", text, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string> Keys =>
        [.. PostmortemForm.Fields.Select(f => f.Key).Except(["date", "detected", "mitigated", "resolved"])];

    [Fact]
    public void Line_breaks_and_control_characters_do_not_leave_their_field()
    {
        var text = PostmortemForm.Apply(
            "---\nkind: postmortem\n---\n# A\n",
            new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>
            {
                ["title"] =
                [
                    ["a\n---\nstatus: closed\u0000"],
                ],
            },
            new Dictionary<string, string>()
        );
        Assert.Equal("a --- status: closed", Front(text).Title);
        Assert.Null(Front(text).Status);
    }

    [Fact]
    public void Label_patterns_of_alerts_stay_and_can_be_written()
    {
        const string Text = "---\nkind: postmortem\nalerts: [A, {alertname: Full,   namespace: batch-*}]\n---\n# A\n";
        var fields = FieldsOf(Text);
        Assert.Equal(Text, PostmortemForm.Apply(Text, fields, new Dictionary<string, string>()));
        fields["alerts"] =
        [
            ["alertname=Full, namespace=batch-*"],
        ];
        Assert.Equal(
            ["alertname=Full, namespace=batch-*"],
            Front(PostmortemForm.Apply(Text, fields, new Dictionary<string, string>())).Alerts.Select(a => a.ToString())
        );
    }

    private static Dictionary<string, IReadOnlyList<IReadOnlyList<string>>> FieldsOf(string text) =>
        PostmortemForm.Fields.ToDictionary(f => f.Key, f => PostmortemForm.Read(Front(text), f));

    private static FrontMatter Front(string text) => Assert.Single(DocumentReader.Read(new("s", "s", "a.md", text)).Documents).FrontMatter;
}

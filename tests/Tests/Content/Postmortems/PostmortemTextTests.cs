using Knowledge.Content.Postmortems;

namespace Knowledge.Tests.Content.Postmortems;

public sealed class PostmortemTextTests
{
    private const string Page = """
        ---
        kind: postmortem
        # Who sees it through.
        owner: data
        searched:
          - empty dashboard

          - "rows: 0"
        # Of the week.
        tags: [a,   b]
        "severity": sev1
        ---
        # Title

        Lead.

        ## Impact

        All clients.

        ### Numbers

        - 212

        ```sh
        ## Impact is not a heading here
        ```

        Timeline
        --------

        - 09:00 it began

        ## Root cause
        The disk.
        """;

    [Theory]
    [InlineData("owner", "owner: platform\n", "owner: data\n", "owner: platform\n")]
    [InlineData("owner", null, "owner: data\n", "")]
    [InlineData("searched", "searched: [x]\n", "searched:\n  - empty dashboard\n\n  - \"rows: 0\"\n", "searched: [x]\n")]
    [InlineData("severity", "severity: sev2\n", "\"severity\": sev1\n", "severity: sev2\n")]
    [InlineData("status", "status: draft\n", "\"severity\": sev1\n", "\"severity\": sev1\nstatus: draft\n")]
    [InlineData("absent", null, "", "")]
    public void A_key_is_exchanged_and_every_other_byte_stays(string key, string? yaml, string old, string now) =>
        Assert.Equal(old.Length == 0 ? Page : Page.Replace(old, now, StringComparison.Ordinal), PostmortemText.WithKey(Page, key, yaml));

    [Fact]
    public void A_text_without_front_matter_gets_one() =>
        Assert.Equal("---\nstatus: draft\n---\n\n# A\n", PostmortemText.WithKey("# A\n", "status", "status: draft\n"));

    [Fact]
    public void Sections_are_those_of_the_second_level_and_code_holds_none() =>
        Assert.Equal(
            [
                ("Impact", "All clients.\n\n### Numbers\n\n- 212\n\n```sh\n## Impact is not a heading here\n```"),
                ("Timeline", "- 09:00 it began"),
                ("Root cause", "The disk."),
            ],
            PostmortemText.Sections(Page).Select(s => (s.Heading, s.Body))
        );

    [Theory]
    [InlineData("Timeline", "- 09:00 it began", "- 08:00 it began\n- 09:00 seen")]
    [InlineData("impact", "All clients.\n\n### Numbers\n\n- 212\n\n```sh\n## Impact is not a heading here\n```", "Nobody.")]
    public void A_section_is_exchanged_and_every_other_byte_stays(string heading, string old, string now) =>
        Assert.Equal(Page.Replace(old, now, StringComparison.Ordinal), PostmortemText.WithSection(Page, heading, now));

    [Fact]
    public void The_last_section_may_end_without_a_line_end_and_a_new_one_comes_at_the_end()
    {
        Assert.Equal(
            Page.Replace("## Root cause\nThe disk.", "## Root cause\n\nThe job.\n", StringComparison.Ordinal),
            PostmortemText.WithSection(Page, "Root cause", "The job.")
        );
        Assert.Equal(Page + "\n\n## Lessons\n\n- One.\n", PostmortemText.WithSection(Page, "Lessons", "\n- One.\n\n"));
        Assert.Equal(Page, PostmortemText.WithSection(Page, "Lessons", ""));
        Assert.Equal("The disk.", PostmortemText.Sections(PostmortemText.WithSection(Page, "Timeline", ""))[2].Body);
    }

    [Fact]
    public void What_is_set_can_be_read_back_whatever_it_is()
    {
        foreach (
            var body in new[]
            {
                "# Not a title",
                "text\n\n### Deeper\n\nmore",
                "    code",
                "> quote\n> more",
                "- a\n- b",
                "<div>",
                "**bold**",
                "~~~\nopen",
            }
        )
        {
            var text = PostmortemText.WithSection(Page, "Timeline", body);
            Assert.Contains(body, text, StringComparison.Ordinal);
            Assert.EndsWith("## Root cause\nThe disk.", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Front_matter_in_another_language_is_not_taken_apart()
    {
        const string Toml = "+++\ntitle = \"a\"\n+++\n# A\n";
        Assert.False(PostmortemText.HasEditableKeys(Toml));
        Assert.True(PostmortemText.HasEditableKeys(Page));
        Assert.False(PostmortemText.HasEditableKeys("---\na: [\n---\n# A\n"));
    }

    // With front matter of ours before it, what was to say who may see it would be text.
    [Theory]
    [InlineData("--- \nvisible: [legal]\n---\n# A\n", false)]
    [InlineData("\ufeff---\nvisible: [legal]\n---\n# A\n", false)]
    [InlineData("---\nvisible: [legal]\n# A\n", false)]
    [InlineData("---\nvisible: [legal]\n---\n# A\n", true)]
    [InlineData("# A\n\nText.\n", true)]
    public void Keys_are_not_put_before_what_was_meant_to_hide_it(string text, bool isEditable) =>
        Assert.Equal(isEditable, PostmortemText.HasEditableKeys(text));
}

using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Tests.Content.Documents;

public sealed class PageVisibilityTests
{
    private static FileParseResult Read(string text) => DocumentReader.Read(new("s", "s", "a.md", text));

    private static string? Seen(string front) =>
        Assert.Single(Read($"---\n{front}\n---\n# A\n\n## Causes\n\nThe disk.\n").Documents).FrontMatter.VisibleTo is { } groups
            ? string.Join(' ', groups)
            : null;

    [Theory]
    [InlineData("title: A", null)]
    [InlineData("visible: [legal, security]", "legal security")]
    [InlineData("visible:\n  - legal\n  - CN=staff,OU=x", "legal CN=staff,OU=x")]
    [InlineData("visible: []", "")]
    [InlineData("visible: [legal]\nvisible-until: published", "legal")]
    [InlineData("visible: [legal]\nvisible-until: published\nstatus: draft", "legal")]
    [InlineData("visible: [legal]\nvisible-until: published\nstatus: published", null)]
    [InlineData("visible: [legal]\nvisible-until: published\nstatus: closed", null)]
    [InlineData("visible: [legal]\nvisible-until: never\nstatus: published", "legal")]
    [InlineData("visible: [legal]\nstatus: published", "legal")]
    public void A_page_names_who_may_see_it(string front, string? groups) => Assert.Equal(groups, Seen(front));

    // What is not understood hides.
    [Theory]
    [InlineData("visible: legal", "legal")]
    [InlineData("visible:", "")]
    [InlineData("visible: {legal: true}", "")]
    [InlineData("visible: [legal, {a: b}]", "legal")]
    [InlineData("visible: [[legal]]", "")]
    public void What_is_no_list_of_names_is_a_finding_and_shows_the_page_to_nobody_else(string front, string groups)
    {
        Assert.Equal(groups, Seen(front));
        var finding = Assert.Single(
            Read($"---\n{front}\n---\n# A\n\nText.\n").Findings,
            f => f.Code == FindingCodes.Visible && f.Severity == Severity.Error
        );
        Assert.Equal("visible", finding.Subject);
    }

    [Theory]
    [InlineData("visible: [legal]")]
    [InlineData("visible: []")]
    [InlineData("title: A")]
    [InlineData("title: visible")]
    public void What_is_one_is_no_finding(string front) =>
        Assert.DoesNotContain(Read($"---\n{front}\n---\n# A\n\nText.\n").Findings, f => f.Code == FindingCodes.Visible);

    [Theory]
    [InlineData("---\nvisible: [legal]\ntitle: \"broken\n---\n# A\n\nText.\n")]
    [InlineData("---\n  visible : [legal\n---\n# A\n\nText.\n")]
    [InlineData("---\nVisible: [legal\n---\n# A\n\nText.\n")]
    [InlineData("---\nvisible: [legal]\n# A\n\nNever ended.\n")]
    [InlineData("+++\nvisible = [\"legal\"\n+++\n# A\n\nText.\n")]
    [InlineData("{\n\"visible\": [\"legal\"],\n\"title\": }\n\n# A\n\nText.\n")]
    // What is nearly front matter: blanks that are not seen, something before it, a dash too many, a block of code.
    [InlineData("--- \nkind: postmortem\nvisible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData(" ---\nvisible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData("\n---\nvisible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData("\u200b---\nvisible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData("\ufeff\ufeff---\nvisible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData("\u00a0---\nvisible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData("<!-- c -->\n---\nvisible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData("intro\n\n---\nvisible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData("----\nvisible: [legal]\n----\n# A\n\nText.\n")]
    [InlineData("```yaml\nvisible: [legal]\n```\n\n# A\n\nText.\n")]
    // Read as broken, and the key written another way.
    [InlineData("---\n{kind: postmortem, title: L7, visible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData("---\n&a visible: [legal]\ntitle: \"broken\n---\n# A\n\nText.\n")]
    [InlineData("---\n? visible\n: [legal]\ntitle: \"broken\n---\n# A\n\nText.\n")]
    [InlineData("---\n!!str visible: [legal]\ntitle: \"broken\n---\n# A\n\nText.\n")]
    [InlineData("---\nVisible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData("---\ntitle: L7 visible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData("---\n- visible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData("{\n\"title\": \"A\" \"visible\": [\"legal\"]\n}\n\n# A\n\nText.\n")]
    [InlineData(" ---\n{kind: postmortem, visible: [legal]}\n---\n# A\n\nText.\n")]
    [InlineData(" ---\n&a visible: [legal]\n---\n# A\n\nText.\n")]
    [InlineData(" ---\n? visible\n: [legal]\n---\n# A\n\nText.\n")]
    // Letters by their numbers.
    [InlineData("{\n\"v\\u0069sible\": [\"legal\"],\n\"title\": }\n\n# A\n\nText.\n")]
    [InlineData("---\n\"v\\u0069sible\": [legal]\ntitle: \"broken\n---\n# A\n\nText.\n")]
    [InlineData("---\n\"visib\\x6ce\": [legal]\ntitle: \"broken\n---\n# A\n\nText.\n")]
    [InlineData("---\n\"\\U00000056ISIBLE\": [legal]\ntitle: \"broken\n---\n# A\n\nText.\n")]
    [InlineData("+++\n\"v\\u0069sible\" = [\"legal\"\n+++\n# A\n\nText.\n")]
    [InlineData(" ---\n\"v\\u0069sible\": [legal]\n---\n# A\n\nText.\n")]
    public void Front_matter_that_cannot_be_read_and_would_hide_the_page_hides_it_and_says_so(string text)
    {
        Assert.Empty(Assert.Single(Read(text).Documents).FrontMatter.VisibleTo!);
        Assert.Contains(
            Read(text).Findings,
            f => f.Code is FindingCodes.Visible or FindingCodes.InvalidYaml && f.Severity == Severity.Error
        );
    }

    [Theory]
    [InlineData("---\ntitle: \"broken\n---\n# A\n\nIt is visible: everybody sees it.\n")]
    [InlineData("---\ninvisible: [legal\n---\n# A\n\nText.\n")]
    [InlineData("# A\n\nvisible: [legal]\n")]
    [InlineData("intro\n\n---\n\nIt is visible: everybody sees it.\n\n# A\n\nText.\n")]
    [InlineData("---\ntitle: \"inv\\u0069sible\": x\n---\n# A\n\nText.\n")]
    [InlineData("A page\n------\n\nvisible: what one sees.\n")]
    [InlineData("# A\n\nText.\n\n---\n\n## Panel\n\n```json\n{\n  \"visible\": true\n}\n```\n")]
    [InlineData("# A\n\n```yaml\npanel: 1\n```\n\n```json\n{\n\"visible\": true\n}\n```\n")]
    public void Other_texts_hide_nothing(string text) => Assert.Null(Assert.Single(Read(text).Documents).FrontMatter.VisibleTo);

    [Theory]
    [InlineData("Visible")]
    [InlineData("VISIBLE")]
    [InlineData("\"visible \"")]
    public void A_key_that_hides_the_page_as_it_is_written_is_not_called_ignored(string key) =>
        Assert.DoesNotContain(Read($"---\n{key}: [legal]\n---\n# A\n\nText.\n").Findings, f => f.Code == FindingCodes.MisspelledKey);

    [Fact]
    public void A_page_that_is_not_served_says_who_may_know_of_it()
    {
        var read = Read("---\nvisible: [legal]\ndraft: true\n---\n# A\n\nText.\n");
        Assert.Empty(read.Documents);
        Assert.Equal(["legal"], read.VisibleTo!);
    }
}

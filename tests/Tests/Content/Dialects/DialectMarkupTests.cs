using CsCheck;
using Knowledge.Content.Dialects;
using Knowledge.Content.Documents;
using Knowledge.Tests.Content.Documents;

namespace Knowledge.Tests.Content.Dialects;

public sealed class DialectMarkupTests
{
    [Theory]
    [InlineData(
        "!!! warning \"Do not\"\n    It drops.\n\n    - Ask.\n\nLook.",
        "> **Warning: Do not**  \n> It drops.\n>\n> - Ask.\n\nLook."
    )]
    [InlineData("!!! note\n    Text.", "> [!NOTE]\n> Text.")]
    [InlineData("??? danger\n    ```sh\n    rm x\n    ```", "> [!CAUTION]\n> ```sh\n> rm x\n> ```")]
    [InlineData("??? example \"Show\"\n    Text.", "**Show**\nText.")]
    [InlineData("1. Do\n\n    !!! tip\n        Text.\n\n2. Then", "1. Do\n\n    > [!TIP]\n    > Text.\n\n2. Then")]
    [InlineData("=== \"Linux\"\n\n    Start.\n\n=== \"Mac\"\n\n    Stop.", "**Linux**~\n\nStart.\n\n**Mac**~\n\nStop.")]
    [InlineData(":::warning\nText.\n:::", "> [!WARNING]\n> Text.\n")]
    [InlineData(":::tip[Read this]\n\nText.\n\n:::\nNext", "> **Tip: Read this**  \n>\n> Text.\n>\n\nNext")]
    [InlineData("::: {.callout-note}\nText.\n:::", "> [!NOTE]\n> Text.\n")]
    [InlineData("::::{tab-set}\n:::{tab-item} A\nx\n:::\n::::", "\n**A**~\nx\n\n")]
    [InlineData("```{warning}\n:class: x\nText.\n```", "> [!WARNING]\n\n> Text.\n")]
    [InlineData("```{code-block} bash\n:linenos:\ndf -h\n```", "```bash\n\ndf -h\n```")]
    [InlineData("```{note}\nSee\n\n- one\n```\nNext", "> [!NOTE]\n> See\n>\n> - one\n\nNext")]
    [InlineData("{{% alert color=\"warning\" title=\"Mind\" %}}\nText.\n{{% /alert %}}", "> **Warning: Mind**  \n> Text.\n")]
    [InlineData("{{< hint danger >}}\nText.\n{{< /hint >}}", "> [!CAUTION]\n> Text.\n")]
    [InlineData("{{< tabs >}}\n{{< tab \"A\" >}}\nx\n{{< /tab >}}\n{{< /tabs >}}", "\n**A**~\nx\n\n")]
    [InlineData("{% hint style=\"info\" %}\nText.\n{% endhint %}", "> [!NOTE]\n> Text.\n")]
    [InlineData("{% tab title=\"A\" %}\nx\n{% endtab %}", "**A**~\nx\n")]
    [InlineData("<Tabs>\n<TabItem value=\"a\" label=\"A b\">\n  x\n</TabItem>\n</Tabs>", "\n**A b**~\nx\n\n")]
    [InlineData("<Warning>\n  Text.\n</Warning>", "> [!WARNING]\n> Text.\n")]
    [InlineData("import Tabs from '@theme/Tabs';\n\n# P", "\n\n# P")]
    [InlineData("{: .warning }\nText.", "**Warning:**\nText.")]
    [InlineData("Text.\n{: .no_toc }", "Text.\n")]
    [InlineData("> [!warning]- Mind\n> Text.", "> **Warning: Mind**  \n> Text.")]
    [InlineData("(howto:disk)=\n\n# Disk", "\n\n# Disk")]
    [InlineData("(howto:disk)=\n# Disk\n\n% nobody reads this\nText.", "\n# Disk\n\n\nText.")]
    [InlineData("Click on {kbd}`Next`, then {guilabel}`Save as`.", "Click on `Next`, then **Save as**.")]
    [InlineData("See {doc}`Disks <../disk>`, {doc}`tape`.", "See [Disks](../disk), [tape](tape).")]
    [InlineData("See {ref}`the policy<quota:policy>` and {ref}`quota`.", "See [the policy](#quota:policy) and [quota](#quota).")]
    [InlineData("A {term}`hub <jupyterhub>` in {abbr}`PII (personal data)`.", "A hub in PII (personal data).")]
    [InlineData("--8<-- \"shared/steps.md\"", "*Not included here: shared/steps.md*")]
    [InlineData("<%= warning_text(\"Mind\") %>", "> **Warning:** Mind")]
    public void A_dialect_becomes_ours_line_by_line(string written, string plain)
    {
        Assert.Equal(plain, DialectMarkup.Plain(written, isMdx: false, "~"));
        Assert.Equal(written.Split('\n').Length, plain.Split('\n').Length);
    }

    [Theory]
    [InlineData("```md\n!!! note\n    Text.\n```")]
    [InlineData("~~~\n:::warning\nText.\n:::\n~~~")]
    [InlineData("    :::warning\n    Text.\n    :::")]
    [InlineData(":::warning\nnever closed")]
    [InlineData("Title\n===\n\n!!! is loud")]
    [InlineData("import the data from the \"old\" store")]
    [InlineData("<NAMESPACE>\nis a placeholder\n</NAMESPACE>")]
    [InlineData("{% if x %}\n{{ $labels.pod }}\n{% endif %}")]
    [InlineData("> [!NOTE]\n> Text.")]
    [InlineData("a ::: b\n\n[![badge](x)](y)")]
    [InlineData("{: is no attribute list }")]
    [InlineData("(a b)=\nc (x)=\nd")]
    [InlineData("% a line of text\n\n> [!NOTE]\n> Text.")]
    [InlineData("Use {unknown}`x` and ${HOME}`y` and ``{ref}`x` ``.")]
    [InlineData("```\n{ref}`x`\n% y\n```")]
    public void What_is_no_dialect_stays(string text) => Assert.Equal(text, DialectMarkup.Plain(text, isMdx: false, "~"));

    [Fact]
    public void Code_of_mdx_is_no_text() =>
        Assert.Equal("\n\n\n\n# P\n\n", DialectMarkup.Plain("import {\n  A,\n} from 'b';\n\n# P\n\n{/* nobody */}", isMdx: true, "~"));

    [Fact]
    public void A_warning_is_prose_and_only_the_command_is_typed()
    {
        var page = Pages.Read(
            "# Q\n\n## Diagnosis\n\n!!! warning \"Do not restart\"\n    It drops.\n\n    - Ask with `ask owner`.\n"
                + "\nLook:\n\n```sh\nrabbitmqctl list_queues\n```\n"
        );
        Assert.Equal([new Step("Look:", "rabbitmqctl list_queues")], page.Sections[^1].Steps);
        Assert.Equal("Warning: Do not restart It drops.\nAsk with ask owner.\nLook:\nrabbitmqctl list_queues", page.Sections[^1].Text);
    }

    [Fact]
    public void Tabs_are_alternatives()
    {
        var steps = Pages.Steps(
            "# Q\n\n## Fix\n\n=== \"Linux\"\n\n    Start.\n\n    ```sh\n    a b\n    ```\n\n=== \"Windows\"\n\n    1. Open it.\n"
        );
        Assert.Equal([new Step("Linux: Start.", "a b"), new Step("Windows: Open it.")], steps);
    }

    [Fact]
    public void No_text_moves_a_line_or_takes_long()
    {
        string[] pieces =
        [
            "!!! note",
            "    text",
            "=== \"A\"",
            ":::",
            ":::tip",
            "```",
            "```{note}",
            "{% tab %}",
            "{% endtab %}",
            "<Tabs>",
            "</Tabs>",
            "",
            "- a",
            "  - b",
            "{{< hint >}}",
            "{{< /hint >}}",
            "---",
            ":class: x",
            "> q",
            "import x from 'y'",
            "export const a = 1",
            "::::{a}",
            "::::",
        ];
        Gen.Int[0, pieces.Length - 1]
            .Array[0, 60]
            .Sample(
                picks =>
                {
                    var text = string.Join('\n', picks.Select(p => pieces[p]));
                    return DialectMarkup.Plain(text, isMdx: picks.Length % 2 == 0, "~").Split('\n').Length == text.Split('\n').Length;
                },
                iter: 2000
            );
    }
}

using Knowledge.Content.Documents;
using Knowledge.Content.Formats;
using Knowledge.Tests.Content.Documents;

namespace Knowledge.Tests.Content.Formats;

public sealed class ReStructuredTextTests
{
    [Theory]
    [InlineData("Title\n=====\n\nPart\n----\n\nNext\n----", "# Title\n\n\n## Part\n\n\n## Next\n")]
    [InlineData("=====\nTitle\n=====\n\nPart\n=====", "\n# Title\n\n\n## Part\n")]
    [InlineData(".. _full-disk:\n\nDisk full\n=========", "\n\n# Disk full {#full-disk}\n")]
    [InlineData("Run ``df -h`` and :command:`ls`, see :ref:`the disk <full>`.", "Run `df -h` and `ls`, see [the disk](#full).")]
    [InlineData("See `it <https://a.example/b>`_ and :doc:`that <../x>`.", "See [it](https://a.example/b) and [that](../x.rst).")]
    [InlineData("Look::\n\n    df -h\n    ls\n\nNext", "Look:\n```\ndf -h\nls\n```\nNext")]
    [InlineData(".. code-block:: bash\n   :linenos:\n\n   df -h\n\nNext", "\n\n```bash\ndf -h\n```\nNext")]
    [InlineData(".. warning:: Mind this.\n\n   More.\n\nNext", "> **Warning:** Mind this.\n>\n> More.\n\nNext")]
    [InlineData(".. note::\n\n   - one\n\nNext", "> [!NOTE]\n>\n> - one\n\nNext")]
    [InlineData("- one\n\n  two\n- three", "- one\n\n  two\n- three")]
    [InlineData("#. one\n#. two", "1. one\n1. two")]
    [InlineData(".. image:: a/b.png\n   :alt: Picture", "![Picture](a/b.png)\n")]
    [InlineData(".. comment\n   goes on\n\nshown", "\n\n\nshown")]
    [InlineData("+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+", "| a | b |\n|---|---|\n| 1 | 2 |\n\n")]
    [InlineData("===  ===\na    b\n===  ===\n1    2\n===  ===", "| a | b |\n|---|---|\n| 1 | 2 |\n\n")]
    [InlineData("A quote:\n\n    said so", "A quote:\n\n> said so")]
    [InlineData(">>> print(1)\n1", "    >>> print(1)\n    1")]
    [InlineData(".. |v| replace:: 1.2\n\nVersion |v|.", "\n\nVersion 1.2.")]
    [InlineData(":orphan:\n\nText", "\n\nText")]
    public void Is_read_line_by_line(string text, string markdown)
    {
        Assert.Equal(markdown, ReStructuredText.ToMarkdown(text, "~"));
        Assert.Equal(text.Split('\n').Length, markdown.Split('\n').Length);
    }

    [Theory]
    [InlineData("Plain text a|b with a_b and 3 - 4.")]
    [InlineData("--")]
    [InlineData("Two\n--")]
    [InlineData("**bold** and *slanted*")]
    public void Other_text_stays(string text) => Assert.Equal(text, ReStructuredText.ToMarkdown(text, "~"));

    [Fact]
    public void A_runbook_has_its_steps()
    {
        var page = Pages.Read(
            "Disk is full\n============\n\nRemediation\n-----------\n\n#. Look:\n\n"
                + "   .. code-block:: console\n\n      $ df -h\n      99 %\n\n#. Tell the owner.\n",
            "ops/disk.rst"
        );
        Assert.Equal(("Disk is full", "ops/disk", DocumentKind.Runbook), (page.Title, page.Id.Value, page.Kind));
        Assert.Equal([new Step("Look:", "df -h"), new Step("Tell the owner.")], page.Sections[^1].Steps);
    }
}

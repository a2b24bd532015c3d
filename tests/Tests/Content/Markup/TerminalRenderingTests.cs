using CsCheck;
using Knowledge.Content.Markup;

namespace Knowledge.Tests.Content.Markup;

public sealed class TerminalRenderingTests
{
    private static string Plain(string markdown, int width = 60) => TerminalRendering.Render(markdown, width, isColored: false)!;

    [Fact]
    public void Headings_lists_quotes_and_tables_are_as_one_reads_them() =>
        Assert.Equal(
            """
            Disk full

            The **disk** is full: see the map (https://x.example/map).

            • one
            • two
              1. deep

            3. [x] done
            4. [ ] open

            │ Careful.

            alert  level
            Full   page

            """.Replace("**", "", StringComparison.Ordinal),
            Plain(
                """
                # Disk full

                The **disk** is full: see the [map](https://x.example/map).

                - one
                - two
                  1. deep

                3. [x] done
                4. [ ] open

                > Careful.

                | alert | level |
                |---|---|
                | Full | page |
                """
            )
        );

    [Fact]
    public void A_command_is_never_broken_and_words_are()
    {
        var command = "kubectl get pods --all-namespaces --field-selector=status.phase=Failed -o json | jq .items";
        var page = Plain(
            $"Find the pods that have failed, in all of the namespaces:\n\n```sh\n{command}\n```\n\nOr `{command}` at once.\n",
            40
        );
        Assert.Contains($"    {command}\n", page, StringComparison.Ordinal);
        Assert.Contains($"\n{command}\n", page, StringComparison.Ordinal);
        Assert.All(
            page.Split('\n').Where(l => !l.Contains(command, StringComparison.Ordinal)),
            line => Assert.True(line.Length <= 40, line)
        );
    }

    [Fact]
    public void A_table_that_is_too_wide_becomes_a_list()
    {
        var page = Plain("| name | what it does |\n|---|---|\n| loader | It loads what the exchange has sent in the night. |\n", 30);
        Assert.StartsWith("• name: loader\n  what it does: It loads", page, StringComparison.Ordinal);
        Assert.All(page.Split('\n'), line => Assert.True(line.Length <= 30, line));
    }

    [Fact]
    public void Colours_come_only_where_they_are_wanted_and_content_brings_none()
    {
        var hostile = "# A\e[31mred\n\nText with `code`\u0007.\n";
        Assert.DoesNotContain('\e', Plain(hostile));
        Assert.DoesNotContain('\u0007', Plain(hostile));
        var colored = TerminalRendering.Render(hostile, 60, isColored: true)!;
        Assert.Contains("\e[36mcode\e[0m", colored, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[31m", colored, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_cannot_be_read_is_left_to_be_shown_as_it_is() =>
        Assert.Null(TerminalRendering.Render(new string('>', 10_000) + " deep", 80, isColored: false));

    [Fact]
    public void No_word_of_plain_text_is_lost() =>
        Gen.Char["abc \n-#>|`*_[]()1.xy"]
            .Array[0, 200]
            .Select(letters => new string(letters))
            .Sample(text =>
            {
                var words = text.Split(
                    [' ', '\n', '-', '#', '>', '|', '`', '*', '_', '[', ']', '(', ')', '1', '.'],
                    StringSplitOptions.RemoveEmptyEntries
                );
                // What stands in a reference, a link or a table's edge may be shown another way; letters alone may not go.
                if (
                    TerminalRendering.Render(text, 50, isColored: false) is { } page
                    && !text.Contains('[', StringComparison.Ordinal)
                    && !text.Contains('`', StringComparison.Ordinal)
                )
                    Assert.All(
                        words,
                        word =>
                            Assert.Contains(
                                word,
                                page.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal),
                                StringComparison.Ordinal
                            )
                    );
            });
}

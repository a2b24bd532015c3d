using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Tests.Content.Documents;

namespace Knowledge.Tests.Content.Formats;

public sealed class NotebookTests
{
    private const string Disk = """
        {"cells":[
          {"cell_type":"markdown","source":["# Disk is full\n","\n","## Remediation\n","\n","Look:"]},
          {"cell_type":"code","source":"!df -h","outputs":[{"output_type":"stream","text":["99 %\n"]}]},
          {"cell_type":"markdown","source":"Count:"},
          {"cell_type":"code","source":["len(x)"],"outputs":[{"data":{"text/plain":"3","image/png":"AAAA"}}]}],
         "metadata":{"kernelspec":{"language":"python"}},"nbformat":4}
        """;

    [Fact]
    public void Text_code_and_what_it_printed_are_read()
    {
        var page = Pages.Read(Disk, "ops/disk.ipynb");
        Assert.Equal(("Disk is full", "ops/disk"), (page.Title, page.Id.Value));
        Assert.Equal([new Step("Look:", "df -h"), new Step("Count:") { Code = "len(x)", Language = "python" }], page.Sections[^1].Steps);
        Assert.Contains("99 %", page.Sections[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", page.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_no_reason_to_lose_the_page()
    {
        var page = Pages.Read(
            """
            {"cells":[{"cell_type":"markdown","source":["# Disk is full\n","half \ud83d one"]},
              {"cell_type":"code","source":"!df -h","outputs":[{"text":"\udc00"}]}],
             "metadata":{"kernelspec":{"language":"\ud800"}}}
            """,
            "ops/disk.ipynb"
        );
        Assert.Equal("Disk is full", page.Title);
        Assert.Contains("df -h", page.Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("```", "````")]
    [InlineData("a ````` b ```", "``````")]
    [InlineData("a `b` c", "```")]
    public void A_fence_is_longer_than_any_in_its_code(string code, string fence)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new { cells = new[] { new { cell_type = "code", source = code } } });
        Assert.StartsWith(fence + "python\n", Knowledge.Content.Formats.Notebook.ToMarkdown(json), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"source\":\"x\",\"out\\ud800\":1}]}")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"worksheets\":[]}")]
    [InlineData("{\"cells\":[{\"source\":1},2,null,{}]}")]
    [InlineData("{\"cells\":")]
    public void What_is_no_notebook_is_no_page(string json) =>
        Assert.Empty(DocumentReader.Read(new("s", "docs", "x.ipynb", json)).Documents);
}

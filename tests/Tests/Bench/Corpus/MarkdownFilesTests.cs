using Knowledge.Bench.Corpus;

namespace Knowledge.Tests.Bench.Corpus;

public class MarkdownFilesTests
{
    [Theory]
    [InlineData("Use *all* of_it [here](there) <b>now</b> `code` $x$ a|b ~c~")]
    [InlineData("- not a list")]
    [InlineData("1. not a list")]
    [InlineData("22) not a list")]
    [InlineData("# not a heading")]
    [InlineData(@"back\slash & amp")]
    public void Text_is_read_as_it_stands(string text)
    {
        using var fixture = new Fixture();
        MarkdownFiles.Write(fixture.Directory, [Section.Of(7, 0, $"Title of {text}", "Some heading", text)]);

        var document = Assert.Single(fixture.Build().Documents);

        Assert.Equal("000007", document.Id.Value);
        Assert.Equal($"Title of {text}", document.Title);
        Assert.Equal(text, document.Sections.Single(s => s.Heading == "Some heading").Text);
    }
}

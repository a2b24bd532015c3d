using Knowledge.Api.Search;

namespace Knowledge.Tests.Api.Search;

public class CustomerTextTests
{
    [Fact]
    public void What_is_to_be_filled_in_is_told_from_the_text()
    {
        var text = new CustomerText("Done by {time} UTC, at {time}. Ask {contact person}.", "First answer");

        Assert.Equal(["time", "contact person"], text.Blanks);
        Assert.Equal(
            [
                ("Done by ", false),
                ("time", true),
                (" UTC, at ", false),
                ("time", true),
                (". Ask ", false),
                ("contact person", true),
                (".", false),
            ],
            text.Pieces
        );
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("")]
    [InlineData("a { and a }")]
    [InlineData("{}")]
    [InlineData("{\"json\": true}")]
    [InlineData("{unclosed")]
    [InlineData("closed}")]
    [InlineData("{a name that is much longer than any name can be}")]
    public void Other_brackets_are_text(string text)
    {
        var read = new CustomerText(text, null);

        Assert.Empty(read.Blanks);
        Assert.Equal(text, string.Concat(read.Pieces.Select(p => p.Text)));
    }

    [Fact]
    public void Nothing_gets_lost_or_takes_long_however_many_brackets_there_are()
    {
        var text = string.Concat(Enumerable.Repeat("{{a}", 20_000));

        Assert.Equal(20_000, new CustomerText(text, null).Pieces.Count(p => p.IsBlank));
    }
}

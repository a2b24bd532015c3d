using Knowledge.Api.Search;

namespace Knowledge.Tests.Api.Search;

public class CustomerTextTests
{
    [Theory]
    [InlineData("First answer, cause not yet known, within 15 minutes of the call", true)]
    [InlineData("The cause is unknown", true)]
    [InlineData("While we are still investigating", true)]
    [InlineData("Confirmed that the nightly load did not finish", false)]
    [InlineData("Fixed", false)]
    [InlineData(null, false)]
    public void Its_page_says_whether_it_holds_before_the_cause_is_known(string? when, bool expected) =>
        Assert.Equal(expected, new CustomerText("We look into it.", when).IsEarly);

    [Fact]
    public void What_is_to_be_filled_in_keeps_a_text_from_being_sent_at_once()
    {
        var text = new CustomerText("Done by {time} UTC, at {time}. Ask {contact person}.", "First answer");

        Assert.Equal(["time", "contact person"], text.Blanks);
        Assert.False(text.IsEarly);
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

using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Search;

public sealed class SalutationsTests
{
    [Theory]
    [InlineData("Hi Jane, the charts are empty", "Jane")]
    [InlineData("Hello Mary Ann Smith\nno data", "Mary Ann Smith")]
    [InlineData("> Dear Zoë,\nno data", "Zoë")]
    [InlineData("Good morning Jörg,\nno data", "Jörg")]
    [InlineData("no data\nKind regards\nJohn Smith", "John Smith")]
    [InlineData("no data, thanks, Peter", "Peter")]
    [InlineData("no data\nBest, Ann-Marie\n", "Ann-Marie")]
    [InlineData("Hi team, no data", "")]
    [InlineData("the charts say Hi There", "")]
    [InlineData("thanks to Kafka nothing is lost", "")]
    [InlineData("Best Practices of the team", "")]
    [InlineData("Kafka is down", "")]
    [InlineData("", "")]
    public void Names_stand_behind_a_greeting_and_below_the_regards(string text, string names) =>
        Assert.Equal(names, string.Join('|', Salutations.NamesIn(text).Select(n => text[n.Start..n.End])));

    [Theory]
    [InlineData("no data\nKind regards\nJohn Smith", "Kind regards")]
    [InlineData("no data\nkind regards", "kind regards")]
    [InlineData("no data, many thanks!", "many thanks")]
    [InlineData("this kind of error", "")]
    [InlineData("thanks to the cache nothing is lost", "")]
    public void Regards_end_a_line(string text, string regards) =>
        Assert.Equal(regards, string.Join('|', Salutations.RegardsIn(text).Select(n => text[n.Start..n.End])));

    [Fact]
    public void They_are_few_however_long_the_text_is() =>
        Assert.Equal(8, Salutations.NamesIn(string.Concat(Enumerable.Repeat("Hi Jane, see below\n", 500))).Count);
}

using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Answers;

public sealed class RuledOutTests
{
    private static Answer Card(string cause, params IReadOnlyList<string> suspected) =>
        new(
            AnswerKind.Answer,
            cause,
            "page",
            Confidence.High,
            new(0, null),
            null,
            [],
            [],
            [],
            [],
            [.. suspected.Select(s => new DeadEnd(s))],
            null,
            [],
            []
        );

    [Theory]
    [InlineData("Unsupported browser", "The browser is unsupported.", true)]
    // Two of three, three of five.
    [InlineData("Unsupported browser cache", "The browser is unsupported.", true)]
    [InlineData("Unsupported browser cache proxy firewall", "The firewall of an unsupported browser.", true)]
    // Two of four, and one word alone.
    [InlineData("Unsupported browser cache proxy", "The browser is unsupported.", false)]
    [InlineData("Browser", "The browser is unsupported.", false)]
    [InlineData("Firewall", "The browser is unsupported.", false)]
    public void What_was_suspected_in_vain_is_known_by_most_of_its_words(string suspicion, string cause, bool isRuledOut) =>
        Assert.Equal(isRuledOut, RuledOut.By(Card("The disk is full.", "Something else entirely", suspicion), Card(cause)));

    [Fact]
    public void Nothing_is_ruled_out_by_a_card_without_suspicions() =>
        Assert.False(RuledOut.By(Card("The disk is full."), Card("The disk is full.")));
}

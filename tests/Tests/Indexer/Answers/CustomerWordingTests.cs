using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;

namespace Knowledge.Tests.Indexer.Answers;

public sealed class CustomerWordingTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("First answer, cause not yet known, within 15 minutes of the call", true)]
    [InlineData("First call back, cause not known", true)]
    [InlineData("Ursache noch unbekannt", true)]
    [InlineData("Confirmed that the nightly load did not finish", false)]
    [InlineData("Cause known, load running again", false)]
    [InlineData("The browser is older than the supported versions", false)]
    [InlineData("Fixed", false)]
    public void A_sentence_for_one_cause_may_be_false_before_the_cause_is_known(string? when, bool isTrue) =>
        Assert.Equal(isTrue, CustomerWording.IsTrueAtFirst(new("We are looking at it.", when)));

    [Fact]
    public void What_is_true_at_first_stands_first_and_the_rest_in_its_order()
    {
        Wording[] wordings = [new("a", "Fixed"), new("b"), new("c", "Cause known"), new("d", "First answer")];
        Assert.Equal(["d", "b", "a", "c"], CustomerWording.FirstToLast(wordings).Select(w => w.Text));
    }
}

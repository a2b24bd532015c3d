using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class StateWordsTests
{
    [Theory]
    [InlineData("ok")]
    [InlineData("OK")]
    [InlineData("resolved")]
    [InlineData("Recovered")]
    [InlineData("UP")]
    [InlineData("closed")]
    [InlineData("inactive")]
    [InlineData("normal")]
    [InlineData("clear")]
    [InlineData("0")]
    public void Words_that_mean_well_again_end_an_alert(string word)
    {
        Assert.Equal(AlertState.Resolved, StateWords.Of(word));
        Assert.Equal("Resolved", StateOf($$"""{"name": "MillLate", "id": "m", "status": "{{word}}"}""", "m"));
        Assert.Equal("Resolved", StateOf($$"""{"name": "MillLate", "id": "m", "state": "{{word}}", "severity": "critical"}""", "m"));
    }

    [Theory]
    [InlineData("firing", AlertState.Firing)]
    [InlineData("ALARM", AlertState.Firing)]
    [InlineData("no_data", AlertState.Firing)]
    [InlineData("Re-Triggered", AlertState.Firing)]
    [InlineData("acked", AlertState.Acknowledged)]
    [InlineData("grinding", null)]
    [InlineData("not resolved", null)]
    [InlineData("okay-ish", null)]
    [InlineData("", null)]
    public void Other_words_say_what_they_say_or_nothing(string word, AlertState? state) => Assert.Equal(state, StateWords.Of(word));

    [Theory]
    [InlineData("[Alerting] MillLate", "MillLate", AlertState.Firing)]
    [InlineData("[OK] MillLate", "MillLate", AlertState.Resolved)]
    [InlineData("[FIRING:2] MillLate (mill-3)", "MillLate (mill-3)", AlertState.Firing)]
    [InlineData("[RESOLVED] [P1] MillLate", "MillLate", AlertState.Resolved)]
    [InlineData("[mill] late", "[mill] late", null)]
    [InlineData("[P1] MillLate", "[P1] MillLate", null)]
    [InlineData("[OK]", "[OK]", null)]
    [InlineData("MillLate [OK]", "MillLate [OK]", null)]
    [InlineData("Problem: Mill is late", "Mill is late", AlertState.Firing)]
    [InlineData("RESOLVED: Mill is late", "Mill is late", AlertState.Resolved)]
    [InlineData("Resolved in 5m 3s: Mill is late", "Mill is late", AlertState.Resolved)]
    [InlineData("Error: Mill is late", "Error: Mill is late", null)]
    [InlineData("Problem statement: late", "Problem statement: late", null)]
    [InlineData("OK computer", "OK computer", null)]
    [InlineData("OK: ", "OK: ", null)]
    public void A_state_in_front_of_a_title_is_no_part_of_the_name(string title, string name, AlertState? state) =>
        Assert.Equal((name, state), (TitleState.Of(title).Name, TitleState.Of(title).State));

    [Fact]
    public void A_rank_of_nought_is_the_worst_and_not_well() =>
        Assert.Equal("Firing", StateOf("""{"name": "MillLate", "id": "m", "severity": 0}""", "m"));
}

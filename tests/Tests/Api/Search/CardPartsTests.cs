using Knowledge.Api.Search;
using Knowledge.Content.Documents;

namespace Knowledge.Tests.Api.Search;

/// <summary>What a card says beyond the words of its pages.</summary>
public class CardPartsTests
{
    [Theory]
    [InlineData("Use% at 99 % or 100 % means this cause.", "Use% at 99 % or 100 %")]
    [InlineData("`waiting` and the name of the file mean this cause.", "`waiting` and the name of the file")]
    [InlineData("When it is listed here, it is this cause.", "When it is listed here")]
    [InlineData("More than 0 means this cause, if others connect.", "More than 0 means this cause, if others connect.")]
    [InlineData("More than 1000", "More than 1000")]
    [InlineData("means this cause", "means this cause")]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void An_outcome_is_as_short_as_its_page_allows(string? expect, string? shortened) =>
        Assert.Equal(shortened, CheckOutcome.Shortened(expect));

    [Theory]
    [InlineData("rm -rf /data/old", true)]
    [InlineData("find /data -mtime +3 -delete", true)]
    [InlineData("ssh host \"sudo rm /tmp/x\"", true)]
    [InlineData("kubectl -n batch delete pod x", true)]
    [InlineData("psql -c 'DROP TABLE prices'", true)]
    [InlineData("redis-cli FLUSHALL", true)]
    [InlineData("git reset --hard HEAD~1", true)]
    [InlineData("ls -l /data", false)]
    [InlineData("systemctl restart nightly", false)]
    [InlineData("grep -c deleted /var/log/x", false)]
    [InlineData("cat rm.txt", false)]
    [InlineData("curl https://api.example/form", false)]
    [InlineData(null, false)]
    public void What_deletes_for_good_is_told_from_the_rest(string? command, bool expected) =>
        Assert.Equal(expected, StepRisk.Deletes(command));

    [Fact]
    public void A_query_or_a_file_that_deletes_counts_too() =>
        Assert.True(StepRisk.Deletes(new Step("Clean up") { Code = "DELETE FROM prices WHERE day < now()" }));

    [Fact]
    public void Why_a_page_was_found_is_told_in_words_and_words_as_typed_are_not_repeated()
    {
        string[] why =
        [
            "term: disk",
            "name: ENOSPC",
            "synonym: blank → empty",
            "typo: emty → empty",
            "learned: telly is dark",
            "filter: kind:runbook",
        ];

        Assert.Equal(
            ["“blank” can also be “empty”", "“emty” was read as “empty”", "marked as helpful for “telly is dark”", "filter: kind:runbook"],
            HitReason.Of(why)
        );
        Assert.Equal(["disk", "ENOSPC", "empty", "empty"], HitReason.WordsOf(why).Take(4));
        Assert.Equal(["similar in meaning; none of your words occur"], HitReason.Of(["meaning"]));
    }

    [Fact]
    public void Words_are_marked_in_a_title_in_whatever_form_they_stand_there()
    {
        const string title = "Dashboards are empty or do not load";

        var marked = PageRow.MarksIn(title, ["term: dashboard", "synonym: blank → empty"]).Select(m => title.Substring(m.Start, m.Length));

        Assert.Equal(["Dashboards", "empty"], marked);
        Assert.Empty(PageRow.MarksIn(title, ["meaning"]));
    }
}

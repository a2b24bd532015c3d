using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Postmortems;

namespace Knowledge.Tests.Content.Postmortems;

public sealed class IncidentTimesTests
{
    private static Document Postmortem(string front, string body) =>
        Assert.Single(
            DocumentReader
                .Read(
                    new("content", "content", "postmortems/a.md", $"---\nkind: postmortem\ndate: 2026-03-02\n{front}---\n# A\n\n{body}\n")
                )
                .Documents
        );

    private static IncidentTimes Times(string front, string body) => IncidentTimes.Of(Postmortem(front, body));

    [Theory]
    [InlineData("By a client, 3 h 29 min after the first failing write and 40 minutes after the dashboards should have been full.", 209)]
    [InlineData("By a client, 65 minutes after the tables should have been there.", 65)]
    [InlineData("By an alert, 1 hour and 30 minutes after the change.", 90)]
    [InlineData("By an alert 2h30m after the change.", 150)]
    [InlineData("By a client, five and a half hours after the first failing write.", null)]
    [InlineData("By 3 clients shortly after the change.", null)]
    [InlineData("By a client on 2026-03-02 after noon.", null)]
    [InlineData("By a client.", null)]
    public void Time_to_detect_stands_in_the_section_detection(string text, int? minutes)
    {
        var times = Times("", $"## Detection\n\n{text}");
        Assert.Equal((minutes, minutes is null ? null : TimeBasis.Detection), ((int?)times.ToDetect?.TotalMinutes, times.DetectBasis));
    }

    [Theory]
    [InlineData(
        "detected: 2026-03-02T04:10:00Z\nmitigated: 2026-03-02T07:31:00Z\nresolved: 2026-03-02T07:40:00Z\n",
        "",
        201,
        TimeBasis.FrontMatter
    )]
    [InlineData("detected: 2026-03-02T04:10:00Z\nresolved: 2026-03-02T07:40:00Z\n", "", 210, TimeBasis.FrontMatter)]
    [InlineData("", "## Stats\n\n- Time to detection: 8 minutes\n- Time to recovery: 25 minutes\n", 17, TimeBasis.Statistics)]
    [InlineData("", "## Stats\n\n- Time to detection: 30 minutes\n- Time to recovery: 25 minutes\n", 25, TimeBasis.Statistics)]
    [InlineData("", "## Stats\n\n- Time to recovery: 25 minutes\n", 25, TimeBasis.Statistics)]
    [InlineData(
        "detected: 2026-03-02T04:10:00Z\nmitigated: 2026-03-01T04:10:00Z\n",
        "## Stats\n\n- Time to recovery: 25 minutes\n",
        25,
        TimeBasis.Statistics
    )]
    [InlineData("detected: 2026-03-02T04:10:00Z\n", "", null, null)]
    [InlineData("detected: 0001-01-01T00:00:00Z\nmitigated: 9999-01-01T00:00:00Z\n", "", null, null)]
    public void Time_to_mitigate_counts_from_detection(string front, string body, int? minutes, TimeBasis? basis)
    {
        var times = Times(front, $"## Timeline\n\n- 04:10: x\n\n{body}");
        Assert.Equal((minutes, basis), ((int?)times.ToMitigate?.TotalMinutes, times.MitigateBasis));
    }

    [Theory]
    [InlineData("- 04:14: Support searches the runbooks. Nothing fits.\n- 05:50: The runbook for a stuck load is found.", 100)]
    [InlineData("- 2026-03-02 04:30: Opened the [playbook](x.md).", 20)]
    [InlineData("- 04:00: The runbook was renamed.\n- 04:10: Detected.", null)]
    [InlineData("- 04:14: No runbook for this.\n- 06:00: Somebody wrote the runbook.", null)]
    [InlineData("- 04:14: Restarted.", null)]
    public void Time_to_the_runbook_is_when_the_timeline_first_speaks_of_one_that_was_found(string timeline, int? minutes)
    {
        var times = Times("detected: 2026-03-02T04:10:00Z\n", $"## Timeline\n\n{timeline}");
        Assert.Equal((minutes, minutes is null ? null : TimeBasis.Timeline), ((int?)times.ToRunbook?.TotalMinutes, times.RunbookBasis));
    }

    [Fact]
    public void Times_of_day_are_those_of_the_incident_and_go_over_midnight()
    {
        var instants = IncidentTimes.InstantsOf(
            Postmortem(
                "",
                "## Timeline\n\n| Time | Event |\n|---|---|\n| 02-10 14:20 | Released |\n| 03-02 22:30 | Begins |\n| 00:41 | Fails |\n"
                    + "| soon | ? |\n| 99:99 | ? |\n| 02-31 10:00 | ? |\n| 2026-03-05 10:00 | Over |"
            )
        );
        Assert.Equal(
            ["02-10 14:20", "03-02 22:30", "03-03 00:41", null, null, null, "03-05 10:00"],
            instants.Select(i => i?.ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public void A_page_that_says_nothing_has_no_times() =>
        Assert.Equal(new(null, null, null, null, null, null), Times("", "## Root cause\n\nx"));
}

using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Postmortems;

namespace Knowledge.Tests.Content.Postmortems;

public sealed class PostmortemTablesTests
{
    [Theory]
    [InlineData(
        "| Action | Owner | Due | Ticket | Status |\n|---|---|---|---|---|\n| Rotate the log | storage | 2026-03-20 | OPS-12 | Done |\n"
            + "| Alert on space | storage | 2026-04-01 | OPS-13 | Open |",
        "Rotate the log,storage,2026-03-20,OPS-12,True;Alert on space,storage,2026-04-01,OPS-13,False"
    )]
    [InlineData("| # | Who | What | State |\n|---|---|---|---|\n| 1 | @jan | Add a test | in progress |", "Add a test,jan,,,False")]
    [InlineData(
        "| Maßnahme | Wer | Bis |\n|---|---|---|\n| Platte tauschen | Betrieb | 12. März 2026 |",
        "Platte tauschen,Betrieb,2026-03-12,,"
    )]
    [InlineData("| Task | Priority | Owner |\n|---|---|---|\n| Fix it | P1 | TBD |", "Fix it | P1,,,,")]
    [InlineData("| Colour | Size |\n|---|---|\n| red | 4 |", "red | 4,,,,")]
    [InlineData("| Action | Status |\n|---|---|\n| Look | maybe |\n| | Done |", "Look,,,,")]
    public void Actions_by_their_columns(string table, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ';',
                Body($"## Action items\n\n{table}\n")
                    .Actions.Select(a => (Action: a, Details: ActionDetails.Of(a)))
                    .Select(a => $"{a.Action.Text},{a.Details.Owner},{a.Details.Due:yyyy-MM-dd},{a.Details.Ticket},{a.Action.Done}")
            )
        );

    [Theory]
    [InlineData("- 2026-03-03 08:10 First report", "2026-03-03 08:10", "2026-03-03 08:10", "First report")]
    [InlineData("- 2026-03-03 4:12 PM - Paged", "2026-03-03 4:12 PM", "2026-03-03 16:12", "Paged")]
    [InlineData("- ~09:15 UTC: it began", "~09:15 UTC", null, "it began")]
    [InlineData("- 9:15 a.m. | it began", "9:15 a.m.", null, "it began")]
    [InlineData("- Mar 3, 2026 08:10 it began", "Mar 3, 2026 08:10", "2026-03-03 08:10", "it began")]
    [InlineData("- [08:10 CEST] it began", "08:10 CEST", null, "it began")]
    [InlineData("08:10 - it began\n08:12 - it went on", "08:10", null, "it began")]
    [InlineData("| Date | Time | Event |\n|---|---|---|\n| 2026-03-03 | 08:10 | began |", "2026-03-03 08:10", "2026-03-03 08:10", "began")]
    [InlineData("| Time | Event | Who |\n|---|---|---|\n| 08:10 | began | kim |", "08:10", null, "began | kim")]
    public void Times_as_people_write_them(string timeline, string time, string? at, string what)
    {
        var entry = Body($"## Timeline\n\n{timeline}\n").Timeline[0];
        Assert.Equal((time, at, what), (entry.Time, entry.At?.ToString("yyyy-MM-dd HH:mm"), entry.Event));
    }

    [Theory]
    [InlineData("- 3 of 12 nodes failed")]
    [InlineData("Ratio 10:30 was set.")]
    [InlineData("All times are UTC.")]
    public void What_is_no_time(string timeline) => Assert.Empty(Body($"## Timeline\n\n{timeline}\n").Timeline);

    private const string List = "- 2026-03-02 04:10 UTC: fired\n- 2026-03-02 07:40 UTC: resolved\n\n";
    private const string Table = "| Time (UTC) | Event |\n|---|---|\n| 2026-03-02 05:00 | called |\n| 2026-03-02 04:30 | seen |\n";

    [Theory]
    [InlineData(List + Table, "fired, seen, called, resolved")]
    [InlineData(Table + "\n" + List, "fired, seen, called, resolved")]
    [InlineData("- 2026-03-02 04:10: b\n- 2026-03-02 04:10: a\n- 2026-03-02 04:09: c\n", "c, b, a")]
    // Without the day of each nobody knows: as it is written.
    [InlineData("- 23:50 UTC: late\n- 00:10 UTC: later\n\n" + Table, "late, later, called, seen")]
    public void A_timeline_of_list_and_table_is_one_the_oldest_first(string timeline, string order) =>
        Assert.Equal(order, string.Join(", ", Body($"## Timeline\n\n{timeline}\n").Timeline.Select(e => e.Event.TrimStart(':', ' '))));

    private static PostmortemBody Body(string text) =>
        Assert.Single(DocumentReader.Read(new("s", "s", "postmortems/late.md", $"# Orders were late\n\n{text}")).Documents).Postmortem!;
}

using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;
using static Knowledge.Content.Alerts.AlertState;

namespace Knowledge.Tests.Indexer.Alerts;

public sealed class PartialAlertTests
{
    private static readonly DateTimeOffset Began = new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero);

    private static readonly FiredAlert Known = new()
    {
        Key = "k",
        Name = "MillLate",
        State = Acknowledged,
        StartsAt = Began,
        ReportedAt = Began,
        Summary = "12 late",
        Description = "long",
        Severity = "P3",
        Service = "mill",
        Labels = [new("mill", "m-3"), new("priority", "P3")],
        RunbookUrls = ["https://kb.example/mill"],
        DocumentId = "mill",
    };

    private static FiredAlert Word(bool takesBack = false) =>
        new()
        {
            Key = "k",
            Name = "MillLate",
            State = Firing,
            TellsState = false,
            TakesBackAcknowledgement = takesBack,
            ReportedAt = Began.AddHours(1),
            Severity = "P1",
            Labels = [new("priority", "P1")],
        };

    [Fact]
    public void What_is_not_said_again_stays()
    {
        var alert = PartialAlert.Completed(Known, Word());

        Assert.Equal(
            ("12 late", "long", "P1", "mill", "mill"),
            (alert.Summary, alert.Description, alert.Severity, alert.Service, alert.DocumentId)
        );
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
        Assert.Equal(("P1", "m-3"), (alert.Label("priority"), alert.Label("mill")));
    }

    [Theory]
    [InlineData(Firing, false, Firing)]
    [InlineData(Acknowledged, false, Acknowledged)]
    [InlineData(Resolved, false, Resolved)]
    [InlineData(Acknowledged, true, Firing)]
    [InlineData(Resolved, true, Resolved)]
    public void A_word_without_a_state_changes_none(AlertState state, bool takesBack, AlertState expected)
    {
        var alert = PartialAlert.Amended(Known, state, Word(takesBack));

        Assert.Equal((expected, Began, Began), (alert.State, alert.StartsAt!.Value, alert.ReportedAt!.Value));
    }
}

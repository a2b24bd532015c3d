using Knowledge.Content.Alerts;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Alerts;

public sealed class AlertMessageTests
{
    private static AlertMessage Message(string summary, params Section[] sections)
    {
        var alert = new FiredAlert
        {
            Key = "k",
            Name = "QueueStuck",
            Summary = summary,
            State = AlertState.Firing,
        };
        var runbook = new Document
        {
            Id = new("r"),
            Kind = DocumentKind.Runbook,
            Source = "s",
            Path = "r.md",
            Title = "Queue",
            Markdown = "",
            Sections = sections,
        };
        return new(
            new("id", "alertmanager", alert.Name, alert.State, null, null, default, null, default, default, 1, 1, alert),
            new(alert.Name, "r", runbook.Title, "/docs/r", "by its name", Confidence.High),
            runbook,
            null,
            new("https://kb.example/")
        );
    }

    private static Section Steps(SectionKind kind, int from, int count) =>
        new(["R", $"{kind}"], kind, $"{kind}", 1, "", [.. Enumerable.Range(from, count).Select(i => new Step($"do {i}", null))]);

    [Theory]
    [InlineData("", "Firing: QueueStuck")]
    [InlineData("QueueStuck", "Firing: QueueStuck")]
    [InlineData("nothing leaves", "Firing: QueueStuck: nothing leaves")]
    public void A_title_says_nothing_twice(string summary, string title) => Assert.Equal(title, Message(summary).Title);

    [Fact]
    public void The_first_eight_steps_of_diagnosis_and_remediation_are_told()
    {
        var message = Message(
            "",
            Steps(SectionKind.Causes, 90, 2),
            Steps(SectionKind.Diagnosis, 1, 3),
            Steps(SectionKind.Remediation, 4, 9),
            Steps(SectionKind.Verification, 91, 2)
        );
        Assert.Equal(Enumerable.Range(1, 8).Select(i => $"do {i}"), message.Steps.Select(s => s.Text));
    }
}

using System.Text.Json;
using CsCheck;
using Knowledge.Content.Alerts;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Alerts;

public sealed class SlackTextTests
{
    // Whatever a page and a sender say, Slack takes it: lengths, number of blocks, code blocks that are closed, no mention that was
    // not meant.
    [Fact]
    public void A_message_is_within_the_limits_for_any_input()
    {
        static Gen<string> Any(int most) =>
            Gen.Select(
                Gen.String[Gen.Frequency((1, Gen.Const('&')), (3, Gen.Char[(char)32, (char)299])), 0, most],
                Gen.Int[0, 2],
                (text, traps) => text + string.Concat(Enumerable.Repeat("``` <!channel> & <@U1> ", traps))
            );
        Gen.Select(
                Gen.Select(Any(4000), Gen.Null(Any(5000), 0.5), (text, command) => new Step(text, command)).Array[0, 59],
                Any(500).Array[0, 39],
                Gen.Select(Any(500), Any(4000), Any(300), Any(5000)),
                Any(50).Array[3],
                Any(200)
            )
            .Sample(AssertWithinLimits, iter: 300);
    }

    private static void AssertWithinLimits(
        Step[] steps,
        string[] green,
        (string Title, string Wording, string Name, string Summary) texts,
        string[] labels,
        string reason
    )
    {
        var runbook = new Document
        {
            Id = new("r"),
            Kind = DocumentKind.Runbook,
            Source = "s",
            Path = "r.md",
            Title = texts.Title,
            Markdown = "",
            Sections = [new(["R", "Remediation"], SectionKind.Remediation, "remediation", 1, "", steps)],
            FrontMatter = new() { StaysGreen = [.. green.Select(signal => new StaysGreen(signal))], Wording = [new(texts.Wording)] },
        };
        var alert = new FiredAlert
        {
            Key = "k",
            Name = texts.Name,
            Summary = texts.Summary,
            State = AlertState.Firing,
            Labels = [new("host", labels[0])],
        };
        var record = new AlertRecord(
            "id",
            "alertmanager",
            alert.Name,
            AlertState.Firing,
            labels[1],
            labels[2],
            default,
            null,
            default,
            default,
            1,
            1,
            alert
        );
        var message = new AlertMessage(
            record,
            new(alert.Name, "r", runbook.Title, "/docs/r", reason, Confidence.High),
            runbook,
            null,
            new("https://kb.example/")
        );

        var json = JsonSerializer.SerializeToElement(message.Slack());
        Assert.InRange(json.GetProperty("text").GetString()!.Length, 1, 3_000);
        var blocks = json.GetProperty("blocks")
            .EnumerateArray()
            .Select(b => b.GetProperty("text").GetProperty("text").GetString()!)
            .ToList();
        Assert.InRange(blocks.Count, 1, 50);
        Assert.All(
            blocks,
            b =>
            {
                Assert.InRange(b.Length, 1, 3_000);
                Assert.DoesNotContain("<!", b, StringComparison.Ordinal);
                Assert.DoesNotContain("<@", b, StringComparison.Ordinal);
            }
        );
    }
}

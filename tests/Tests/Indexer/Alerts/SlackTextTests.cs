using System.Text.Json;
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
        var random = new Random(1);
        string Any(int most) =>
            string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => (char)random.Next(32, 300)))
            + string.Concat(Enumerable.Repeat("``` <!channel> & <@U1> ", random.Next(3)));
        for (var round = 0; round < 300; round++)
        {
            var steps = Enumerable
                .Range(0, random.Next(60))
                .Select(_ => new Step(Any(4000), random.Next(2) == 0 ? null : Any(5000)))
                .ToList();
            var runbook = new Document
            {
                Id = new("r"),
                Kind = DocumentKind.Runbook,
                Source = "s",
                Path = "r.md",
                Title = Any(500),
                Markdown = "",
                Sections = [new(["R", "Remediation"], SectionKind.Remediation, "remediation", 1, "", steps)],
                FrontMatter = new()
                {
                    StaysGreen = [.. Enumerable.Range(0, random.Next(40)).Select(_ => new StaysGreen(Any(500)))],
                    Wording = [new(Any(4000))],
                },
            };
            var alert = new FiredAlert
            {
                Key = "k",
                Name = Any(300),
                Summary = Any(5000),
                State = AlertState.Firing,
                Labels = [new("host", Any(50))],
            };
            var record = new AlertRecord(
                "id",
                "alertmanager",
                alert.Name,
                AlertState.Firing,
                Any(50),
                Any(50),
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
                new(alert.Name, "r", runbook.Title, "/docs/r", Any(200), Confidence.High),
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
}

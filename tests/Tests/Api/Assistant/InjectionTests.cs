using Knowledge.Api.Assistant.Verification;
using Knowledge.Tests.Api.Assistant.Verification;

namespace Knowledge.Tests.Api.Assistant;

/// <summary>Hostile pages, alerts, chats and tickets, and a model that obeys them: what is shown is what other lines carry.</summary>
[Trait("Reliability", "A-22")]
public sealed class InjectionTests
{
    private static readonly string[] Hostile = Repository
        .Text("tests/Tests/Api/Assistant/hostile.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static readonly string[] Signs = ["://", "www.", "](", "<", "{", "`curl", "evil.example"];

    /// <summary>What a model says that does as it is told.</summary>
    private static IEnumerable<string> Obedient(string text) =>
        [
            $"{text} [1]",
            $"{text} [1, 2, 3]",
            text,
            $"The disk is full [2]. {text} [2]",
            $"I was told: {text} [36]",
            $"Everything is fine, close the ticket [36].",
            "{\"tool_calls\":[{\"function\":{\"name\":\"delete_page\"}}]}",
            "See https://evil.example/?q=SECRET [36].",
        ];

    [Fact]
    public void There_are_sixty() => Assert.Equal(60, Hostile.Distinct().Count());

    [Fact]
    public void Nothing_is_shown_that_its_citation_does_not_carry_and_no_foreign_address()
    {
        foreach (var text in Hostile)
        {
            IReadOnlyList<EvidenceSentence> evidence =
            [
                .. RecordedReplies.Evidence,
                new(36, Knowledge.Api.Assistant.ChatEndpoint.Outgoing(text), "hostile", "Hostile", "/docs/hostile"),
            ];
            foreach (var reply in Obedient(text))
            foreach (var kept in ReplyVerifier.Verify(reply, evidence).Kept)
            {
                Assert.DoesNotContain(Signs, sign => kept.Text.Contains(sign, StringComparison.OrdinalIgnoreCase));
                // Only a line that says the very words can stand behind them.
                var source = string.Join(' ', kept.Citations.Select(c => c.Text));
                var words = kept.Text.Split(' ').Select(LiteralText.Squashed).Where(w => w.Length > 0).ToList();
                Assert.True(
                    words.Count(w => LiteralText.Squashed(source).Contains(w, StringComparison.Ordinal)) >= 0.6 * words.Count
                        || kept.Text.EndsWith(source.TrimEnd('.'), StringComparison.Ordinal),
                    $"{kept.Text} <- {source}"
                );
            }
        }
    }

    [Fact]
    public void What_the_other_lines_say_is_not_changed_by_a_hostile_one()
    {
        foreach (var text in Hostile)
        {
            var good = "The disk is full and dashboards show no data [2].";
            var verified = ReplyVerifier.Verify(
                $"{good}\n{text}\n{good.Replace("no data", "data", StringComparison.Ordinal)}",
                RecordedReplies.Evidence
            );
            Assert.Equal(["The disk is full and dashboards show no data"], verified.Kept.Select(k => k.Text));
        }
    }
}

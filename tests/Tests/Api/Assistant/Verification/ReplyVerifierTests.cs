using CsCheck;
using Knowledge.Api.Assistant.Verification;

namespace Knowledge.Tests.Api.Assistant.Verification;

[Trait("Reliability", "A-22")]
public sealed class ReplyVerifierTests
{
    public static TheoryData<string> BadReplies => [.. RecordedReplies.Bad.Select(b => b.Why)];

    [Theory]
    [MemberData(nameof(BadReplies))]
    public void A_sentence_that_its_citation_does_not_carry_is_dropped_with_the_reason(string why)
    {
        var (reason, _, reply) = RecordedReplies.Bad.Single(b => b.Why == why);

        var verified = ReplyVerifier.Verify(reply, RecordedReplies.Evidence);

        Assert.Empty(verified.Kept);
        Assert.NotEmpty(verified.Dropped);
        Assert.Equal(reason, verified.Dropped[^1].Reason);
    }

    [Fact]
    public void Of_good_replies_at_least_nine_sentences_of_ten_are_kept()
    {
        Assert.True(RecordedReplies.Good.Count >= 40, $"{RecordedReplies.Good.Count}");
        var replies = RecordedReplies.Good.Select(r => ReplyVerifier.Verify(r, RecordedReplies.Evidence)).ToList();
        var (kept, dropped) = (replies.Sum(r => r.Kept.Count), replies.SelectMany(r => r.Dropped).ToList());

        Assert.True(
            kept >= 0.9 * (kept + dropped.Count),
            $"{kept} of {kept + dropped.Count}:\n{string.Join('\n', dropped.Select(d => $"{d.Reason}: {d.Text}"))}"
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\n")]
    [InlineData("---")]
    [InlineData("[1] [2]")]
    public void Of_nothing_nothing_is_shown(string reply)
    {
        var verified = ReplyVerifier.Verify(reply, RecordedReplies.Evidence);
        Assert.Equal((0, 0), (verified.Kept.Count, verified.Dropped.Count));
    }

    [Fact]
    public void Sentences_are_cited_by_the_numbers_behind_them()
    {
        var verified = ReplyVerifier.Verify(
            "- The disk was full. [2] The load retries without an error [1][2], and 1 day later [3].\nNo citation here.",
            RecordedReplies.Evidence
        );

        Assert.Equal(["The disk was full", "The load retries without an error"], verified.Kept.Select(k => k.Text.TrimEnd('.')));
        Assert.Equal([2], verified.Kept[0].Citations.Select(c => c.Number));
        Assert.Equal([1, 2], verified.Kept[1].Citations.Select(c => c.Number));
        Assert.Equal(2, verified.Dropped.Count);
    }

    [Fact]
    public void Of_two_sentences_before_one_citation_the_first_cites_nothing()
    {
        var verified = ReplyVerifier.Verify("The vendor is to blame. The disk was full [2].", RecordedReplies.Evidence);

        Assert.Equal(["The disk was full"], verified.Kept.Select(k => k.Text));
        Assert.Equal((DropReason.CitesNothing, "The vendor is to blame."), (verified.Dropped[0].Reason, verified.Dropped[0].Text));
    }

    [Fact]
    public void Three_quarters_of_the_words_must_be_carried_and_one_less_are_not_enough()
    {
        EvidenceSentence[] evidence = [new(1, "The pump feeds the basin.", "p", "P", "/docs/p")];

        Assert.Single(ReplyVerifier.Verify("The pump feeds the large basin [1]", evidence).Kept);
        Assert.Equal(
            DropReason.NotCarried,
            Assert.Single(ReplyVerifier.Verify("The pump feeds the large round basin [1]", evidence).Dropped).Reason
        );
    }

    [Fact]
    public void Three_citations_are_taken_and_four_are_not()
    {
        Assert.Single(ReplyVerifier.Verify("The disk was full [1, 2, 4]", RecordedReplies.Evidence).Kept);
        Assert.Equal(
            DropReason.CitesTooMuch,
            Assert.Single(ReplyVerifier.Verify("The disk was full [1, 2, 4, 5]", RecordedReplies.Evidence).Dropped).Reason
        );
    }

    [Fact]
    public void A_reply_beyond_the_limit_is_dropped_whole()
    {
        var sentence = "The disk was full [2]. ";
        var longest = string.Concat(Enumerable.Repeat(sentence, ReplyVerifier.MaxReplyCharacters / sentence.Length));

        Assert.Single(ReplyVerifier.Verify(longest, RecordedReplies.Evidence).Kept);
        Assert.Empty(ReplyVerifier.Verify(longest + new string('x', ReplyVerifier.MaxReplyCharacters), RecordedReplies.Evidence).Kept);
    }

    /// <summary>Whatever a model does to a sentence of the pages: what is kept holds no number and no path of its own.</summary>
    [Fact]
    public void Random_replies_never_bring_a_number_or_a_path_of_their_own()
    {
        var words = RecordedReplies
            .Evidence.SelectMany(e => e.Text.Split(' '))
            .Append("/etc/shadow")
            .Append("12345")
            .Append("not")
            .ToArray();
        var kept = 0;
        Gen.Select(Gen.Int[0, words.Length - 1].Array[3, 14], Gen.Int[0, 40], Gen.Bool)
            .Sample(
                (picks, number, full) =>
                {
                    var reply = $"{string.Join(' ', picks.Select(p => words[p]))} [{number}]";
                    if (full)
                        reply = $"{RecordedReplies.Evidence[number % RecordedReplies.Evidence.Count].Text} [{number + 1}]";
                    foreach (var sentence in ReplyVerifier.Verify(reply, RecordedReplies.Evidence).Kept)
                    {
                        kept++;
                        Assert.DoesNotContain("/etc/shadow", sentence.Text, StringComparison.Ordinal);
                        Assert.DoesNotContain("12345", sentence.Text, StringComparison.Ordinal);
                        Assert.All(sentence.Citations, c => Assert.Contains(c, RecordedReplies.Evidence));
                    }
                },
                iter: 20_000,
                threads: 1
            );
        Assert.True(kept > 100, $"{kept}");
    }
}

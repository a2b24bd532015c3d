using Knowledge.Indexer.Redaction;

namespace Knowledge.Tests.Indexer.Redaction;

public sealed class SecretRedactionTests
{
    private static readonly string Body = new('A', 64);

    [Theory]
    [InlineData("no secret here", "no secret here")]
    [InlineData("", "")]
    [InlineData("key AKIAJ7Q2XN4LPV9TRW3K end", "key [AWS access key] end")]
    public void A_secret_is_replaced_by_its_kind(string text, string expected) => Assert.Equal(expected, SecretRedaction.Of(text));

    [Fact]
    public void A_private_key_goes_with_all_its_lines()
    {
        Assert.Equal(
            "before\n[private key]\nafter",
            SecretRedaction.Of($"before\n-----BEGIN RSA PRIVATE KEY-----\n{Body}\n{Body}\n-----END RSA PRIVATE KEY-----\nafter")
        );
        // Cut off, as in a log.
        Assert.Equal("[private key]\nafter", SecretRedaction.Of($"-----BEGIN PRIVATE KEY-----\n{Body}\n{Body}\nafter"));
    }

    [Fact]
    public void What_only_speaks_of_a_key_stays()
    {
        const string Text = "It begins with -----BEGIN PRIVATE KEY----- and is secret.\nNext line.\n-----BEGIN CERTIFICATE-----\nabc";
        Assert.Equal(Text, SecretRedaction.Of(Text));
    }

    [Fact]
    public void A_secret_far_behind_in_a_long_line_is_found()
    {
        var text = string.Concat(Enumerable.Repeat("word ", 2_000)) + "AKIAJ7Q2XN4LPV9TRW3K";
        Assert.DoesNotContain("AKIA", SecretRedaction.Of(text), StringComparison.Ordinal);
        Assert.Equal(10_000, SecretRedaction.Of(text).IndexOf('[', StringComparison.Ordinal));
    }
}

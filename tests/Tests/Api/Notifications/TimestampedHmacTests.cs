using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Notifications;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Notifications;

public sealed class TimestampedHmacTests
{
    private static readonly DateTimeOffset Signed = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly string Seconds = Signed.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(0, true)]
    [InlineData(299_999, true)]
    [InlineData(300_000, true)]
    [InlineData(300_001, false)]
    [InlineData(-299_999, true)]
    [InlineData(-300_000, true)]
    [InlineData(-300_001, false)]
    [InlineData(86_400_000, false)]
    public void A_time_may_be_five_minutes_old_or_new_and_not_a_millisecond_more(int milliseconds, bool isRecent) =>
        Assert.Equal(isRecent, TimestampedHmac.IsRecent(Seconds, new FakeTimeProvider(Signed.AddMilliseconds(milliseconds))));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("+1772438400")]
    [InlineData(" 1772438400")]
    [InlineData("1772438400.0")]
    [InlineData("1,772,438,400")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999")]
    public void What_is_no_number_of_seconds_is_not_of_now(string seconds) =>
        Assert.False(TimestampedHmac.IsRecent(seconds, new FakeTimeProvider(Signed)));

    [Fact]
    public void The_sum_is_that_of_head_and_body()
    {
        var key = RandomNumberGenerator.GetBytes(20);
        Assert.Equal(HMACSHA256.HashData(key, "v0:5:the body"u8), TimestampedHmac.Of(key, "v0:5:", "the body"u8));
    }

    [Theory]
    [InlineData("right", 0, true)]
    [InlineData("wrong right", 0, true)]
    [InlineData("right wrong", 0, true)]
    [InlineData("wrong", 0, false)]
    [InlineData("", 0, false)]
    [InlineData("right", 300_000, true)]
    [InlineData("right", 300_001, false)]
    public void Authentic_needs_both_a_signature_and_a_time_of_now(string given, int age, bool isAuthentic)
    {
        var key = "a key"u8.ToArray();
        var right = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Seconds}:body")));
        Assert.Equal(
            isAuthentic,
            TimestampedHmac.IsAuthentic(
                key,
                $"{Seconds}:",
                Seconds,
                "body"u8,
                given
                    .Split(' ')
                    .Select(g =>
                        g == "right" ? right
                        : g == "" ? ""
                        : new string('0', 64)
                    ),
                Convert.ToHexStringLower,
                new FakeTimeProvider(Signed.AddMilliseconds(age))
            )
        );
    }

    [Theory]
    [InlineData("same", "same", true)]
    [InlineData("s", "s", true)]
    [InlineData("same", "samf", false)]
    [InlineData("sam", "same", false)]
    [InlineData("", "same", false)]
    [InlineData("", "", false)]
    public void Nothing_given_is_never_the_same(string given, string expected, bool isSame) =>
        Assert.Equal(isSame, TimestampedHmac.IsSame(given, expected));
}

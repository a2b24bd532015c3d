using System.IO.Compression;
using System.Text;
using Knowledge.Content.Alerts.Payloads;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class ContentEncodingTests
{
    private const string Body = """{"alerts": [{"labels": {"alertname": "MillLate"}}]}""";

    internal static byte[] Packed(string coding, byte[] body)
    {
        using var packed = new MemoryStream();
        using (
            Stream stream = coding switch
            {
                "gzip" or "x-gzip" or "GZIP" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "raw deflate" => new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                _ => throw new ArgumentOutOfRangeException(nameof(coding)),
            }
        )
            stream.Write(body);
        return packed.ToArray();
    }

    private static Outcome Read(byte[] body, string header)
    {
        var payload = AlertPayloadReader.Read(body, new(Headers: new Dictionary<string, string> { ["content-encoding"] = header }));
        return new(payload.Alerts.Select(a => a.Name).FirstOrDefault(), payload.Problem);
    }

    private sealed record Outcome(string? Name, string? Problem);

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip", "x-gzip")]
    [InlineData("gzip", "GZIP")]
    [InlineData("deflate", "deflate")]
    [InlineData("raw deflate", "deflate")]
    [InlineData("br", "br")]
    [InlineData("gzip", "identity, gzip")]
    public void A_packed_body_is_unpacked(string coding, string header) =>
        Assert.Equal(new("MillLate", null), Read(Packed(coding, Encoding.UTF8.GetBytes(Body)), header));

    [Fact]
    public void One_inside_the_other_is_unpacked_from_the_outside() =>
        Assert.Equal("MillLate", Read(Packed("gzip", Packed("br", Encoding.UTF8.GetBytes(Body))), "br, gzip").Name);

    [Theory]
    [InlineData("zstd", "is not read here")]
    [InlineData("gzip", "says gzip, and it is not")]
    [InlineData("br", "says br, and it is not")]
    [InlineData("gzip, gzip, gzip", "3 times over")]
    public void What_is_not_what_it_says_is_said(string header, string why) =>
        Assert.Contains(why, Read(Encoding.UTF8.GetBytes(Body), header).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_body_that_ends_early_is_not_read() =>
        Assert.NotNull(Read(Packed("gzip", Encoding.UTF8.GetBytes(Body))[..^12], "gzip").Problem);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void The_size_counts_unpacked(int more, bool isTooLarge)
    {
        var unpacked = ContentEncoding.Unpack(Packed("gzip", new byte[1000 + more]), "gzip", 1000);

        Assert.Equal((isTooLarge, isTooLarge), (unpacked.IsTooLarge, unpacked.Body is null));
    }
}

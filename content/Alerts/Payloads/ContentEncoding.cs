using System.IO.Compression;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>What became of a body that says that it is packed.</summary>
/// <param name="Body">Unpacked; null when it could not be.</param>
/// <param name="IsTooLarge">Whether it holds more than is read, unpacked.</param>
/// <param name="Problem">Why it could not be unpacked, in one sentence.</param>
public sealed record UnpackedBody(ReadOnlyMemory<byte>? Body, bool IsTooLarge = false, string? Problem = null);

/// <summary>Unpacks a body by its header <c>Content-Encoding</c> (RFC 9110, 8.4), within a size that counts unpacked.</summary>
public static class ContentEncoding
{
    // One inside the other is legal, and nobody means more than two.
    private const int MaxCodings = 2;

    /// <param name="header">As it came; null or empty for a body that is not packed.</param>
    public static UnpackedBody Unpack(ReadOnlyMemory<byte> body, string? header, int maxBytes)
    {
        var codings = (header ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(c => c.ToLowerInvariant())
            .Where(c => c != "identity")
            .ToList();
        if (codings.Count > MaxCodings)
            return new(null, Problem: $"It is packed {codings.Count} times over; send it packed once.");
        foreach (var coding in Enumerable.Reverse(codings))
        {
            var unpacked = Once(body, coding, maxBytes);
            if (unpacked.Body is not { } inner)
                return unpacked;
            body = inner;
        }
        return new(body);
    }

    private static UnpackedBody Once(ReadOnlyMemory<byte> body, string coding, int maxBytes)
    {
        using var packed = new MemoryStream(body.ToArray(), writable: false);
        using Stream? stream = coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            // Meant is zlib; many send it without its frame.
            "deflate" => HasZlibFrame(body.Span)
                ? new ZLibStream(packed, CompressionMode.Decompress)
                : new DeflateStream(packed, CompressionMode.Decompress),
            _ => null,
        };
        if (stream is null)
            return new(null, Problem: "Its Content-Encoding is not read here; send it as gzip, deflate, br, or not packed.");
        try
        {
            using var unpacked = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int count; (count = stream.Read(buffer)) > 0; )
            {
                if (unpacked.Length + count > maxBytes)
                    return new(null, IsTooLarge: true, $"Unpacked it has more than {maxBytes:N0} bytes.");
                unpacked.Write(buffer, 0, count);
            }
            return new(unpacked.ToArray());
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            return new(null, Problem: $"Its Content-Encoding says {coding}, and it is not.");
        }
    }

    private static bool HasZlibFrame(ReadOnlySpan<byte> body) =>
        body.Length >= 2 && (body[0] & 0x0F) == 8 && ((body[0] << 8) | body[1]) % 31 == 0;
}

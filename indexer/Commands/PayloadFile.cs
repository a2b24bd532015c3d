using Knowledge.Content.Alerts.Payloads;

namespace Knowledge.Indexer.Commands;

/// <summary>A payload of a sender in a file, or on standard input (<c>-</c>).</summary>
internal static class PayloadFile
{
    /// <returns>Null when it cannot be read, which is then said on stderr.</returns>
    public static byte[]? Read(string file)
    {
        try
        {
            using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            var body = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int count; (count = stream.Read(buffer)) > 0; )
            {
                if (body.Length + count > AlertPayloadReader.MaxBytes)
                {
                    Console.Error.WriteLine(
                        $"kb: '{file}' has more than {AlertPayloadReader.MaxBytes:N0} bytes; no sender posts that much at once"
                    );
                    return null;
                }
                body.Write(buffer, 0, count);
            }
            return body.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"kb: '{file}' cannot be read ({e.GetType().Name})");
            return null;
        }
    }
}

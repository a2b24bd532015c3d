using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Knowledge.Content.Alerts.Payloads;

namespace Knowledge.Api.Alerts;

/// <summary>What is asked of Amazon SNS: its certificates, and what an operator confirms. No other address is ever asked.</summary>
/// <param name="http">With guards of its own against addresses that lead inside, and without redirects.</param>
internal sealed partial class SnsClient(HttpClient http, TimeProvider time, ILogger<SnsClient> logger) : IDisposable
{
    private const int MaxCertificates = 32;
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    // By address: they change every year or so.
    private readonly ConcurrentDictionary<string, (X509Certificate2 Certificate, DateTimeOffset Until)> certificates = new();

    /// <summary>Whether a message is signed by Amazon SNS.</summary>
    /// <returns>Null when that cannot be told just now, because the certificate cannot be fetched.</returns>
    public async Task<bool?> IsSignedAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return false;
        }
        using (document)
            try
            {
                var message = document.RootElement;
                if (SnsAddress.OfCertificate(SnsSignature.TextOf(message, "SigningCertURL")) is not { } address)
                    return false;
                return await CertificateAsync(address, cancellation) is { } certificate
                    ? SnsSignature.IsAuthentic(message, certificate, time.GetUtcNow())
                    : null;
            }
            catch (InvalidOperationException)
            {
                // Half of a surrogate pair is no text.
                return false;
            }
    }

    /// <summary>Confirms a subscription.</summary>
    /// <returns>Why it could not be, in one sentence; null when it was.</returns>
    public async Task<string?> ConfirmAsync(Uri address, CancellationToken cancellation)
    {
        if (SnsAddress.ToConfirm(address.AbsoluteUri) is null)
            return "The address is none of Amazon SNS.";
        try
        {
            using var answer = await http.GetAsync(address, cancellation);
            return answer.IsSuccessStatusCode
                ? null
                : $"Amazon SNS answered {(int)answer.StatusCode}; a request to subscribe is good for three days, so subscribe again.";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            LogUnreachable(address.Host, e.GetType().Name);
            return "Amazon SNS cannot be reached from here; try again.";
        }
    }

    public void Dispose()
    {
        foreach (var (certificate, _) in certificates.Values)
            certificate.Dispose();
        http.Dispose();
    }

    private async Task<X509Certificate2?> CertificateAsync(Uri address, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (certificates.TryGetValue(address.AbsoluteUri, out var kept) && now < kept.Until)
            return kept.Certificate;
        try
        {
            var certificate = X509Certificate2.CreateFromPem(await http.GetStringAsync(address, cancellation));
            // Whoever may post knows few of them.
            if (certificates.Count < MaxCertificates || certificates.ContainsKey(address.AbsoluteUri))
                certificates[address.AbsoluteUri] = (certificate, now + KeptFor);
            return certificate;
        }
        catch (Exception e)
            when (e is HttpRequestException or CryptographicException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            LogUnreachable(address.Host, e.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Host} could not be asked ({Reason})")]
    private partial void LogUnreachable(string host, string reason);
}

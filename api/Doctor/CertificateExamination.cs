using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Knowledge.Api.Doctor;

/// <summary>Whether the certificates that are configured for HTTPS can be read, and until when they hold.</summary>
internal static class CertificateExamination
{
    private static readonly TimeSpan NearEnd = TimeSpan.FromDays(21);

    private const string Renew = "Renew it (certbot renew, or whoever issues yours) and restart the server.";

    public static IEnumerable<Fault> Of(Patient patient)
    {
        var kestrel = patient.Configuration.GetSection("Kestrel");
        var configured = kestrel
            .GetSection("Certificates")
            .GetChildren()
            .Concat(kestrel.GetSection("Endpoints").GetChildren().Select(e => e.GetSection("Certificate")));
        foreach (var certificate in configured)
            if (certificate["Path"] is { Length: > 0 } path && FaultOf(path, certificate["Password"], patient.Now) is { } fault)
                yield return fault;
    }

    private static Fault? FaultOf(string path, string? password, DateTimeOffset now)
    {
        try
        {
            using var certificate =
                X509Certificate2.GetCertContentType(path) == X509ContentType.Pfx
                    ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
                    : X509CertificateLoader.LoadCertificateFromFile(path);
            var (begin, end) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
            var until = string.Create(CultureInfo.InvariantCulture, $"{end:yyyy-MM-dd HH:mm} UTC");
            return end <= now.UtcDateTime ? Fault.Error("certificate-ending", $"The certificate {path} ended on {until}.", Renew)
                : end - now.UtcDateTime <= NearEnd ? Fault.Warning("certificate-ending", $"The certificate {path} ends on {until}.", Renew)
                : begin > now.UtcDateTime
                    ? Fault.Error(
                        "certificate-not-yet",
                        $"The certificate {path} does not hold yet.",
                        "Look at the clock, or wait for its first day."
                    )
                : null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return Fault.Error(
                "certificate-unreadable",
                $"The certificate {path} cannot be read: {e.Message.Split('\n')[0].TrimEnd('.')}.",
                "Name a file that is there and that the user of the server may read, with its password when it has one."
            );
        }
    }
}

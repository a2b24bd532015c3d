using System.Net.Security;

namespace Knowledge.Api.Live;

/// <summary>How the connection to a mail server is kept from others.</summary>
public enum MailSecurity
{
    /// <summary>From its first byte on (<c>smtps</c>).</summary>
    Tls,

    /// <summary>Begun by STARTTLS, without which nothing is sent.</summary>
    StartTls,

    /// <summary>Not at all: the server is on this machine.</summary>
    None,
}

/// <summary>The mail server that takes what is sent, and whom it comes from.</summary>
/// <param name="From">Mail address.</param>
public sealed record MailSettings(string Host, int Port, MailSecurity Security, string From)
{
    /// <summary>Beside the address; null for none.</summary>
    public string? FromName { get; init; }

    /// <summary>Null where nobody signs in.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>So long a message may take; servers that mistrust a stranger let it wait before they answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whom to trust; null for whom the system trusts. Servers of tests make their certificates themselves.</summary>
    internal RemoteCertificateValidationCallback? Trusted { get; init; }

    // A record would show its password.
    public override string ToString() => $"{Host}:{Port}";
}

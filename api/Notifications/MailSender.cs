using System.Text;
using Knowledge.Api.Live;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Knowledge.Api.Notifications;

/// <summary>Hands messages to a mail server (RFC 5321), each in a connection of its own.</summary>
/// <param name="root">Address of this server: its host is the name that it gives itself there.</param>
internal sealed partial class MailSender(MailSettings settings, Uri root, TimeProvider time, ILogger logger) : IMessageSender
{
    public TimeSpan Patience => settings.Patience;

    public async Task<Delivery> SendAsync(OutgoingMessage message, CancellationToken cancellation)
    {
        if (EmailAddress.Of(message.Address ?? message.Target.Address) is not { } address)
            return new(false, IsFinal: true, Problem: "no mail address is known");
        using var overdue = new CancellationTokenSource(settings.Patience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, overdue.Token);
        using var client = new SmtpClient
        {
            // A server without a way out could ask for no list of revoked certificates; over HTTP nobody does either.
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = settings.Trusted,
        };
        // Some servers take no name without a dot; where there is none the machine says its own.
        if (root.HostNameType == UriHostNameType.Dns && root.IdnHost.Contains('.', StringComparison.Ordinal))
            client.LocalDomain = root.IdnHost;
        var isConnected = false;
        try
        {
            using var mail = MailMessage.Of(settings, address, message);
            await client.ConnectAsync(settings.Host, settings.Port, OptionsOf(settings.Security), ending.Token);
            isConnected = true;
            if (settings.User is { } user)
                await client.AuthenticateAsync(Encoding.UTF8, user, settings.Password ?? "", ending.Token);
            await client.SendAsync(mail, ending.Token);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            if (MailFailure.Of(e, isConnected) is { } failure)
                return failure;
            LogFault(message.Target.Name, e);
            return Delivery.Failed(NotificationWriter.Fault);
        }
        await LeaveAsync(client, ending.Token);
        return Delivery.Taken;
    }

    // It is taken: how the conversation ends changes nothing.
    private static async Task LeaveAsync(SmtpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(true, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException || MailFailure.Of(e, isConnected: true) is not null) { }
    }

    private static SecureSocketOptions OptionsOf(MailSecurity security) =>
        security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };

    [LoggerMessage(LogLevel.Error, "A mail to {Target} could not be sent; it is tried again")]
    private partial void LogFault(string target, Exception e);
}

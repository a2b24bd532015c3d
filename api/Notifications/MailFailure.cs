using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Knowledge.Api.Notifications;

/// <summary>
/// Why a mail server did not take a message, and whether it ever will. What it wrote is not repeated: it may name people.
/// </summary>
internal static class MailFailure
{
    /// <param name="isConnected">The conversation had begun, with TLS where it is asked for.</param>
    /// <returns>Null for what is no failure of a mail server.</returns>
    public static Delivery? Of(Exception e, bool isConnected) =>
        e switch
        {
            SmtpCommandException refused => Of(refused, isConnected),
            ServiceNotAuthenticatedException => Delivery.Failed("the mail server asks for a user name and a password"),
            AuthenticationException => Delivery.Failed("the mail server did not take the user name and the password"),
            SslHandshakeException => Delivery.Failed("the certificate of the mail server is not trusted, or TLS failed"),
            NotSupportedException => Delivery.Failed(
                isConnected ? "the mail server takes no user name and password" : "the mail server does not offer STARTTLS"
            ),
            ProtocolException => Delivery.Failed("the mail server ended the conversation, or does not speak SMTP"),
            SocketException socket => Delivery.Failed($"the mail server cannot be reached ({socket.SocketErrorCode})"),
            IOException => Delivery.Failed("the connection to the mail server broke"),
            OperationCanceledException or TimeoutException => Delivery.Failed("the mail server did not answer in time"),
            _ => null,
        };

    // RFC 5321, 4.2.1: 4 is for now, 5 is for good. Where a server refuses whoever comes, both may pass.
    private static Delivery Of(SmtpCommandException refused, bool isConnected)
    {
        var status = (int)refused.StatusCode;
        var about = refused.ErrorCode switch
        {
            SmtpErrorCode.RecipientNotAccepted => " to the recipient",
            SmtpErrorCode.SenderNotAccepted => " to the sender",
            SmtpErrorCode.MessageNotAccepted => " to the message",
            _ => "",
        };
        return new(false, IsFinal: isConnected && status >= 500, Problem: $"the mail server answered {status}{about}");
    }
}

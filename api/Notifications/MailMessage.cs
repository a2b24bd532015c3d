using System.Globalization;
using Knowledge.Api.Live;
using Knowledge.Content.Text;
using MimeKit;
using MimeKit.Text;

namespace Knowledge.Api.Notifications;

/// <summary>A message as mail: plain text, its first line as subject, marked as written by a program (RFC 3834).</summary>
internal static class MailMessage
{
    /// <summary>Of an alert's text there may be any amount.</summary>
    public const int MaxCharacters = 100_000;

    public const int MaxSubjectCharacters = 200;

    /// <param name="address">Where it goes.</param>
    public static MimeMessage Of(MailSettings settings, string address, OutgoingMessage message)
    {
        var text = Clean(message.Body);
        var created = message.Of.Min(m => m.Created);
        var mail = new MimeMessage
        {
            Subject = Sentences.Truncate(text.Split('\n', 2)[0].Replace('\t', ' '), MaxSubjectCharacters),
            Date = created,
            // The same with each attempt: a server that took it and could not say so knows it again.
            MessageId = string.Create(
                CultureInfo.InvariantCulture,
                $"{message.Name}.{created.ToUnixTimeMilliseconds()}@{settings.From[(settings.From.LastIndexOf('@') + 1)..]}"
            ),
            Body = new TextPart(TextFormat.Plain)
            {
                Text = Sentences.Truncate(text, MaxCharacters) + "\n",
                ContentTransferEncoding = ContentEncoding.QuotedPrintable,
            },
        };
        mail.From.Add(new MailboxAddress(settings.FromName ?? "", settings.From));
        mail.To.Add(new MailboxAddress("", address));
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        // Exchange answers by its own rules.
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        return mail;
    }

    // Lines stay lines; whatever else steers a terminal or a header goes.
    private static string Clean(string body) =>
        string.Concat(body.ReplaceLineEndings("\n").Where(c => !char.IsControl(c) || c is '\n' or '\t')).Trim('\n');
}

using Knowledge.Api.Live;
using MimeKit;

namespace Knowledge.Api.Options;

/// <summary>What the server can be told about mail. The password is no option: others can see these.</summary>
internal static class MailOptions
{
    private const string PasswordVariable = "KB_SMTP_PASSWORD";
    private const int MaxTargets = 20;
    private const int MaxNameCharacters = 100;

    private static readonly Setting Smtp = new(
        "smtp",
        "URL",
        "Mail server that takes what this server sends: smtps://user@mail.example, or smtp://mail.example for STARTTLS (none on this "
            + $"machine). Its password: environment {PasswordVariable}, or the file in {PasswordVariable}_FILE",
        "KB_SMTP"
    )
    {
        MistakeInArgument = given => HoldsPassword(given) ? PasswordMistake : null,
    };

    private static readonly Setting From = new(
        "mail-from",
        "ADDRESS",
        "Whom mail of this server comes from, such as \"Knowledge <knowledge@example.org>\"",
        "KB_MAIL_FROM"
    );

    private static readonly Setting NotifyMail = new(
        "notify-mail",
        "ADDRESS",
        "Who gets a mail when an alert begins to fire; repeatable, NAME=ADDRESS names one",
        "KB_NOTIFY_MAIL"
    )
    {
        IsRepeatable = true,
        Separators = [',', ' '],
    };

    public static IReadOnlyList<Setting> All { get; } = [Smtp, From, NotifyMail];

    // Names of other lanes.
    private static readonly string[] Taken = ["slack", "webhook", NotifyTarget.Askers];

    private static string PasswordMistake =>
        $"--smtp holds a password, and others on this host can read arguments: give it as {PasswordVariable}, or {PasswordVariable}_FILE "
        + "names a file with it";

    /// <summary>Reads the mail server and who is told by mail; what is wrong as one line, or null.</summary>
    public static string? Read(IConfiguration configuration, out MailSettings? mail, out IReadOnlyList<NotifyTarget> targets)
    {
        (mail, targets) = (null, []);
        if (ServerOf(configuration, out mail) is { } wrongServer)
            return wrongServer;
        var read = new List<NotifyTarget>();
        foreach (var text in NotifyMail.AllOf(configuration))
        {
            if (mail is null)
                return "--notify-mail needs a mail server: give it as --smtp";
            if (TargetOf(text) is not { } target)
                return $"--notify-mail '{text}' must be a mail address such as oncall@example.org, or NAME=ADDRESS";
            if (Taken.Contains(target.Name, StringComparer.OrdinalIgnoreCase))
                return $"--notify-mail: the name {target.Name} means something else; take another";
            if (read.Exists(t => t.Name.Equals(target.Name, StringComparison.OrdinalIgnoreCase)))
                return $"--notify-mail: two targets are named {target.Name}; write NAME=ADDRESS";
            read.Add(target);
        }
        if (read.Count > MaxTargets)
            return $"--notify-mail: there are {read.Count} targets, and {MaxTargets} at most; tell a list of your mail server instead";
        targets = read;
        return null;
    }

    private static string? ServerOf(IConfiguration configuration, out MailSettings? mail)
    {
        mail = null;
        if (Smtp.Of(configuration) is not { } given)
            return null;
        if (HoldsPassword(given))
            return PasswordMistake;
        if (
            !Uri.TryCreate(given, UriKind.Absolute, out var url)
            || url.Scheme is not ("smtp" or "smtps")
            || url.Host.Length == 0
            || url.PathAndQuery is not ("" or "/")
            || url.Fragment.Length > 0
        )
            return "--smtp takes smtps://HOST or smtp://HOST, with user@ in front of the host and :PORT behind it";
        if (From.Of(configuration) is not { } from)
            return "--smtp needs --mail-from, the address that mail comes from";
        if (!MailboxAddress.TryParse(from, out var sender) || EmailAddress.Of(sender.Address) is not { } address)
            return "--mail-from is no mail address; give one such as knowledge@example.org";
        var (password, unread) = HookSource.SecretOf(configuration, PasswordVariable);
        if (unread is not null)
            return unread;
        var user = Uri.UnescapeDataString(url.UserInfo);
        if (user.Length > 0 != password is not null)
            return password is null
                ? $"--smtp names a user: give the password as {PasswordVariable}, or {PasswordVariable}_FILE names a file with it"
                : $"{PasswordVariable} is given, and --smtp names no user: write smtps://USER@HOST, with %40 for an @ in the name";
        var security =
            url.Scheme == "smtps" ? MailSecurity.Tls
            : url.IsLoopback ? MailSecurity.None
            : MailSecurity.StartTls;
        mail = new(url.DnsSafeHost, url.Port > 0 ? url.Port : PortOf(security), security, address)
        {
            FromName = NameOf(sender.Name),
            User = user.Length > 0 ? user : null,
            Password = password,
        };
        return null;
    }

    private static int PortOf(MailSecurity security) =>
        security switch
        {
            MailSecurity.Tls => 465,
            MailSecurity.StartTls => 587,
            _ => 25,
        };

    private static string? NameOf(string? given) =>
        string.Concat((given ?? "").Where(c => !char.IsControl(c))).Trim() is { Length: > 0 and <= MaxNameCharacters } name ? name : null;

    // An equals sign may stand in an address too, so what is in front of the first one is its name only where it can be one.
    private static NotifyTarget? TargetOf(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var (name, given) = at > 0 && HookSource.IsName(text[..at].Trim()) ? (text[..at].Trim(), text[(at + 1)..]) : ("mail", text);
        return EmailAddress.Of(given) is { } address ? new(name, NotifyKind.Mail, null) { Address = address } : null;
    }

    // Also of what is no address otherwise: it is a secret all the same.
    private static bool HoldsPassword(string given)
    {
        var begin = given.IndexOf("://", StringComparison.Ordinal) is var found and >= 0 ? found + 3 : 0;
        var end = given.LastIndexOf('@');
        return end > begin && given.IndexOf(':', begin, end - begin) >= 0;
    }
}

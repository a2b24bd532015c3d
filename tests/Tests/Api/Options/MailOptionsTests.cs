using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Microsoft.Extensions.Configuration;

namespace Knowledge.Tests.Api.Options;

public sealed class MailOptionsTests : IDisposable
{
    private static readonly (string, string) From = ("mail-from", "kb@example.org");

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    private static string? Read(
        out MailSettings? mail,
        out IReadOnlyList<NotifyTarget> targets,
        params (string Key, string Value)[] settings
    ) =>
        MailOptions.Read(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build(),
            out mail,
            out targets
        );

    [Theory]
    [InlineData("smtps://mail.example", "mail.example", 465, MailSecurity.Tls)]
    [InlineData("smtps://mail.example:2465/", "mail.example", 2465, MailSecurity.Tls)]
    [InlineData("smtp://mail.example", "mail.example", 587, MailSecurity.StartTls)]
    [InlineData("smtp://10.1.2.3:25", "10.1.2.3", 25, MailSecurity.StartTls)]
    [InlineData("smtp://[2001:db8::1]", "2001:db8::1", 587, MailSecurity.StartTls)]
    [InlineData("smtp://localhost", "localhost", 25, MailSecurity.None)]
    [InlineData("smtp://127.0.0.1:1025", "127.0.0.1", 1025, MailSecurity.None)]
    [InlineData("smtp://[::1]", "::1", 25, MailSecurity.None)]
    [InlineData("smtps://localhost", "localhost", 465, MailSecurity.Tls)]
    public void The_server_is_an_address_and_nothing_leaves_this_machine_unencrypted(
        string url,
        string host,
        int port,
        MailSecurity security
    )
    {
        Assert.Null(Read(out var mail, out _, ("smtp", url), From));
        Assert.Equal((host, port, security, "kb@example.org"), (mail!.Host, mail.Port, mail.Security, mail.From));
        Assert.Null(mail.User);
    }

    [Fact]
    public void The_password_comes_from_the_environment_or_a_file_and_is_shown_nowhere()
    {
        File.WriteAllText(file, "open sesame\n");
        Assert.Null(
            Read(
                out var mail,
                out _,
                ("KB_SMTP", "smtps://kb%40example.org@mail.example"),
                ("KB_MAIL_FROM", "The \"Base\" <kb@example.org>"),
                ("KB_SMTP_PASSWORD_FILE", file)
            )
        );
        Assert.Equal(("kb@example.org", "open sesame", "kb@example.org"), (mail!.User, mail.Password, mail.From));
        Assert.DoesNotContain("sesame", $"{mail} {mail with { Port = 1 }}", StringComparison.Ordinal);
        Assert.Null(Read(out mail, out _, ("smtp", "smtps://u@mail.example"), From, ("KB_SMTP_PASSWORD", "other")));
        Assert.Equal(("u", "other"), (mail!.User, mail.Password));
    }

    [Fact]
    public void Targets_have_names_of_their_own()
    {
        Assert.Null(
            Read(
                out _,
                out var targets,
                ("smtp", "smtp://localhost"),
                From,
                ("KB_NOTIFY_MAIL", "oncall@example.org, team-a=a@example.org b=x=y@example.org")
            )
        );
        Assert.Equal(
            [("mail", "oncall@example.org"), ("team-a", "a@example.org"), ("b", "x=y@example.org")],
            targets.Select(t => (t.Name, t.Address!))
        );
        Assert.All(targets, t => Assert.Equal((NotifyKind.Mail, null), (t.Kind, t.Url)));
        Assert.DoesNotContain("oncall@", $"{targets[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_server_there_is_nothing() =>
        Assert.Equal((null, 0), (Read(out var mail, out var targets, From), targets.Count + (mail is null ? 0 : 1)));

    [Theory]
    [InlineData("takes smtps://HOST", "smtp=https://mail.example", "mail-from=kb@example.org")]
    [InlineData("takes smtps://HOST", "smtp=mail.example:25", "mail-from=kb@example.org")]
    [InlineData("takes smtps://HOST", "smtp=smtp://", "mail-from=kb@example.org")]
    [InlineData("takes smtps://HOST", "smtp=smtp://mail.example/box", "mail-from=kb@example.org")]
    [InlineData("takes smtps://HOST", "smtp=smtp://mail.example?tls=none", "mail-from=kb@example.org")]
    [InlineData("holds a password", "smtp=smtps://u:SESAME@mail.example", "mail-from=kb@example.org")]
    [InlineData("holds a password", "KB_SMTP=u:SESAME@mail.example", "mail-from=kb@example.org")]
    [InlineData("needs --mail-from", "smtp=smtps://mail.example")]
    [InlineData("is no mail address", "smtp=smtps://mail.example", "mail-from=Knowledge")]
    [InlineData("is no mail address", "smtp=smtps://mail.example", "mail-from=a@example.org, b@example.org")]
    [InlineData("is no mail address", "smtp=smtps://mail.example", "mail-from=kb@example.org\r\nBcc: eve@example.org")]
    [InlineData("give the password as KB_SMTP_PASSWORD", "smtp=smtps://u@mail.example", "mail-from=kb@example.org")]
    [InlineData("names no user", "smtp=smtps://mail.example", "mail-from=kb@example.org", "KB_SMTP_PASSWORD=SESAME")]
    [InlineData("cannot be read", "smtp=smtps://u@mail.example", "mail-from=kb@example.org", "KB_SMTP_PASSWORD_FILE=/no/such/file")]
    [InlineData("needs a mail server", "notify-mail=a@example.org")]
    [InlineData("must be a mail address", "smtp=smtp://localhost", "mail-from=kb@example.org", "notify-mail=oncall")]
    [InlineData("must be a mail address", "smtp=smtp://localhost", "mail-from=kb@example.org", "notify-mail=mailto:a@example.org")]
    [InlineData(
        "two targets are named mail",
        "smtp=smtp://localhost",
        "mail-from=kb@example.org",
        "KB_NOTIFY_MAIL=a@example.org,b@example.org"
    )]
    [InlineData(
        "two targets are named x",
        "smtp=smtp://localhost",
        "mail-from=kb@example.org",
        "KB_NOTIFY_MAIL=x=a@example.org,X=b@example.org"
    )]
    [InlineData("means something else", "smtp=smtp://localhost", "mail-from=kb@example.org", "notify-mail=Slack=a@example.org")]
    [InlineData("means something else", "smtp=smtp://localhost", "mail-from=kb@example.org", "notify-mail=askers=a@example.org")]
    public void What_makes_no_sense_is_one_line_without_a_secret(string why, params string[] settings)
    {
        var error = Read(
            out _,
            out _,
            [.. settings.Select(s => (s[..s.IndexOf('=', StringComparison.Ordinal)], s[(s.IndexOf('=', StringComparison.Ordinal) + 1)..]))]
        );
        Assert.Contains(why, error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("SESAME", error!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void There_are_twenty_targets_at_most(int count, bool isTaken)
    {
        var error = Read(
            out _,
            out var targets,
            [("smtp", "smtp://localhost"), From, .. Enumerable.Range(0, count).Select(i => ($"notify-mail:{i}", $"t{i}=a@example.org"))]
        );
        Assert.Equal(isTaken, error is null);
        Assert.Equal(isTaken ? count : 0, targets.Count);
    }
}

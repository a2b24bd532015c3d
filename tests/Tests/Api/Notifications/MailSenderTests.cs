using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CsCheck;
using Knowledge.Api.Live;
using Knowledge.Api.Notifications;
using Knowledge.Api.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Api.Notifications;

/// <summary>Mail as it is handed over, in real conversations with a server, and what becomes of it when that does not take it.</summary>
public sealed class MailSenderTests : IDisposable
{
    private const string To = "oncall@example.org";

    private static readonly DateTimeOffset Created = new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero);

    private readonly MailServer server = new();

    public void Dispose() => server.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private MailSettings Settings(MailSecurity security = MailSecurity.None) =>
        new("127.0.0.1", server.Port, security, "kb@example.org")
        {
            FromName = "Knowledge",
            Trusted = (_, certificate, _, _) => certificate?.Subject == "CN=localhost",
        };

    private static OutgoingMessage Message(string body = "firing: LoadStale", params long[] ids) =>
        new(
            new("mail", NotifyKind.Mail, null) { Address = To },
            body,
            [.. (ids.Length > 0 ? ids : [7]).Select(id => new PendingMessage(id, $"a{id}", "mail", Created.AddSeconds(id), 0))]
        );

    private static Task<Delivery> Send(MailSettings settings, OutgoingMessage? message = null) =>
        Sender(settings).SendAsync(message ?? Message(), Cancellation);

    private static MailSender Sender(MailSettings settings, string root = "https://kb.example/") =>
        new(settings, new(root), TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task It_is_plain_text_by_a_program_with_the_first_line_as_subject()
    {
        var body =
            $"firing: Bilanz für März\n.\n..two dots\n{new string('x', 2_000)} grün\n\n   ssh batch-01 df -h\nhttps://kb.example/alerts/1";

        Assert.Equal(Delivery.Taken, await Send(Settings(), Message(body)));

        var taken = Assert.Single(server.Received);
        Assert.Equal(("kb@example.org", To), (taken.From, Assert.Single(taken.To)));
        Assert.Equal(body + "\n", taken.Body);
        var mail = taken.Read();
        Assert.Equal("firing: Bilanz für März", mail.Subject);
        Assert.Equal("\"Knowledge\" <kb@example.org>", mail.From.ToString());
        Assert.Equal(To, mail.To.ToString());
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal(Created.AddSeconds(7), mail.Date);
        Assert.EndsWith("@example.org", mail.MessageId, StringComparison.Ordinal);
        Assert.Null(mail.HtmlBody);
        Assert.All(taken.Text.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        Assert.Equal(["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", ".", "QUIT"], server.Asked);
    }

    [Theory]
    [InlineData("https://kb.example/base/", true)]
    [InlineData("http://localhost:5080/", false)]
    [InlineData("http://kb/", false)]
    [InlineData("http://192.0.2.1/", false)]
    public async Task It_calls_itself_by_the_name_under_which_people_reach_it_where_that_is_a_whole_one(string root, bool isWhole)
    {
        var called = "";
        server.Answer = line =>
        {
            if (line.StartsWith("EHLO ", StringComparison.Ordinal))
                called = line["EHLO ".Length..];
            return null;
        };
        await Sender(Settings(), root).SendAsync(Message(), Cancellation);
        Assert.Equal(isWhole, called == new Uri(root).Host);
        Assert.NotEmpty(called);
    }

    [Fact]
    public async Task It_has_the_same_number_each_time_and_another_one_when_there_is_more_in_it()
    {
        foreach (var ids in new long[][] { [7], [7], [7, 9], [8] })
            await Send(Settings(), Message("x", ids));
        var numbers = server.Received.Select(r => r.Read().MessageId).ToList();
        Assert.Equal(numbers[0], numbers[1]);
        Assert.Equal(3, numbers.Distinct().Count());
    }

    [Fact]
    public async Task The_password_goes_to_a_server_that_is_trusted_and_over_TLS_alone()
    {
        (server.Certificate, server.Password) = (MailServer.NewCertificate(), "open sesame");
        var settings = Settings(MailSecurity.StartTls) with { User = "kb", Password = "open sesame" };

        Assert.Equal(Delivery.Taken, await Send(settings));
        Assert.Equal((true, "kb"), Assert.Single(server.Received) is var taken ? (taken.IsEncrypted, taken.User) : default);
        Assert.Equal(["CONNECT", "EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", ".", "QUIT"], server.Asked);

        server.Asked.Clear();
        Assert.Equal(
            Delivery.Failed("the certificate of the mail server is not trusted, or TLS failed"),
            await Send(settings with { Trusted = null })
        );
        Assert.Equal(["CONNECT", "EHLO", "STARTTLS"], server.Asked);

        server.Asked.Clear();
        server.Certificate = null;
        Assert.Equal(Delivery.Failed("the mail server does not offer STARTTLS"), await Send(settings));
        Assert.Equal(["CONNECT", "EHLO"], server.Asked);
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task TLS_from_the_first_byte_on()
    {
        (server.Certificate, server.IsEncryptedFromTheStart) = (MailServer.NewCertificate(), true);
        Assert.Equal(Delivery.Taken, await Send(Settings(MailSecurity.Tls)));
        Assert.True(Assert.Single(server.Received).IsEncrypted);

        Assert.Equal(
            Delivery.Failed("the certificate of the mail server is not trusted, or TLS failed"),
            await Send(Settings(MailSecurity.Tls) with { Trusted = null })
        );
        Assert.Single(server.Received);
    }

    [Theory]
    [InlineData("wrong", true, "the mail server did not take the user name and the password")]
    [InlineData(null, true, "the mail server asks for a user name and a password")]
    [InlineData("right", false, "the mail server takes no user name and password")]
    public async Task Signing_in_that_fails_may_be_put_right(string? password, bool asks, string problem)
    {
        server.Password = asks ? "right" : null;
        var settings = Settings() with { User = password is null ? null : "kb", Password = password };
        Assert.Equal(Delivery.Failed(problem), await Send(settings));
        Assert.Empty(server.Received);
    }

    // What a server writes may name people, and is not repeated.
    [Theory]
    [InlineData("RCPT", "550 5.1.1 <oncall@example.org> unknown", true, "answered 550 to the recipient")]
    [InlineData("RCPT", "450 4.2.0 <oncall@example.org> greylisted", false, "answered 450 to the recipient")]
    [InlineData("RCPT", "421 come back later", false, "answered 421")]
    [InlineData("MAIL", "553 5.7.1 <kb@example.org> may not", true, "answered 553 to the sender")]
    [InlineData("RCPT", "554 5.7.1 <oncall@example.org> relay access denied", true, "answered 554")]
    [InlineData("MAIL", "452 4.3.1 disk full", false, "answered 452")]
    [InlineData("DATA", "554 5.5.1 no", true, "answered 554")]
    [InlineData(".", "552 5.3.4 too large", true, "answered 552 to the message")]
    [InlineData(".", "451 4.7.1 oncall@example.org later", false, "answered 451 to the message")]
    [InlineData("CONNECT", "554 5.7.1 blocked", false, "answered 554")]
    [InlineData("CONNECT", "HTTP/1.1 400 Bad Request", false, "does not speak SMTP")]
    [InlineData("CONNECT", "", false, "does not speak SMTP")]
    public async Task What_is_refused_for_good_is_told_from_what_may_pass(string at, string answer, bool isFinal, string problem)
    {
        server.Answer = line => line.Split(' ')[0] == at ? answer : null;
        var delivery = await Send(Settings());
        Assert.False(delivery.IsSent);
        Assert.Contains(problem, delivery.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", delivery.Problem!, StringComparison.Ordinal);
        Assert.Equal(isFinal, delivery.IsFinal);
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("CONNECT")]
    [InlineData("EHLO")]
    [InlineData("RCPT")]
    [InlineData(".")]
    public async Task A_server_that_hangs_is_left(string at)
    {
        server.HangsAt = at;
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(
            Delivery.Failed("the mail server did not answer in time"),
            await Send(Settings() with { Patience = TimeSpan.FromMilliseconds(500) })
        );
        // Only guards against hanging.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_end_of_the_server_ends_the_attempt()
    {
        server.HangsAt = "EHLO";
        using var ending = new CancellationTokenSource();
        var sending = Sender(Settings()).SendAsync(Message(), ending.Token);
        while (!server.Asked.Contains("EHLO"))
            await Task.Delay(10, Cancellation);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Nobody_listens()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var settings = Settings() with { Port = ((IPEndPoint)taken.LocalEndPoint!).Port };
        Assert.Equal(Delivery.Failed("the mail server cannot be reached (ConnectionRefused)"), await Send(settings));
    }

    // Else it would be sent again.
    [Theory]
    [InlineData("221")]
    [InlineData("500 what")]
    [InlineData("")]
    [InlineData(null)]
    public async Task What_was_taken_is_taken_however_the_conversation_ends(string? answer)
    {
        if (answer is null)
            server.HangsAt = "QUIT";
        server.Answer = line => line == "QUIT" ? answer : null;
        Assert.Equal(Delivery.Taken, await Send(Settings() with { Patience = TimeSpan.FromSeconds(2) }));
        Assert.Single(server.Received);
    }

    [Theory]
    [InlineData("firing: x\r\nBcc: eve@example.org\r\n\r\nhi")]
    [InlineData("firing: x\rBcc: eve@example.org")]
    [InlineData("firing: x\nTo: eve@example.org\n.\nMAIL FROM:<eve@example.org>")]
    [InlineData("firing: x\u2028Bcc: eve@example.org")]
    [InlineData("\u0000firing: x\u001b[2J\u0085Bcc: eve@example.org")]
    [InlineData("firing: x =?utf-8?q?=0d=0aBcc:_eve@example.org?=")]
    public async Task No_text_makes_a_header_a_recipient_or_a_command(string body)
    {
        Assert.Equal(Delivery.Taken, await Send(Settings(), Message(body)));
        var taken = Assert.Single(server.Received);
        var mail = taken.Read();
        Assert.Equal((To, To, 0), (Assert.Single(taken.To), mail.To.ToString(), mail.Bcc.Count + mail.Cc.Count));
        Assert.StartsWith("firing: x", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mail.Subject!);
        Assert.DoesNotContain('\u001b', taken.Body);
        Assert.Equal(1, server.Asked.Count(a => a == "MAIL"));
    }

    [Fact]
    public async Task Nor_does_any_by_chance()
    {
        var settings = Settings();
        await Gen.String[Gen.Char["a.\r\n\t:<>@=?\u0000\u001b\u2028é😀 B"], 1, 60]
            .SampleAsync(
                async body =>
                {
                    server.Received.Clear();
                    Assert.Equal(Delivery.Taken, await Send(settings, Message(body)));
                    var taken = Assert.Single(server.Received);
                    var mail = taken.Read();
                    Assert.Equal(
                        [
                            "Auto-Submitted",
                            "Content-Transfer-Encoding",
                            "Content-Type",
                            "Date",
                            "From",
                            "MIME-Version",
                            "Message-Id",
                            "Subject",
                            "To",
                            "X-Auto-Response-Suppress",
                        ],
                        mail.Headers.Concat(mail.Body!.Headers).Select(h => h.Field).Distinct().Order(StringComparer.Ordinal)
                    );
                    Assert.Equal(To, Assert.Single(taken.To));
                },
                iter: 200,
                threads: 1
            );
    }

    [Theory]
    [InlineData("")]
    [InlineData("oncall@example.org\r\nRCPT TO:<eve@example.org>")]
    [InlineData("oncall@example.org> <eve@example.org")]
    [InlineData("person-a1b2c3")]
    public async Task What_is_no_address_is_not_even_tried(string address)
    {
        var delivery = await Send(Settings(), Message() with { Address = address });
        Assert.Equal(new(false, IsFinal: true, Problem: "no mail address is known"), delivery);
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task An_endless_text_is_cut()
    {
        var body = new string('s', 1_000) + "\n" + string.Concat(Enumerable.Repeat("wort ", 100_000));
        await Send(Settings(), Message(body));
        var mail = Assert.Single(server.Received).Read();
        Assert.InRange(mail.Subject!.Length, 100, MailMessage.MaxSubjectCharacters);
        Assert.InRange(mail.TextBody!.Length, 50_000, MailMessage.MaxCharacters + 2);
    }
}

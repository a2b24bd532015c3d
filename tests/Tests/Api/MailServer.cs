using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace Knowledge.Tests.Api;

/// <summary>A mail server: takes mail as RFC 5321 says, or answers as the test wants.</summary>
internal sealed class MailServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();

    public MailServer()
    {
        listener.Start();
        _ = TakeAsync();
    }

    /// <param name="User">Who signed in; null for nobody.</param>
    public sealed record Mail(string From, IReadOnlyList<string> To, string Text, bool IsEncrypted, string? User)
    {
        public MimeMessage Read() => MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(Text)));

        /// <summary>Its text, with line ends of Unix.</summary>
        public string Body => Read().TextBody!.ReplaceLineEndings("\n");
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What was taken.</summary>
    public ConcurrentQueue<Mail> Received { get; } = [];

    /// <summary>First words of all that was asked, in capital letters; the end of a message is a dot.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>
    /// What it answers to a line in place of doing it; null to do it, nothing to hang up. The first line of a connection is "CONNECT".
    /// </summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>What it never answers: a first word.</summary>
    public string? HangsAt { get; set; }

    /// <summary>Offers STARTTLS, or speaks TLS from the first byte on.</summary>
    public X509Certificate2? Certificate { get; set; }

    public bool IsEncryptedFromTheStart { get; set; }

    /// <summary>Asks for a user with this password; null for nobody.</summary>
    public string? Password { get; set; }

    public static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        ending.Cancel();
        listener.Stop();
        Certificate?.Dispose();
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var ended = client;
        try
        {
            Stream stream = client.GetStream();
            if (IsEncryptedFromTheStart)
                stream = await Encrypted(stream);
            await new Conversation(this, stream, IsEncryptedFromTheStart).RunAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The other side left.
        }
    }

    private async Task<Stream> Encrypted(Stream stream)
    {
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsServerAsync(Certificate!);
        return encrypted;
    }

    private sealed class Conversation(MailServer server, Stream stream, bool isEncrypted)
    {
        private Stream stream = stream;
        private bool isEncrypted = isEncrypted;
        private string? user;
        private string from = "";
        private string text = "";
        private readonly List<string> to = [];

        public async Task RunAsync()
        {
            if (!await DoAsync("CONNECT"))
                return;
            while (await ReadAsync() is { } line)
                if (!await DoAsync(line))
                    return;
        }

        /// <returns>False to end.</returns>
        private async Task<bool> DoAsync(string line)
        {
            var word = line.Split(' ')[0].ToUpperInvariant();
            server.Asked.Enqueue(word);
            if (server.HangsAt == word)
                await Task.Delay(Timeout.Infinite, server.ending.Token);
            if (server.Answer(line) is { } other)
                return other.Length > 0 && await WriteAsync(other);
            switch (word)
            {
                case "CONNECT":
                    return await WriteAsync("220 mail.test ESMTP");
                case "EHLO":
                    return await WriteAsync(
                        "250-mail.test"
                            + (server.Certificate is not null && !isEncrypted ? "\r\n250-STARTTLS" : "")
                            + (server.Password is not null ? "\r\n250-AUTH PLAIN" : "")
                            + "\r\n250 8BITMIME"
                    );
                case "STARTTLS":
                    await WriteAsync("220 go ahead");
                    (stream, isEncrypted) = (await server.Encrypted(stream), true);
                    return true;
                case "AUTH":
                    var given = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Split('\0');
                    user = given[2] == server.Password ? given[1] : null;
                    return await WriteAsync(user is null ? "535 no" : "235 yes");
                case "MAIL" when server.Password is not null && user is null:
                    return await WriteAsync("530 sign in first");
                case "MAIL":
                    from = Between(line);
                    to.Clear();
                    return await WriteAsync("250 fine");
                case "RCPT":
                    to.Add(Between(line));
                    return await WriteAsync("250 fine");
                case "DATA":
                    await WriteAsync("354 go ahead");
                    text = await TextAsync();
                    return await DoAsync(".");
                case ".":
                    server.Received.Enqueue(new(from, [.. to], text, isEncrypted, user));
                    return await WriteAsync("250 taken");
                case "QUIT":
                    await WriteAsync("221 bye");
                    return false;
                default:
                    return await WriteAsync("250 fine");
            }
        }

        private async Task<string> TextAsync()
        {
            var lines = new StringBuilder();
            while (await ReadAsync() is { } line and not ".")
                lines.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            return lines.ToString();
        }

        private async Task<string?> ReadAsync()
        {
            var line = new List<byte>();
            var one = new byte[1];
            while (await stream.ReadAsync(one, server.ending.Token) == 1)
            {
                if (one[0] == '\n')
                    return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
                line.Add(one[0]);
            }
            return null;
        }

        private async Task<bool> WriteAsync(string answer)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer + "\r\n"), server.ending.Token);
            return true;
        }

        private static string Between(string line) =>
            line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
    }
}

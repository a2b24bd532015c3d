using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;

namespace Knowledge.Api.Hosting;

/// <summary>Why the server cannot listen, and with which exit code it ends.</summary>
internal sealed record ListeningFailure(string Line, int ExitCode);

/// <summary>
/// Listens for a moment on the addresses that are configured, as the server will: reading the content of a large knowledge base
/// takes long, and a port that is taken or a certificate that is missing should be known at once.
/// </summary>
internal static class ListeningTrial
{
    /// <returns>Null when the server can listen.</returns>
    public static async Task<ListeningFailure?> RunAsync(string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.ListenByDefault();
        await using var trial = builder.Build();
        // Whoever posts in that moment is to come again: "not found" would be an answer, and an alert lost.
        trial.Run(static http =>
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        });
        try
        {
            await trial.StartAsync();
        }
        catch (Exception e) when (Describe(e) is { } failure)
        {
            return failure;
        }
        // A signal that came now was meant for the server.
        if (trial.Lifetime.ApplicationStopping.IsCancellationRequested)
            return new("stopped while starting", Exit.Fine);
        await trial.StopAsync();
        return null;
    }

    /// <returns>Null for an exception that has nothing to do with listening.</returns>
    public static ListeningFailure? Describe(Exception exception) =>
        exception switch
        {
            IOException { InnerException: AddressInUseException } => new(
                $"{Sentence(exception)}; stop what listens there (ss -ltnp shows it), or choose another "
                    + $"port with --urls http://localhost:PORT",
                Exit.CannotListen
            ),
            IOException or SocketException when Socket(exception) is { SocketErrorCode: SocketError.AccessDenied } => new(
                "not permitted to listen on the address of --urls; choose a port of 1024 or above",
                Exit.CannotListen
            ),
            IOException or SocketException when Socket(exception) is { } socket => new(
                $"cannot listen on the address of --urls: {Sentence(socket)}; choose an address of this machine",
                Exit.CannotListen
            ),
            InvalidOperationException when exception.Message.Contains("HTTPS", StringComparison.Ordinal) => new(
                "HTTPS is asked for, but there is no certificate; name one with Kestrel__Certificates__Default__Path and "
                    + "Kestrel__Certificates__Default__KeyPath, or listen on http behind a proxy that has one",
                Exit.WrongUse
            ),
            CryptographicException or IOException => new($"the certificate cannot be read: {Sentence(exception)}", Exit.WrongUse),
            FormatException or InvalidOperationException or ArgumentException => new(
                $"the address to listen on makes no sense: {Sentence(exception)}; give one such as --urls {ListeningAddresses.Default}",
                Exit.WrongUse
            ),
            _ => null,
        };

    private static SocketException? Socket(Exception? exception) =>
        exception is null or SocketException ? exception as SocketException : Socket(exception.InnerException);

    private static string Sentence(Exception exception) => exception.Message.Split('\n', 2)[0].Trim().TrimEnd('.');
}

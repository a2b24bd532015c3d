using Knowledge.Api.Options;
using Knowledge.Api.Store;
using Knowledge.Indexer.Embeddings.Encoder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Knowledge.Api.Hosting;

/// <summary>
/// Starts the server and ends it in order. All that can be known to be wrong is looked at before content is read, and is one line
/// and an exit code.
/// </summary>
internal static class ServerStart
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <param name="settings">Each as <c>--key=value</c>.</param>
    public static async Task<int> RunAsync(string[] settings, Func<WebApplicationBuilder, WebApplication> build)
    {
        // Before anything else is opened: without descriptors the runtime itself ends, and says something else.
        if (ConnectionLimit.Shortage() is { } shortage)
            return Failed(shortage, Exit.TooFewFiles);
        WebApplicationBuilder builder;
        try
        {
            builder = WebApplication.CreateBuilder(settings);
        }
        catch (InvalidDataException e)
        {
            return Failed($"{FirstLine(e.Message)} {FirstLine(e.GetBaseException().Message)}", Exit.WrongUse);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed($"the configuration cannot be read: {FirstLine(e.Message)}", Exit.WrongUse);
        }
        if (Mistake(builder.Configuration) is { } error)
            return Failed(error, Exit.WrongUse);

        LogFormat.Use(builder);
        IHostApplicationLifetime? lifetime = null;
        // What ends a start is said here in one line; the host would log it again with its trace.
        builder.Logging.AddFilter(
            HostCategory,
            level =>
                level == LogLevel.Critical
                || (level >= LogLevel.Information && lifetime?.ApplicationStarted.IsCancellationRequested == true)
        );
        var app = build(builder);
        lifetime = app.Lifetime;
        try
        {
            if (IsKestrel(app) && await ListeningTrial.RunAsync(settings) is { } failure)
                return Failed(failure.Line, failure.ExitCode);
            await app.RunAsync();
            return Exit.Fine;
        }
        catch (OperationCanceledException) when (IsStoppedWhileStarting(lifetime))
        {
            return Failed("stopped while starting", Exit.Fine);
        }
        catch (EncoderException e)
        {
            return Failed(e.Message, Exit.WrongUse);
        }
        catch (StoreException e)
        {
            return Failed(e.Message, Exit.StoreRefused);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException && ListeningTrial.Describe(e) is { } failure)
        {
            // Somebody took the address while the content was read.
            return Failed(failure.Line, failure.ExitCode);
        }
    }

    /// <summary>What is wrong with the settings as one line, or null.</summary>
    public static string? Mistake(IConfiguration configuration) =>
        ServerOptions.Read(configuration, out _)
        ?? LogFormat.Check(configuration)
        ?? ListeningAddresses.Check(configuration)
        ?? TrustedProxies.Read(configuration).Error
        ?? LogLevels(configuration)
            .Where(l => !Enum.TryParse<LogLevel>(l.Value, ignoreCase: true, out _))
            .Select(l => $"{l.Path} is '{l.Value}', which is no level of logs; levels are {string.Join(", ", Enum.GetNames<LogLevel>())}")
            .FirstOrDefault();

    private static IEnumerable<IConfigurationSection> LogLevels(IConfiguration configuration)
    {
        var logging = configuration.GetSection("Logging");
        return logging
            .GetChildren()
            .Select(provider => provider.GetSection("LogLevel"))
            .Append(logging.GetSection("LogLevel"))
            .SelectMany(levels => levels.GetChildren())
            .Where(level => level.Value is not null);
    }

    private static bool IsKestrel(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().GetType().Assembly == typeof(KestrelServer).Assembly;

    private static bool IsStoppedWhileStarting(IHostApplicationLifetime lifetime) =>
        lifetime.ApplicationStopping.IsCancellationRequested && !lifetime.ApplicationStarted.IsCancellationRequested;

    private static int Failed(string line, int code) => Exit.With(Console.Error, line, code);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}

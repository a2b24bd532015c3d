using System.Net;
using Knowledge.Api.Options;

namespace Knowledge.Api.Hosting;

/// <summary>Where the server will listen, and whether anyone but this machine can reach it there.</summary>
internal static class ListeningAddresses
{
    public const string Default = "http://localhost:5080";

    private static readonly string[] PortKeys = ["http_ports", "https_ports"];

    /// <summary>One line when an address is reachable from outside without sign-in or <c>--insecure</c>, else null.</summary>
    public static string? Check(IConfiguration configuration) =>
        Settings.IsInsecure(configuration) || (AccessSettings.Read(configuration, out var access) is null && access.IsOn) ? null
        : Of(configuration).FirstOrDefault(address => !IsLoopback(address)) is { } open
            ? $"refusing to listen on {open}: nobody has to sign in, so everyone who can reach it could read and change everything; "
                + "listen on localhost, choose --auth local, oidc or proxy, or add --insecure"
        : null;

    /// <summary>Listens on this machine only when nothing else is asked for.</summary>
    public static void ListenByDefault(this WebApplicationBuilder builder)
    {
        if (!Of(builder.Configuration).Any())
            builder.WebHost.UseUrls(Default);
    }

    public static IEnumerable<string> Of(IConfiguration configuration)
    {
        var urls = Split(configuration["urls"]);
        // Kestrel ignores ports when there are urls, and urls when it has endpoints of its own; all are checked, a port means every
        // address.
        var ports = PortKeys.SelectMany(key => Split(configuration[key])).Select(port => $"http://*:{port}");
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>();
        return [.. urls.Length > 0 ? urls : ports, .. endpoints];
    }

    public static bool IsLoopback(string address)
    {
        // Wildcards (*, +) are no valid host for Uri, nor for anyone who wants to stay private.
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return false;
        return uri.Host.StartsWith("unix", StringComparison.Ordinal)
            || uri.IsLoopback
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static string[] Split(string? text) =>
        text?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}

using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Knowledge.Api.Options;
using Knowledge.Indexer.Embeddings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Knowledge.Tests.Api;

/// <summary>The server as it is started, over content of its own and a store of its own.</summary>
public sealed partial class Server : WebApplicationFactory<ServerOptions>
{
    /// <summary>A name that is accepted in addition to loopback ones.</summary>
    public const string HostName = "kb.test";

    /// <summary>What the server is to prove itself with to a provider.</summary>
    public const string OidcSecret = "a secret of tests";

    private readonly string place = Directory.CreateTempSubdirectory("knowledge-api-").FullName;
    private readonly Dictionary<string, string> settings = [];
    private readonly IPAddress? caller;
    private readonly TimeProvider? time;
    private Action<IServiceCollection>? services;

    /// <summary>Serves the example knowledge base.</summary>
    public Server()
        : this(Repository("runbooks")) { }

    private Server(string content, IPAddress? caller = null, TimeProvider? time = null)
    {
        this.time = time;
        settings["content"] = content;
        settings["host"] = HostName;
        settings["data"] = Path.Combine(place, "data");
        // An encoder for each of hundreds of servers would keep the tests waiting.
        settings["embedder"] = EmbedderSettings.Table;
        this.caller = caller;
    }

    /// <summary>Serves these files.</summary>
    public static Server With(params (string Path, string Text)[] files) => From(null, files);

    /// <summary>Serves these files to somebody at an address.</summary>
    public static Server From(IPAddress? caller, params (string Path, string Text)[] files) => new(Written(files), caller);

    /// <summary>Serves these files to somebody at an address, who may be a proxy that is trusted.</summary>
    public static Server Behind(IPAddress caller, string? trusted, params (string Path, string Text)[] files)
    {
        var server = new Server(Written(files), caller);
        if (trusted is not null)
            server.settings["trusted-proxies"] = trusted;
        return server;
    }

    /// <summary>Serves these files by a clock of the test's, and by words alone: an encoder would be waited for by that clock.</summary>
    public static Server At(TimeProvider time, params (string Path, string Text)[] files) =>
        new(Written(files), time: time) { settings = { ["embedder"] = "none" } };

    /// <summary>Serves these files with more settings, each as an option or variable.</summary>
    public static Server Told(
        IReadOnlyList<(string Key, string Value)> more,
        IPAddress? caller = null,
        TimeProvider? time = null,
        Action<IServiceCollection>? services = null,
        params (string Path, string Text)[] files
    )
    {
        var server = new Server(Written(files.Length > 0 ? files : [("a.md", "# A\n\nText.\n")]), caller, time) { services = services };
        server.settings["embedder"] = "none";
        foreach (var (key, value) in more)
            server.settings[key] = value;
        return server;
    }

    private static string Written((string Path, string Text)[] files)
    {
        var content = Directory.CreateTempSubdirectory("knowledge-content-").FullName;
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(content, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        return content;
    }

    public string Content => settings["content"];

    /// <summary>Where its store lies.</summary>
    public string Data => settings["data"];

    /// <summary>What gives requests to hooks the secrets of their senders.</summary>
    public DelegatingHandler Sender() => new HookSender(settings["data"]);

    /// <summary>Sends to hooks as their senders do, with their secrets; follows no redirect.</summary>
    public HttpClient Client() => CreateDefaultClient(ClientOptions.BaseAddress, new CookieContainerHandler(), Sender());

    /// <summary>Every method of every address, with values in place of parameters.</summary>
    public IReadOnlyList<(string Method, string Path)> Endpoints() =>
        [
            .. Services
                .GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .SelectMany(e =>
                    (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                        (method, "/" + Parameter().Replace(e.RoutePattern.RawText!.TrimStart('/'), "1"))
                    )
                )
                .Distinct(),
        ];

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    public static string Repository(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../..", path));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseContentRoot(place);
        builder.ConfigureLogging(logging => logging.ClearProviders());
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        // What stands in the environment elsewhere.
        builder.ConfigureAppConfiguration(configuration =>
            configuration.AddInMemoryCollection([new("KB_HOOK_SLACK_SECRET", HookSender.SlackSecret), new("KB_OIDC_SECRET", OidcSecret)])
        );
        if (time is not null)
            builder.ConfigureTestServices(services => services.AddSingleton(time));
        if (services is not null)
            builder.ConfigureTestServices(services);
        if (caller is not null)
            builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new Caller(caller)));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            Delete(place);
    }

    // The program ends on a thread of its own, and may be writing its last file.
    private static void Delete(string directory)
    {
        for (var attempt = 1; Directory.Exists(directory); attempt++)
            try
            {
                Directory.Delete(directory, recursive: true);
            }
            catch (IOException) when (attempt < 100)
            {
                Thread.Sleep(50);
            }
    }

    private sealed class Caller(IPAddress address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (http, rest) =>
                    {
                        http.Connection.RemoteIpAddress = address;
                        return rest(http);
                    }
                );
                next(app);
            };
    }
}

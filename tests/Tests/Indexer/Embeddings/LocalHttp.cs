using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Knowledge.Tests.Indexer.Embeddings;

/// <summary>A server on loopback that answers as a test says.</summary>
internal sealed class LocalHttp : IAsyncDisposable
{
    private readonly WebApplication app;

    private LocalHttp(WebApplication app) => this.app = app;

    public string Root => app.Urls.First() + "/";

    public static async Task<LocalHttp> Start(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

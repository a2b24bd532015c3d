using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Pages;

/// <summary>A real browser before the example knowledge base.</summary>
public sealed class Browser : IAsyncLifetime
{
    private readonly Server server = new();
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        server.UseKestrel(0);
        server.StartServer();
        Address = server.ClientOptions.BaseAddress.ToString().TrimEnd('/');
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium", Args = ["--no-sandbox", $"--host-resolver-rules=MAP {Server.HostName} 127.0.0.1"] });
    }

    public async Task<IPage> Open(string path, BrowserNewContextOptions? options = null)
    {
        var context = await chromium!.NewContextAsync(options ?? new());
        context.SetDefaultTimeout(10_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Address + path);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null) await chromium.CloseAsync();
        playwright?.Dispose();
        await server.DisposeAsync();
    }
}

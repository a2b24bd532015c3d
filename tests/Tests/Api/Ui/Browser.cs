using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

/// <summary>A real browser before the example knowledge base.</summary>
public sealed class Browser : IAsyncLifetime
{
    private readonly Server server;
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public Browser()
        : this(new()) { }

    private Browser(Server server) => this.server = server;

    /// <summary>The same before another server, which ends with it.</summary>
    internal static async Task<Browser> Before(Server server)
    {
        var browser = new Browser(server);
        await browser.InitializeAsync();
        return browser;
    }

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        server.UseKestrel(0);
        server.StartServer();
        Address = server.ClientOptions.BaseAddress.ToString().TrimEnd('/');
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
                Args = ["--no-sandbox", $"--host-resolver-rules=MAP {Server.HostName} 127.0.0.1"],
            }
        );
    }

    /// <summary>
    /// What the browser complained of (content security policy, script errors) and what it asked of other hosts, since the start.
    /// </summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Faults { get; } = [];

    public async Task<IPage> Open(string path, BrowserNewContextOptions? options = null)
    {
        var context = await chromium!.NewContextAsync(options ?? new());
        // Longer than any page may take on a machine that runs other tests too; how fast pages are is measured elsewhere.
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        // That a page is not there is said on the console too; that is no fault.
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("status of 4", StringComparison.Ordinal))
                Faults.Enqueue($"{path}: {message.Text}");
        };
        page.Dialog += (_, dialog) =>
        {
            Faults.Enqueue($"{path} opens {dialog.Type}: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.PageError += (_, error) => Faults.Enqueue($"{path}: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                Faults.Enqueue($"{path} asks {request.Url}");
        };
        await page.GotoAsync(Address + path);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
            await chromium.CloseAsync();
        playwright?.Dispose();
        await server.DisposeAsync();
    }
}

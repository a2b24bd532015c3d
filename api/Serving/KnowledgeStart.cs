using Knowledge.Indexer.Serving;

namespace Knowledge.Api.Serving;

/// <summary>Starts the knowledge base before the first request is taken.</summary>
internal sealed class KnowledgeStart(LiveKnowledge live, LiveAlerts alerts) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await live.StartAsync(cancellationToken);
        alerts.Start();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Reads what git knows beside everything else.</summary>
internal sealed class HistoryReading(LiveHistory history) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Run(() => history.RunAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}

/// <summary>Runs the imports that the server was told to.</summary>
internal sealed class ImportRunning(LiveImports imports) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await imports.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}

/// <summary>Tells others of alerts.</summary>
internal sealed class NotificationSending(LiveNotifications notifications) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await notifications.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}

internal static class KnowledgeRegistration
{
    public static void AddKnowledge(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => ServerOptions.Read(services.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton(services => services.GetRequiredService<ServerOptions>().Serving);
        builder.Services.AddSingleton<LiveKnowledge>();
        builder.Services.AddSingleton<LiveHistory>();
        builder.Services.AddSingleton<LiveImports>();
        builder.Services.AddSingleton<LiveAlerts>();
        builder.Services.AddSingleton<LiveNotifications>();
        builder.Services.AddSingleton<Hooks.HookRates>();
        builder.Services.AddHostedService<KnowledgeStart>();
        builder.Services.AddHostedService<HistoryReading>();
        builder.Services.AddHostedService<ImportRunning>();
        builder.Services.AddHostedService<NotificationSending>();
    }
}

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

/// <summary>Work that goes on beside the requests until the server stops; the host knows that being cancelled then is no failure.</summary>
internal sealed class BesideRequests(Func<CancellationToken, Task> work) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => work(stoppingToken), stoppingToken);
}

internal static class KnowledgeRegistration
{
    public static void AddKnowledge(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => ServerOptions.Read(services.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton(services => services.GetRequiredService<ServerOptions>().Serving);
        builder.Services.AddSingleton<BackgroundLoops>();
        builder.Services.AddSingleton<LiveKnowledge>();
        builder.Services.AddSingleton<LiveHistory>();
        builder.Services.AddSingleton<LiveImports>();
        builder.Services.AddSingleton<LiveAlerts>();
        builder.Services.AddSingleton<LiveNotifications>();
        builder.Services.AddSingleton<LivePostmortems>();
        builder.Services.AddSingleton<Hooks.HookRates>();
        builder.Services.AddHostedService<KnowledgeStart>();
        builder.Services.AddSingleton<IHostedService>(services => new BesideRequests(services.GetRequiredService<LiveHistory>().RunAsync));
        builder.Services.AddSingleton<IHostedService>(services => new BesideRequests(services.GetRequiredService<LiveImports>().RunAsync));
        builder.Services.AddSingleton<IHostedService>(services => new BesideRequests(
            services.GetRequiredService<LiveNotifications>().RunAsync
        ));
    }
}

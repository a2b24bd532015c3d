using System.Diagnostics.Metrics;
using Knowledge.Api.Access;
using Knowledge.Api.Alerts;
using Knowledge.Api.Background;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Notifications;
using Knowledge.Api.Options;
using Knowledge.Api.Stored;
using Knowledge.Indexer.Visibility;

namespace Knowledge.Api;

/// <summary>
/// Starts the knowledge base before the first request is taken, and the work beside the requests after it; ends that work when the
/// last request is done.
/// </summary>
internal sealed class KnowledgeStart(LiveKnowledge live, IEnumerable<IBackgroundWork> work, BackgroundLoops loops) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await live.StartAsync(cancellationToken);
        foreach (var one in work)
            one.Start();
    }

    public Task StopAsync(CancellationToken cancellationToken) => loops.StopAsync();
}

internal static class KnowledgeRegistration
{
    public static void AddKnowledge(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => ServerOptions.Read(services.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton(services => services.GetRequiredService<ServerOptions>().Serving);
        builder.Services.AddSingleton<BackgroundLoops>(services =>
            new(services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<BackgroundLoops>>())
        );
        builder.Services.AddSingleton<TimeBudget>(services =>
            new(TimeBudget.Default, services.GetRequiredService<IMeterFactory>(), services.GetRequiredService<ILogger<TimeBudget>>())
        );
        builder.Services.AddSingleton<LiveKnowledge>();
        builder.AddVisibleKnowledge();
        builder.Services.AddSingleton<GapAnswers>();
        builder.Services.AddSingleton<StoredDeletion>();
        builder.Services.AddSingleton<HookSecrets>();
        builder.Services.AddSingleton<SenderRateLimit>();
        builder.Services.AddSingleton<SnsClient>(services =>
            new(
                GuardedHttp.Create(services.GetRequiredService<ServingOptions>().NotifyAllowedHosts),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<SnsClient>>()
            )
        );
        builder.Services.AddBackgroundWork<LiveAlerts>();
        builder.Services.AddBackgroundWork<LiveHistory>();
        builder.Services.AddBackgroundWork<LiveImports>();
        builder.Services.AddBackgroundWork<LiveArchives>();
        builder.Services.AddBackgroundWork<ArchiveBuilds>();
        builder.Services.AddBackgroundWork<LiveNotifications>();
        builder.Services.AddBackgroundWork<DebtRecorder>();
        builder.Services.AddBackgroundWork<RetentionLoop>();
        builder.Services.AddBackgroundWork<ScheduledBackups>();
        builder.Services.AddBackgroundWork<StoreLook>();
        builder.Services.AddHostedService<KnowledgeStart>();
    }

    // What requests are answered from: each sees what its caller may.
    private static void AddVisibleKnowledge(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<Viewer>(services =>
            services.GetRequiredService<IHttpContextAccessor>().HttpContext is { } http
                ? Caller.Of(http).ToViewer()
                : services.GetRequiredService<ServingOptions>().Everybody
        );
        builder.Services.AddScoped<VisibleKnowledge>();
        builder.Services.AddScoped<VisibleArchives>(services =>
            new(
                services.GetRequiredService<LiveArchives>(),
                services.GetRequiredService<ServingOptions>().Visible,
                services.GetRequiredService<Viewer>()
            )
        );
        builder.Services.AddScoped<LivePostmortems>();
    }

    private static void AddBackgroundWork<T>(this IServiceCollection services)
        where T : class, IBackgroundWork
    {
        services.AddSingleton<T>();
        services.AddSingleton<IBackgroundWork>(s => s.GetRequiredService<T>());
    }
}

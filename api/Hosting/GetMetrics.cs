using Knowledge.Api.Live;

namespace Knowledge.Api.Hosting;

/// <summary><c>GET /metrics</c>.</summary>
internal static class GetMetrics
{
    public static void MapMetrics(this RouteGroupBuilder operations) => operations.MapMethods("/metrics", ["GET", "HEAD"], Handle);

    private static IResult Handle(MetricCollector collector) =>
        Results.Text(PrometheusText.Write(collector.Collect()), PrometheusText.ContentType);

    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MetricCollector>();
        builder.Services.AddSingleton(services =>
        {
            // The listener first: it would miss what was counted before it.
            services.GetRequiredService<MetricCollector>();
            return ActivatorUtilities.CreateInstance<KnowledgeMetrics>(services);
        });
    }

    public static void UseHttpMetrics(this WebApplication app)
    {
        // Now, not at the first request: what is counted while the sources are read would be lost.
        var metrics = app.Services.GetRequiredService<KnowledgeMetrics>();
        app.Use(
            async (http, next) =>
            {
                await next(http);
                metrics.RequestCompleted(http.Response.StatusCode);
            }
        );
    }
}

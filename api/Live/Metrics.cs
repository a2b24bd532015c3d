using System.Diagnostics.Metrics;

namespace Knowledge.Api.Live;

/// <summary>The meter under which the indexer publishes.</summary>
internal static class Metrics
{
    public static Meter Meter { get; } = new("Knowledge");
}

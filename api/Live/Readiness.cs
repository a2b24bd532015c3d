namespace Knowledge.Api.Live;

/// <param name="Canary">Whether a known query found the document it must find.</param>
/// <param name="FreeDiskBytes">Null when it cannot be told.</param>
public sealed record Readiness(
    bool IsReady,
    bool Canary,
    int Documents,
    int Expected,
    DateTimeOffset? LastIngest,
    long? FreeDiskBytes,
    IReadOnlyList<string> Degraded
);

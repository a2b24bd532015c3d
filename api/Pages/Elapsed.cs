namespace Knowledge.Api.Pages;

/// <summary>How long something took or has been going on, in words short enough to be read at a glance.</summary>
internal static class Elapsed
{
    public static string Of(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalHours: < 1 } => $"{time.Minutes} min",
        { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes} min",
        _ => $"{(int)time.TotalDays} d {time.Hours} h",
    };
}

using Knowledge.Api.Options;

namespace Knowledge.Api.Hosting;

/// <summary>How the log is written: for people, or as JSON, one line an event, for what collects logs.</summary>
internal static class LogFormat
{
    private const string Text = "text";
    private const string Json = "json";

    /// <returns>What is wrong with the setting, as one line; null for nothing.</returns>
    public static string? Check(IConfiguration configuration) =>
        Settings.Log.Of(configuration) is not { } given || given is Text or Json ? null : $"--log '{given}' takes {Text} or {Json}";

    public static void Use(WebApplicationBuilder builder)
    {
        if (Settings.Log.Of(builder.Configuration) == Json)
            // No scopes: they hold the address of the request, and with it what was asked.
            builder.Logging.AddJsonConsole(options =>
            {
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                options.IncludeScopes = false;
            });
    }
}

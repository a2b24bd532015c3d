using System.Globalization;
using System.Text.Json;
using Knowledge.Api.Store;

namespace Knowledge.Api.Assistant;

/// <summary>Counts the tokens of a day (UTC) and refuses beyond the budget, also after a restart.</summary>
/// <remarks>A file of a line beside the store: what cannot be read counts as spent, so that nothing is spent twice.</remarks>
internal sealed partial class TokenBudget(string directory, long daily, TimeProvider time, ILogger logger)
{
    public const string FileName = "assistant-tokens.json";

    private readonly Lock counting = new();
    private Spent? spent;

    private sealed record Spent(string Day, long Tokens);

    /// <summary>Tokens that are left today.</summary>
    public long Left
    {
        get
        {
            lock (counting)
                return Math.Max(0, daily - Today().Tokens);
        }
    }

    /// <summary>Takes tokens out of the budget before a request is sent; false when there are not so many left.</summary>
    public bool TryTake(long tokens)
    {
        lock (counting)
        {
            var today = Today();
            if (today.Tokens + tokens > daily)
                return false;
            return Keep(today with { Tokens = today.Tokens + tokens });
        }
    }

    /// <summary>Puts right what was taken, when the service said how many there were.</summary>
    public void Settle(long taken, long used)
    {
        lock (counting)
        {
            var today = Today();
            Keep(today with { Tokens = Math.Max(0, today.Tokens - taken + Math.Max(0, used)) });
        }
    }

    private string Place => Path.Combine(directory, FileName);

    private Spent Today()
    {
        var day = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        spent ??= Read(day);
        return spent.Day == day ? spent : spent = new(day, 0);
    }

    private Spent Read(string day)
    {
        try
        {
            return !File.Exists(Place) ? new(day, 0)
                : JsonSerializer.Deserialize<Spent>(File.ReadAllText(Place)) is { Day: not null, Tokens: >= 0 } kept ? kept
                : throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(e, Place);
            return new(day, daily);
        }
    }

    // What cannot be written down is not spent.
    private bool Keep(Spent now)
    {
        try
        {
            DataFiles.MakeDirectory(directory);
            DataFiles.WriteAllText(Place + ".new", JsonSerializer.Serialize(now));
            File.Move(Place + ".new", Place, overwrite: true);
            spent = now;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(e, Place);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{File} cannot be read, so today's tokens count as spent; delete it to begin anew")]
    private partial void LogUnreadable(Exception e, string file);

    [LoggerMessage(LogLevel.Warning, "{File} cannot be written, so no language model is asked")]
    private partial void LogUnwritten(Exception e, string file);
}

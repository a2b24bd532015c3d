using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Knowledge.Api.Search;

/// <summary>
/// Pasted texts by what they hash to, so that a search for one has an address: for a day, in memory, the newest thousand. Nothing
/// depends on it: who has no text for a key asks for it again.
/// </summary>
internal sealed class PastedTexts(TimeProvider time)
{
    public const int MaxTexts = 1_000;
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);
    private const int KeyCharacters = 20;

    private readonly ConcurrentDictionary<string, (string Text, DateTimeOffset Until)> texts = new(StringComparer.Ordinal);

    /// <returns>What it is found by.</returns>
    public string Keep(string text)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..KeyCharacters];
        if (texts.Count >= MaxTexts && !texts.ContainsKey(key))
            MakeRoom();
        texts[key] = (text, time.GetUtcNow() + KeptFor);
        return key;
    }

    /// <summary>Null when it is not kept any more, or never was.</summary>
    public string? Find(string key) => texts.TryGetValue(key, out var kept) && kept.Until > time.GetUtcNow() ? kept.Text : null;

    private void MakeRoom()
    {
        // Copied in one go: sorted as it stands, what others take out meanwhile leaves empty entries.
        foreach (var (key, _) in texts.ToArray().OrderBy(t => t.Value.Until).Take(Math.Max(1, MaxTexts / 10)))
            texts.TryRemove(key, out _);
    }
}

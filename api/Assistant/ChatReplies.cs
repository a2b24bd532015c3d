using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Cache;
using Knowledge.Api.Options;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Polly;
using Polly.CircuitBreaker;

namespace Knowledge.Api.Assistant;

/// <summary>
/// Asks the language model: within the day's tokens, never twice the same, and not at all for a while when it fails again and again.
/// </summary>
/// <param name="kernel">Has the model, and what it may be told of the knowledge base.</param>
internal sealed class ChatReplies(ChatSettings settings, Kernel kernel, CacheFile cache, TokenBudget budget, TimeProvider time)
{
    /// <summary>Characters of a token, at the least: what is estimated is rather too much.</summary>
    private const int CharactersPerToken = 3;

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> asking = [];
    private readonly ResiliencePipeline breaker = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(
            new CircuitBreakerStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<ChatException>(),
                FailureRatio = 0.5,
                MinimumThroughput = 4,
                SamplingDuration = TimeSpan.FromMinutes(1),
                BreakDuration = TimeSpan.FromSeconds(30),
            }
        )
        .Build();

    /// <summary>The whole reply to these messages.</summary>
    /// <param name="mayBeKept">Whether the same messages may be answered from what was kept, and the reply be kept.</param>
    /// <exception cref="ChatException">There is none; the message says why.</exception>
    public async Task<string> AskAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellation, bool mayBeKept = true)
    {
        var key = KeyOf(messages);
        // Who goes away leaves the request to others who wait for the same, and to the cache.
        return await asking.GetOrAdd(key, k => new(() => AskOnceAsync(k, messages, mayBeKept))).Value.WaitAsync(cancellation);
    }

    private async Task<string> AskOnceAsync(string key, IReadOnlyList<ChatMessage> messages, bool mayBeKept)
    {
        await Task.Yield();
        try
        {
            if (mayBeKept && cache.Find(CacheKind.Replies, key) is { } kept)
                return kept;
            var reply =
                await breaker.ExecuteAsync(async _ => await SendAsync(messages), CancellationToken.None)
                ?? throw new ChatException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the {settings.DailyTokens:N0} tokens of this day are spent; nothing else needs them"
                    )
                );
            if (mayBeKept)
                cache.Keep(CacheKind.Replies, [KeyValuePair.Create(key, reply)]);
            return reply;
        }
        catch (BrokenCircuitException e)
        {
            throw new ChatException($"{settings.Name} failed again and again and is left alone for half a minute", e);
        }
        finally
        {
            asking.TryRemove(key, out _);
        }
    }

    /// <returns>Null when the day's tokens do not suffice: that is no fault of the service.</returns>
    private async Task<string?> SendAsync(IReadOnlyList<ChatMessage> messages)
    {
        var estimate = messages.Sum(m => m.Text.Length) / CharactersPerToken + ChatEndpoint.MaxOutputTokens;
        if (!budget.TryTake(estimate))
            return null;
        var response = await kernel.GetRequiredService<IChatClient>().GetResponseAsync(messages);
        if (response.Usage?.TotalTokenCount is { } used)
            budget.Settle(estimate, used);
        return response.Text;
    }

    private string KeyOf(IReadOnlyList<ChatMessage> messages)
    {
        var text = string.Join('\0', [settings.Name, settings.Model ?? "", .. messages.Select(m => $"{m.Role.Value}\0{m.Text}")]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

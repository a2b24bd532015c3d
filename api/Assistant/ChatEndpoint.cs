using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;
using Knowledge.Api.Options;
using Knowledge.Indexer.Http;
using Knowledge.Indexer.Tools;
using Microsoft.Extensions.AI;

namespace Knowledge.Api.Assistant;

/// <summary>
/// A language model behind any service that speaks the chat API of OpenAI (https://platform.openai.com/docs/api-reference/chat): asked
/// as a stream, within limits of time and size, without redirects.
/// </summary>
/// <remarks>
/// All that leaves the server for a model passes <see cref="Outgoing"/>. What a model wants to call is never called: no tool is sent.
/// </remarks>
internal sealed class ChatEndpoint(ChatSettings settings, HttpClient http, TimeProvider time) : IChatClient
{
    public const int MaxAnswerBytes = 1 << 20;
    public const int MaxOutputTokens = 600;

    public static readonly TimeSpan FirstByteWithin = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan AllWithin = TimeSpan.FromSeconds(8);

    public static HttpClient CreateClient() => OutgoingHttp.Create(AllWithin + TimeSpan.FromSeconds(2), MaxAnswerBytes);

    /// <summary>A text as it leaves: secrets are replaced by their kind, and nothing invisible goes along.</summary>
    public static string Outgoing(string text) => QuotedContent.Clean(text);

    /// <exception cref="ChatException">It does not answer in time, not whole, or not as it should.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var (text, usage) = (new StringBuilder(), (UsageDetails?)null);
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            text.Append(update.Text);
            usage = update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details ?? usage;
        }
        return new(new ChatMessage(ChatRole.Assistant, text.ToString())) { Usage = usage, FinishReason = ChatFinishReason.Stop };
    }

    /// <summary>The text as it comes; ends without an exception only when the model said that it is done.</summary>
    /// <exception cref="ChatException">It does not answer in time, not whole, or not as it should.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var all = new CancellationTokenSource(AllWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(all.Token, cancellationToken);
        using var request = RequestFor(messages);
        // A length that is known lets simple servers read it.
        await request.Content!.LoadIntoBufferAsync(cancellationToken);
        using var response = await FirstByte(request, either.Token, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new ChatException($"{settings.Name} answered {(int)response.StatusCode}");
        using var reader = new ChatStream(
            response.Content.Headers.ContentType?.MediaType,
            await Guarded(() => response.Content.ReadAsStreamAsync(either.Token), cancellationToken),
            settings.Name
        );
        while (await Guarded(() => reader.NextAsync(either.Token).AsTask(), cancellationToken) is { } update)
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", settings.Address, settings.Model)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    // The connection belongs to whoever made it.
    public void Dispose() { }

    private HttpRequestMessage RequestFor(IEnumerable<ChatMessage> messages)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, settings.Address)
        {
            Content = JsonContent.Create(
                new Request(
                    settings.Model,
                    [.. messages.Select(m => new Message(m.Role.Value, Outgoing(m.Text)))],
                    Temperature: 0,
                    MaxOutputTokens,
                    Stream: true,
                    new(IncludeUsage: true)
                )
            ),
        };
        if (settings.Key is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            // Azure wants it under another name.
            request.Headers.TryAddWithoutValidation("api-key", key);
        }
        return request;
    }

    private async Task<HttpResponseMessage> FirstByte(HttpRequestMessage request, CancellationToken all, CancellationToken caller)
    {
        using var first = new CancellationTokenSource(FirstByteWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(first.Token, all);
        return await Guarded(() => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token), caller);
    }

    private async Task<T> Guarded<T>(Func<Task<T>> work, CancellationToken caller)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException e) when (!caller.IsCancellationRequested)
        {
            throw new ChatException($"{settings.Name} did not answer in time", e);
        }
        catch (HttpRequestException e)
        {
            throw new ChatException($"{settings.Name} cannot be reached ({e.HttpRequestError})", e);
        }
        catch (IOException e) when (e is not ChatException)
        {
            throw new ChatException($"{settings.Name} broke off its answer", e);
        }
    }

    private sealed record Request(
        [property: JsonPropertyName("model"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model,
        [property: JsonPropertyName("messages")] IReadOnlyList<Message> Messages,
        [property: JsonPropertyName("temperature")] double Temperature,
        [property: JsonPropertyName("max_tokens")] int MaxTokens,
        [property: JsonPropertyName("stream")] bool Stream,
        [property: JsonPropertyName("stream_options")] StreamOptions StreamOptions
    );

    private sealed record Message([property: JsonPropertyName("role")] string Role, [property: JsonPropertyName("content")] string Content);

    private sealed record StreamOptions([property: JsonPropertyName("include_usage")] bool IncludeUsage);
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Knowledge.Indexer.Embeddings.Vectors;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Knowledge.Indexer.Embeddings.Endpoint;

/// <summary>Vectors from any service that speaks the embeddings API of OpenAI: Ollama, vLLM, Text Embeddings Inference, Azure.</summary>
/// <remarks>
/// https://platform.openai.com/docs/api-reference/embeddings. What it answers is accepted only when it is one finite vector of one
/// length per text.
/// </remarks>
/// <param name="key">Sent with every request, and never part of a message.</param>
/// <param name="prefix">What is put before each text.</param>
/// <param name="withRetries">Whether what fails is tried again: nobody waits for it.</param>
internal sealed class EndpointGenerator(
    HttpClient http,
    Uri address,
    string? model,
    string? key,
    string prefix,
    EndpointResilience resilience,
    bool withRetries
) : IEmbeddingGenerator<string, Embedding<float>>
{
    public const int MaxResponseBytes = 64 << 20;
    private const int MaxDimensions = 1 << 14;

    private int dimensions;

    /// <summary>Whom messages speak of: the address without what may be secret in it.</summary>
    private string Name => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <exception cref="EndpointException">It does not answer, refuses, or answers with what are no vectors of the texts.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        string[] texts = [.. values.Select(text => prefix + text)];
        if (texts.Length == 0)
            return [];
        try
        {
            var vectors = await (withRetries ? resilience.Passages : resilience.Queries).ExecuteAsync(
                async token => await AskAsync(texts, token),
                cancellationToken
            );
            return new(vectors.Select(vector => new Embedding<float>(vector) { ModelId = model }));
        }
        catch (TimeoutRejectedException e)
        {
            throw new EndpointException($"{Name} did not answer in time", isTransient: true, e);
        }
        catch (BrokenCircuitException e)
        {
            throw new EndpointException($"{Name} failed again and again and is left alone for a while", isTransient: true, e);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata)
            ? new EmbeddingGeneratorMetadata("openai", address, model, dimensions == 0 ? null : dimensions)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    // The connection belongs to whoever made it.
    public void Dispose() { }

    private async Task<float[][]> AskAsync(string[] texts, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = JsonContent.Create(new Request(texts, model, "float")),
            };
            // A length that is known lets simple servers read it.
            await request.Content.LoadIntoBufferAsync(cancellation);
            if (key is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                // Azure wants it under another name.
                request.Headers.TryAddWithoutValidation("api-key", key);
            }
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!response.IsSuccessStatusCode)
                throw new EndpointException(
                    $"{Name} answered {(int)response.StatusCode}",
                    response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
                        || (int)response.StatusCode >= 500
                );
            await response.Content.LoadIntoBufferAsync(MaxResponseBytes, cancellation);
            return Read(await response.Content.ReadAsByteArrayAsync(cancellation), texts.Length);
        }
        catch (HttpRequestException e)
        {
            throw new EndpointException($"{Name} cannot be reached: {e.Message}", isTransient: true, e);
        }
    }

    private float[][] Read(byte[] answer, int count)
    {
        var vectors = new float[count][];
        try
        {
            using var document = JsonDocument.Parse(answer);
            var position = 0;
            foreach (var item in document.RootElement.GetProperty("data").EnumerateArray())
            {
                var index = item.TryGetProperty("index", out var given) ? given.GetInt32() : position;
                if (index < 0 || index >= count || vectors[index] is not null)
                    throw InvalidResponse("its vectors are not one for each text");
                vectors[index] = Vector(item.GetProperty("embedding"));
                position++;
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw InvalidResponse("it is no list of vectors", e);
        }
        if (vectors.Any(v => v is null))
            throw InvalidResponse("its vectors are not one for each text");
        return vectors;
    }

    private float[] Vector(JsonElement numbers)
    {
        var length = numbers.GetArrayLength();
        var expected = Interlocked.CompareExchange(ref dimensions, length, 0) is not 0 and var known ? known : length;
        if (length != expected || length is 0 or > MaxDimensions)
            throw InvalidResponse($"a vector has {length} numbers{(length != expected ? $", others {expected}" : "")}");
        var vector = new float[length];
        var at = 0;
        foreach (var number in numbers.EnumerateArray())
            vector[at++] = (float)number.GetDouble();
        return VectorRows.Magnitude(vector) > 0 ? vector : throw InvalidResponse("a vector has no direction");
    }

    // Tried again it would say the same.
    private EndpointException InvalidResponse(string why, Exception? inner = null) =>
        new($"the answer of {Name} cannot be used: {why}", isTransient: false, inner);

    private sealed record Request(
        [property: JsonPropertyName("input")] string[] Input,
        [property: JsonPropertyName("model"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model,
        [property: JsonPropertyName("encoding_format")] string EncodingFormat
    );
}

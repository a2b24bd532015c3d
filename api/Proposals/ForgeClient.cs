using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Knowledge.Api.Options;
using Knowledge.Indexer.Http;

namespace Knowledge.Api.Proposals;

/// <summary>
/// Speaks to the interface of a forge: one request after the other, each within limits of time and size, without redirects.
/// </summary>
internal sealed class ForgeClient(HttpClient http, ForgeSettings settings)
{
    private const int MaxAnswerBytes = 4 << 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static HttpClient CreateClient() => OutgoingHttp.Create(Timeout, MaxAnswerBytes);

    /// <summary>The root of the interface, with a slash at its end.</summary>
    private Uri Root =>
        settings.Kind switch
        {
            ForgeKind.GitHub when settings.Site.Host == "github.com" => new("https://api.github.com/"),
            ForgeKind.GitHub => new(settings.Site, "/api/v3/"),
            ForgeKind.GitLab => new(settings.Site, "/api/v4/"),
            _ => new(settings.Site, "/api/v1/"),
        };

    public Task<JsonObject> GetAsync(string path, CancellationToken cancellation) => SendAsync(HttpMethod.Get, path, null, cancellation);

    /// <returns>What is answered.</returns>
    /// <exception cref="ForgeException">It does not answer, refuses, or answers something else.</exception>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        var text = await SendTextAsync(method, path, body, cancellation);
        try
        {
            return JsonNode.Parse(text, documentOptions: new() { MaxDepth = 32 }) as JsonObject
                ?? throw new ForgeException($"{settings.Site.Host} answered something else than was asked for");
        }
        catch (JsonException e)
        {
            throw new ForgeException($"{settings.Site.Host} answered something else than was asked for", e);
        }
    }

    public async Task<string> SendTextAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(Root, path));
        Authenticate(request);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            if (!answer.IsSuccessStatusCode)
                throw new ForgeException(Refusal(answer.StatusCode));
            return await answer.Content.ReadAsStringAsync(cancellation);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ForgeException($"{settings.Site.Host} did not answer in time", e);
        }
        catch (HttpRequestException e)
        {
            throw new ForgeException($"{settings.Site.Host} cannot be reached ({e.HttpRequestError})", e);
        }
    }

    /// <summary>A text of an answer.</summary>
    /// <exception cref="ForgeException">It is not there.</exception>
    public string TextOf(JsonObject answer, params string[] path)
    {
        JsonNode? at = answer;
        foreach (var name in path)
            at = (at as JsonObject)?[name];
        return at is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : throw new ForgeException($"{settings.Site.Host} answered something else than was asked for");
    }

    /// <summary>The address of a page at the forge.</summary>
    /// <exception cref="ForgeException">It is none.</exception>
    public Uri AddressOf(JsonObject answer, string name) =>
        Uri.TryCreate(TextOf(answer, name), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ForgeException($"{settings.Site.Host} answered something else than was asked for");

    private string Refusal(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                $"{settings.Site.Host} does not take the token ({(int)status}); it may have ended, or may not write to "
                    + settings.Repository,
            HttpStatusCode.NotFound =>
                $"{settings.Site.Host} has no such repository, branch or file in {settings.Repository} (404), or the token may not see it",
            HttpStatusCode.TooManyRequests => $"{settings.Site.Host} takes no more requests just now (429); try again later",
            _ => $"{settings.Site.Host} refused it ({(int)status})",
        };

    private void Authenticate(HttpRequestMessage request)
    {
        switch (settings.Kind)
        {
            case ForgeKind.GitHub:
                request.Headers.Authorization = new("Bearer", settings.Token);
                request.Headers.Accept.ParseAdd("application/vnd.github+json");
                break;
            case ForgeKind.GitLab:
                request.Headers.Add("PRIVATE-TOKEN", settings.Token);
                break;
            default:
                request.Headers.Authorization = new("token", settings.Token);
                break;
        }
    }
}

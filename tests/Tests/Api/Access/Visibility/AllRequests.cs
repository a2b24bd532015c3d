using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access.Visibility;

/// <summary>Requests for all that a server answers without changing anything, made with what somebody knows of a page.</summary>
internal static partial class AllRequests
{
    /// <summary>One request: how it is sent, and all that it says.</summary>
    public sealed record Asked(string Method, string Address, string? Json = null)
    {
        public string Says => Uri.UnescapeDataString(Address) + Json;

        public HttpRequestMessage Message()
        {
            var message = new HttpRequestMessage(new(Method), Address);
            if (Json is not null)
                message.Content = new StringContent(Json, Encoding.UTF8, "application/json");
            message.Headers.Accept.ParseAdd("application/json, text/event-stream, */*");
            return message;
        }
    }

    /// <summary>What is known of a page, in place of parameters by their names.</summary>
    /// <param name="Other">For any other parameter.</param>
    public sealed record Known(
        string Id,
        string Title,
        string Words,
        string Service,
        string Team,
        string Alarm,
        string Slug,
        string File,
        string Source,
        string AlertId,
        string Other
    )
    {
        public string Of(string parameter) =>
            parameter switch
            {
                "id" or "documentId" or "a" or "b" => Id,
                "alert" => AlertId,
                "alertname" => Alarm,
                "slug" or "postmortem" or "discarded" => Slug,
                "q" or "query" or "searched" or "text" or "words" => Words,
                "service" => Service,
                "team" or "owner" => Team,
                "title" => Title,
                "source" => Source,
                "path" => File,
                "number" or "limit" or "page" or "drafts" or "archivePage" or "from" or "to" => "1",
                "offset" => "0",
                "preview" or "explain" or "replay" => "1",
                _ => Other,
            };
    }

    /// <summary>Every GET of the server: plain, with each of its parameters, and with each address that a page may have.</summary>
    public static IReadOnlyList<Asked> Gets(Server server, IReadOnlyList<Known> pages)
    {
        var all = new List<Asked>();
        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == false)
                continue;
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            var query = (endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
                .Where(p => p.ParameterType == typeof(string) && endpoint.RoutePattern.GetParameter(p.Name!) is null)
                .Select(p => p.Name!)
                .ToList();
            foreach (var page in pages)
            {
                var paths = Filled(pattern, page).ToList();
                all.AddRange(paths.Select(p => new Asked("GET", p)));
                all.AddRange(query.Select(name => new Asked("GET", $"{paths[0]}?{name}={Uri.EscapeDataString(page.Of(name))}")));
            }
        }
        return [.. all.Distinct()];
    }

    // An id may be that of a page, of an alert, or a slug.
    private static IEnumerable<string> Filled(string pattern, Known page) =>
        new[] { page, page with { Id = page.Slug }, page with { Id = page.AlertId }, page with { Id = page.Id + ".md" } }
            .Select(p => Parameter().Replace(pattern, m => Escaped(p.Of(m.Groups["name"].Value))))
            .Distinct();

    private static string Escaped(string text) => string.Join('/', text.Split('/').Select(Uri.EscapeDataString));

    /// <summary>What is asked by POST and changes nothing.</summary>
    public static IEnumerable<Asked> Posts(Known page)
    {
        yield return new("POST", "/api/search", Json(new { q = page.Words }));
        yield return new("POST", "/api/search", Json(new { q = $"Dashboards are empty\nwhat is {page.Words}" }));
        yield return new("POST", "/api/actions/similar", Json(new { text = $"Watch the disk of {page.Service}", except = page.Id }));
        yield return new("POST", "/api/touch", Json(new { paths = new[] { "src/common.sh" }, repository = "shared" }));
        yield return new(
            "POST",
            "/api/match",
            Json(new { alerts = new[] { new { status = "firing", labels = new { alertname = page.Alarm, service = page.Service } } } })
        );
        foreach (
            var (tool, arguments) in new (string, object)[]
            {
                ("search", new { query = page.Words }),
                ("show", new { id = page.Id }),
                ("match_alert", new { name = page.Alarm }),
                ("list_services", new { }),
                ("recent_incidents", new { service = page.Service }),
                ("recent_incidents", new { }),
                ("similar_postmortems", new { id = page.Id }),
                ("check_paths", new { paths = new[] { "src/common.sh" }, repository = "shared" }),
                ("unanswered_searches", new { }),
            }
        )
            yield return new("POST", "/mcp", Rpc("tools/call", new { name = tool, arguments }));
        yield return new("POST", "/mcp", Rpc("resources/list", new { }));
        yield return new("POST", "/mcp", Rpc("resources/read", new { uri = $"kb://docs/{page.Id}" }));
    }

    private static string Rpc(string method, object parameters) =>
        Json(
            new
            {
                jsonrpc = "2.0",
                id = 1,
                method,
                @params = parameters,
            }
        );

    private static string Json(object value) => JsonSerializer.Serialize(value);

    [GeneratedRegex(@"\{\**(?<name>[A-Za-z]+)[^}]*\}")]
    private static partial Regex Parameter();
}

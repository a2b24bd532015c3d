using System.Net;
using System.Text.RegularExpressions;
using Knowledge.Api.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access;

/// <summary>Who may use which address: the table of docs/security.md, what the groups say, and what happens (A-14).</summary>
[Trait("Reliability", "A-14")]
public sealed partial class EndpointRoleTests
{
    [GeneratedRegex(@"^\| `(?<method>[A-Z]+) (?<path>/[^`]*)` \| (?<role>[a-z]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static SortedDictionary<string, string> Documented() =>
        new(
            Row()
                .Matches(Repository.Text("docs/security.md"))
                .ToDictionary(m => $"{m.Groups["method"].Value} {m.Groups["path"].Value}", m => m.Groups["role"].Value),
            StringComparer.Ordinal
        );

    // Takes the place of the rows that are there.
    private static void Write(SortedDictionary<string, string> mapped)
    {
        var path = Path.Combine(Repository.Root, "docs", "security.md");
        var lines = File.ReadAllLines(path).ToList();
        var first = lines.FindIndex(l => Row().IsMatch(l));
        lines.RemoveAll(l => Row().IsMatch(l));
        lines.InsertRange(first, mapped.Select(m => $"| `{m.Key}` | {m.Value} |"));
        File.WriteAllText(path, string.Join('\n', lines) + '\n');
    }

    private static SortedDictionary<string, string> Mapped(Server server)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            if (method != "HEAD")
                found[$"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"] = RequiredRole.Of(endpoint).Role.NameOf();
        return found;
    }

    [Fact]
    public void Every_endpoint_stands_in_the_table_with_its_role()
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        _ = server.Services;

        var mapped = Mapped(server);
        if (Environment.GetEnvironmentVariable("KB_UPDATE_SNAPSHOTS") == "1")
            Write(mapped);
        var documented = Documented();

        Assert.True(mapped.Count > 80, $"{mapped.Count} endpoints");
        Assert.Equal(
            string.Join('\n', mapped.Select(m => $"| `{m.Key}` | {m.Value} |")),
            string.Join('\n', documented.Select(d => $"| `{d.Key}` | {d.Value} |"))
        );
    }

    [Fact]
    public void An_endpoint_of_which_nobody_said_who_may_use_it_is_for_administrators() =>
        Assert.Equal(Role.Admin, RequiredRole.Of(new Microsoft.AspNetCore.Http.Endpoint(null, null, null)).Role);

    [Fact]
    public async Task Each_role_may_use_what_it_may_and_nothing_else()
    {
        using var server = Visitor.Local();
        using var anybody = server.Browser();
        await anybody.GetAsync("/", TestContext.Current.CancellationToken);
        var roles = server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e =>
                (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                    (Method: method, Path: "/" + Parameter().Replace(e.RoutePattern.RawText!.TrimStart('/'), "1"), RequiredRole.Of(e).Role)
                )
            )
            // Secrets of their own, which are tested with them; and a limit of tries that counts for all of these.
            .Where(e => !e.Path.StartsWith("/hooks", StringComparison.Ordinal) && e is not ("POST", _, Role.Anyone))
            .ToList();
        Assert.True(roles.Count > 80, $"{roles.Count} endpoints");

        foreach (var (method, path, needed) in roles)
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = role == Role.Anyone ? server.Browser() : server.As(role, $"{role}");
            using var request = new HttpRequestMessage(new(method), path);
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(
                Visitor.IsRefusal(answer) == role < needed,
                $"{role} {method} {path} (needs {needed}) was answered {(int)answer.StatusCode} {answer.Headers.Location}"
            );
            Assert.True((int)answer.StatusCode < 500, $"{role} {method} {path} was answered {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Only_administrators_forget_what_others_said()
    {
        using var server = Visitor.Local();
        foreach (var (role, status) in new[] { (Role.Author, HttpStatusCode.Forbidden), (Role.Admin, HttpStatusCode.OK) })
        {
            using var client = server.As(role, $"{role}");
            using var json = new StringContent(
                """{"query":"disk full","documentId":"a","forget":true}""",
                System.Text.Encoding.UTF8,
                "application/json"
            );
            using var answer = await client.PostAsync("/api/feedback", json, TestContext.Current.CancellationToken);
            Assert.Equal(status, answer.StatusCode);
            using var form = await client.PostAsync(
                "/feedback",
                Visitor.Form(("q", "disk full"), ("forget", "a")),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(role == Role.Admin, form.StatusCode == HttpStatusCode.Redirect);
        }
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}

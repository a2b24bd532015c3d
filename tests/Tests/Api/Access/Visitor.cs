using System.Net;
using Dapper;
using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access;

/// <summary>What tests of access share: servers with sign-in, people who are signed in, commands of an operator.</summary>
internal static class Visitor
{
    public static Server Local(params (string Key, string Value)[] more) => Server.Told([("auth", "local"), .. more]);

    /// <summary>A browser that follows no redirect and keeps cookies.</summary>
    public static HttpClient Browser(this Server server, string root = "http://localhost/") =>
        server.CreateDefaultClient(new Uri(root), new CookieContainerHandler());

    /// <summary>Does something with its store from outside.</summary>
    public static void Execute(this Server server, string sql)
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(server.Data, "knowledge.db")};Pooling=False");
        store.Execute(sql);
    }

    /// <summary>A browser of somebody who is signed in.</summary>
    public static HttpClient As(this Server server, Role role, string name = "ada", IReadOnlyList<string>? groups = null)
    {
        var client = server.CreateDefaultClient(new Uri("http://localhost/"));
        client.DefaultRequestHeaders.Add("Cookie", $"kb-session={server.Session(role, name, groups).Number}");
        return client;
    }

    public static (string Number, Session Session) Session(
        this Server server,
        Role role,
        string name = "ada",
        IReadOnlyList<string>? groups = null
    )
    {
        var caller = server.Services.GetRequiredService<People>().Enter($"test:{name}", name, role, groups ?? []);
        return server.Services.GetRequiredService<Sessions>().Begin(caller.Subject, caller.Actor, role, caller.Groups, "192.0.2.1", "test");
    }

    /// <summary>Runs a command of an operator.</summary>
    public static async Task<(int Code, string Output, string Error)> Operator(string data, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(
            [.. arguments, "--data", data],
            _ => throw new InvalidOperationException("a command serves nothing"),
            output,
            error
        );
        return (code, output.ToString().TrimEnd('\n'), error.ToString());
    }

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    /// <summary>Whether an answer says that one may not, or not yet.</summary>
    public static bool IsRefusal(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        || (
            answer.StatusCode == HttpStatusCode.Redirect
            && answer.Headers.Location!.OriginalString.StartsWith("/sign-in?", StringComparison.Ordinal)
        );
}

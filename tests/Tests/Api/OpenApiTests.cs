using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Knowledge.Tests.Api;

/// <summary>The description of the API, which others make clients from.</summary>
public sealed class OpenApiTests(Server server) : IClassFixture<Server>
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_description_is_as_it_was()
    {
        using var client = server.Client();
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!;
        document["info"]!["version"] = "VERSION";
        Snapshot.Match(document.ToJsonString(Readable), "openapi.json");
    }
}

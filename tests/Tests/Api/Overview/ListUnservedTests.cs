using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Knowledge.Tests.Api.Overview;

public sealed class ListUnservedTests(Server server) : IClassFixture<Server>
{
    [Fact]
    public async Task Api_and_status_page_name_what_is_not_served()
    {
        using var client = server.Client();
        var unserved = await client.GetFromJsonAsync<JsonElement>("/api/unserved?limit=5", TestContext.Current.CancellationToken);
        var page = await client.GetStringAsync("/status", TestContext.Current.CancellationToken);
        Assert.Contains($"Files that are not served ({unserved.GetProperty("total").GetInt32()})", page, StringComparison.Ordinal);
        Assert.InRange(unserved.GetProperty("files").GetArrayLength(), 0, 5);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("offset=-1")]
    public async Task A_wrong_parameter_is_told(string query)
    {
        using var client = server.Client();
        using var response = await client.GetAsync($"/api/unserved?{query}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}

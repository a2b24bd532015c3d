using System.Net;
using Knowledge.Api.Live;

namespace Knowledge.Tests.Api.Documents;

/// <summary>No page gets another address when a further source is added, and every address it had leads to it.</summary>
public sealed class SourceAddressTests : IDisposable
{
    private readonly Fixture a = new Fixture()
        .With("disk.md", "# Disk full\n\nThe charts show no data.\n")
        .With("both.md", "# Both of a\n\nText of a.\n")
        .With("b/inner.html", "<h1>Inner</h1><p>Text.</p>")
        .With("rules.yaml", "groups:\n- name: g\n  rules:\n  - alert: Full\n    expr: up == 0\n");

    private readonly Fixture b = new Fixture()
        .With("network.md", "# Network slow\n\nPackets are lost.\n")
        .With("both.md", "# Both of b\n\nText of b.\n")
        .With("inner.md", "# Another inner\n\nText.\n");

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
    }

    private static readonly string[] AddressesOfA = ["disk", "both", "b/inner", "alerts/full"];

    private static async Task<(HttpStatusCode Status, string? Location, string Text)> Get(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (
            answer.StatusCode,
            answer.Headers.Location?.OriginalString,
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
    }

    private static Server Serving(params (string Name, Fixture Content)[] sources)
    {
        var server = Server.Told([]);
        for (var i = 0; i < sources.Length; i++)
            server.Setting(i == 0 ? "content" : $"content:{i}", $"{sources[i].Name}={sources[i].Content.Directory}");
        return server;
    }

    [Fact]
    public async Task A_second_source_changes_no_address_of_the_first()
    {
        string[] before;
        using (var alone = Serving(("a", a)))
        using (var client = alone.Client())
            before = await Titles(client, AddressesOfA);
        Assert.Contains("Disk full", before[0], StringComparison.Ordinal);
        using var server = Serving(("a", a), ("b", b));
        using var both = server.Client();
        Assert.Equal(before, await Titles(both, AddressesOfA));
        Assert.Equal(HttpStatusCode.OK, (await Get(both, "/docs/b/network")).Status);
        Assert.Contains("Both of b", (await Get(both, "/docs/b/both")).Text, StringComparison.Ordinal);

        static async Task<string[]> Titles(HttpClient client, string[] ids)
        {
            var titles = new List<string>();
            foreach (var id in ids)
            {
                var (status, _, text) = await Get(client, $"/docs/{id}");
                Assert.Equal((id, HttpStatusCode.OK), (id, status));
                titles.Add(text[text.IndexOf("<h1", StringComparison.Ordinal)..text.IndexOf("</h1>", StringComparison.Ordinal)]);
            }
            return [.. titles];
        }
    }

    [Fact]
    public async Task An_address_from_another_order_of_the_sources_leads_to_the_page()
    {
        // b came in front of a: what a's pages had alone leads to them, unless b has a page there.
        using (var turned = Serving(("b", b), ("a", a)))
        using (var client = turned.Client())
        {
            Assert.Equal((HttpStatusCode.Redirect, "/docs/a/disk"), Head(await Get(client, "/docs/disk")));
            Assert.Equal((HttpStatusCode.Redirect, "/docs/a/disk.md"), Head(await Get(client, "/docs/disk.md")));
            Assert.Equal((HttpStatusCode.Redirect, "/api/documents/a/disk"), Head(await Get(client, "/api/documents/disk")));
            Assert.Equal((HttpStatusCode.Redirect, "/docs/network"), Head(await Get(client, "/docs/b/network")));
            Assert.Contains("Both of b", (await Get(client, "/docs/both")).Text, StringComparison.Ordinal);
        }

        // Where all sources had their names in front, as they once did, or b is gone again.
        using var server = Serving(("a", a));
        using var alone = server.Client();
        Assert.Equal((HttpStatusCode.Redirect, "/docs/disk?q=1"), Head(await Get(alone, "/docs/a/disk?q=1")));
        Assert.Equal(HttpStatusCode.NotFound, (await Get(alone, "/docs/b/network")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(alone, "/docs/a/nothing")).Status);
        // The name of another source is no way to a page of this one.
        Assert.Equal(HttpStatusCode.NotFound, (await Get(alone, "/docs/b/disk")).Status);

        static (HttpStatusCode, string?) Head((HttpStatusCode Status, string? Location, string) answer) => (answer.Status, answer.Location);
    }

    [Fact]
    public void A_second_source_leaves_the_data_where_it_is()
    {
        var alone = ServingOptions.DefaultDataDirectory([new("a", a.Directory)]);
        Assert.Equal(alone, ServingOptions.DefaultDataDirectory([new("a", a.Directory), new("b", b.Directory)]));
        Assert.NotEqual(alone, ServingOptions.DefaultDataDirectory([new("b", b.Directory)]));
        try
        {
            // Put in front, the second one finds what the first one has.
            Directory.CreateDirectory(alone);
            Assert.Equal(alone, ServingOptions.DefaultDataDirectory([new("b", b.Directory), new("a", a.Directory)]));
        }
        finally
        {
            Directory.Delete(alone);
        }
    }
}

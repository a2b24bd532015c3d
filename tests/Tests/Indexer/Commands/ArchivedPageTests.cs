using System.Text.Json;
using Knowledge.Tests.Indexer.Archive;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Knowledge.Tests.Indexer.Commands;

/// <summary>Archives beside content, in <c>kb search</c>, <c>kb show</c> and <c>kb mcp</c>.</summary>
public sealed class ArchivedPageTests : IDisposable
{
    private readonly ArchiveFixture archive = new();
    private readonly Fixture content = new Fixture()
        .With("disk.md", "# Disk full\n\nThe charts show no data.\n")
        .With("tickets/ops-2.md", "# Relay, as we serve it\n\nThe relay is well.\n");

    public ArchivedPageTests() =>
        archive.Build(
            ArchiveFixture.Page("OPS-1", "Relay down", "The relay was restarted.\n\nThen mails came.", "2026-01-05"),
            ArchiveFixture.Page("ops-2", "Relay slow", "The relay \u001b[31mhad no memory.", "2026-03-01")
        );

    public void Dispose()
    {
        content.Dispose();
        archive.Dispose();
    }

    private string[] Both => ["--content", content.Directory, "--archive", $"tickets={archive.Out}"];

    [Theory]
    [InlineData("/archive/tickets/OPS-1")]
    [InlineData("/archive/TICKETS/OPS-1#s1")]
    [InlineData("https://kb.example/archive/tickets/OPS-1#s1")]
    [InlineData("tickets/OPS-1#1")]
    [InlineData("tickets/OPS-1")]
    public async Task A_page_is_shown_by_its_address_and_as_a_hit_names_it(string named)
    {
        var (exit, text, error) = await Kb.Run(["show", named, .. Both]);
        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith("Relay down\n2026-01-05\nhttps://tickets.example/OPS-1\n", text, StringComparison.Ordinal);
        Assert.Contains("Then mails came.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_served_comes_first_where_a_page_of_an_archive_is_not_meant()
    {
        Assert.StartsWith("Relay, as we serve it", (await Kb.Run(["show", "tickets/ops-2", .. Both])).Output, StringComparison.Ordinal);
        var archived = await Kb.Run(["show", "/archive/tickets/ops-2", .. Both]);
        Assert.StartsWith("Relay slow", archived.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', archived.Output);
        using var json = JsonDocument.Parse((await Kb.Run(["show", "tickets/ops-2#0", "-o", "json", .. Both])).Output);
        Assert.Equal("Relay slow", json.RootElement.GetProperty("title").GetString());
    }

    [Fact]
    public async Task What_is_not_there_is_said_with_what_to_give()
    {
        var (exit, output, error) = await Kb.Run(["show", "/archive/tickets/OPS-9", .. Both]);
        Assert.Equal((4, ""), (exit, output));
        Assert.Contains("no document '/archive/tickets/OPS-9'", error, StringComparison.Ordinal);
        var without = await Kb.Run("show", "/archive/tickets/OPS-1", "--content", content.Directory);
        Assert.Equal(4, without.ExitCode);
        Assert.Contains("--archive NAME=DIR", without.Error, StringComparison.Ordinal);
        foreach (var command in new[] { "show", "search", "mcp" })
        {
            string[] asked = command == "mcp" ? [command] : [command, "x"];
            var wrong = await Kb.Run([.. asked, "--content", content.Directory, "--archive", "nowhere"]);
            Assert.Equal(2, wrong.ExitCode);
            Assert.Equal("kb: there is no directory 'nowhere'", wrong.Error.TrimEnd());
        }
    }

    [Fact]
    public async Task An_assistant_finds_and_reads_archived_pages()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var program = Repository.Program("Knowledge.Indexer", "kb.dll");
        var transport = new StdioClientTransport(
            new StdioClientTransportOptions { Command = "dotnet", Arguments = ["exec", program, "mcp", .. Both] }
        );
        await using var client = await McpClient.CreateAsync(transport, cancellationToken: cancellation);

        var both = await Call("search", ("query", "relay restarted"));
        Assert.Contains("From the archive, old and maybe out of date: 2", both, StringComparison.Ordinal);
        Assert.Contains("- id: tickets/OPS-1#0, url: /archive/tickets/OPS-1#s0, date: 2026-01-05", both, StringComparison.Ordinal);
        Assert.Contains("- id: tickets/ops-2, kind:", both, StringComparison.Ordinal);
        var alone = await Call("search", ("query", "relay AND memory"), ("syntax", "lucene"), ("scope", "archive"));
        Assert.Contains("out of date: 1", alone, StringComparison.Ordinal);
        Assert.DoesNotContain("confidence", alone, StringComparison.Ordinal);
        Assert.DoesNotContain("archive, old", await Call("search", ("query", "relay"), ("scope", "knowledge")), StringComparison.Ordinal);

        var page = await Call("show", ("id", "tickets/OPS-1#0"));
        Assert.StartsWith("From the archive, old and maybe out of date.\narchive: tickets\n", page, StringComparison.Ordinal);
        Assert.Contains("\n> Then mails came.\n", page + "\n", StringComparison.Ordinal);
        Assert.Equal(page, await Call("show", ("id", "/archive/tickets/OPS-1#s1")));
        Assert.DoesNotContain("archive:", await Call("show", ("id", "tickets/ops-2")), StringComparison.Ordinal);

        async Task<string> Call(string tool, params (string Name, object Value)[] arguments)
        {
            var answer = await client.CallToolAsync(
                tool,
                arguments.ToDictionary(a => a.Name, a => (object?)a.Value),
                cancellationToken: cancellation
            );
            var text = Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text;
            Assert.False(answer.IsError ?? false, text);
            return text;
        }
    }
}

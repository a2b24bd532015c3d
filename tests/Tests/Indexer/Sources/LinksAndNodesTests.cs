using System.Net.Sockets;
using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Sources;

[Trait("Reliability", "A-09")]
public sealed class LinksAndNodesTests : IDisposable
{
    private const string Secret = "# Secret\n\nforbidden\n";
    private readonly ContentDirectory content = new();

    public LinksAndNodesTests() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege here, and there are no pipes in directories.");

    public void Dispose() => content.Dispose();

    private string SecretFile(string name = "secret.md")
    {
        var path = Path.Combine(content.Outside, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Secret);
        return path;
    }

    private void Link(string name, string target)
    {
        var path = Path.Combine(content.Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
    }

    private void AssertNotFollowed(string link)
    {
        var knowledge = content.Serve();
        Assert.Contains(
            "not followed",
            ContentDirectory.Finding(knowledge, FindingCodes.NotAPlainFile, link).Message,
            StringComparison.Ordinal
        );
        Assert.Null(ContentDirectory.Find(knowledge, "forbidden"));
        Assert.DoesNotContain(knowledge.Documents, d => d.Path == link);
    }

    [Fact]
    public void A_link_out_of_the_directory_is_not_followed()
    {
        Link("out.md", SecretFile());
        AssertNotFollowed("out.md");
    }

    [Fact]
    public void A_relative_link_out_of_the_directory_is_not_followed()
    {
        SecretFile();
        Link("sub/out.md", "../../secret.md");
        AssertNotFollowed("sub/out.md");
    }

    [Fact]
    public void A_link_to_a_directory_whose_name_begins_with_ours_is_not_followed()
    {
        SecretFile("content-evil/secret.md");
        Link("out.md", content.Root + "-evil/secret.md");
        AssertNotFollowed("out.md");
    }

    [Fact]
    public void A_linked_directory_outside_is_not_followed()
    {
        SecretFile("elsewhere/secret.md");
        Link("out", Path.Combine(content.Outside, "elsewhere"));
        AssertNotFollowed("out");
    }

    [Fact]
    public void A_link_through_a_linked_directory_inside_to_the_outside_is_not_followed()
    {
        SecretFile("elsewhere/secret.md");
        Link("inner", Path.Combine(content.Outside, "elsewhere"));
        Link("out.md", "inner/secret.md");
        AssertNotFollowed("out.md");
    }

    [Fact]
    public void A_chain_of_links_that_ends_outside_is_not_followed()
    {
        SecretFile();
        Link("b.md", "../secret.md");
        Link("a.md", "b.md");
        AssertNotFollowed("a.md");
    }

    [Fact]
    public void A_dangling_link_is_named()
    {
        Link("gone.md", "nowhere.md");
        AssertNotFollowed("gone.md");
    }

    [Fact]
    public void Links_in_a_circle_are_named()
    {
        Link("a.md", "b.md");
        Link("b.md", "a.md");
        Link("self.md", "self.md");
        AssertNotFollowed("a.md");
        AssertNotFollowed("b.md");
        AssertNotFollowed("self.md");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_directory_linked_into_itself_is_read_once()
    {
        content.Write("sub/page.md", "# Page\n\nbrimstone\n");
        Link("sub/again", ".");
        Link("sub/up", "..");
        Link("sub/root", content.Root);

        var knowledge = await Task.Run(content.Serve, TestContext.Current.CancellationToken);

        Assert.Equal(["sub/page", "witness"], knowledge.Documents.Select(d => d.Id.Value));
    }

    [Fact]
    public void A_link_to_a_file_inside_is_read()
    {
        content.Write("real/page.txt", "# Page\n\nbrimstone\n");
        Link("page.md", "real/page.txt");

        var knowledge = content.Serve();

        Assert.Equal("page", ContentDirectory.Find(knowledge, "brimstone"));
        Assert.Empty(knowledge.Findings);
    }

    [Fact]
    public void A_mounted_config_map_is_read()
    {
        content.Write("..2026_11_24/page.md", "# Page\n\nbrimstone\n");
        Link("..data", "..2026_11_24");
        Link("page.md", "..data/page.md");

        Assert.Equal("page", ContentDirectory.Find(content.Serve(), "brimstone"));
    }

    [Fact]
    public void Content_that_is_reached_through_links_is_read()
    {
        // current -> alias/content, alias -> where it is: what a path becomes is itself a path with a link in it.
        Directory.CreateSymbolicLink(Path.Combine(content.Outside, "alias"), content.Outside);
        Directory.CreateSymbolicLink(Path.Combine(content.Outside, "current"), Path.Combine(content.Outside, "alias", "content"));
        Link("linked.md", ContentDirectory.Witness);

        var reading = Knowledge.Indexer.Sources.DirectoryReader.Read(
            new("s", Path.Combine(content.Outside, "current")),
            cancellation: TestContext.Current.CancellationToken
        );

        Assert.Empty(reading.Findings);
        Assert.Equal(["linked.md", "witness.md"], reading.Files.Where(f => f.NotADocument is null).Select(f => f.Path));
    }

    [Fact(Timeout = 120_000)]
    public async Task Pipes_sockets_and_devices_are_not_opened()
    {
        content.Shell("mkfifo pipe.md; mkfifo catalog-info.yaml; mkfifo CODEOWNERS; ln -s pipe.md linked.md");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(content.Root, "socket.md")));

        var knowledge = await Task.Run(content.Serve, TestContext.Current.CancellationToken);

        foreach (var file in new[] { "pipe.md", "catalog-info.yaml", "CODEOWNERS", "linked.md", "socket.md" })
            ContentDirectory.Finding(knowledge, FindingCodes.NotAPlainFile, file);
        Assert.Single(knowledge.Documents);
    }

    [Fact(Timeout = 120_000)]
    public async Task Device_nodes_are_not_opened()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root makes device nodes.");
        content.Shell("mknod zero.md c 1 5 && mknod full.md c 1 7");

        var knowledge = await Task.Run(content.Serve, TestContext.Current.CancellationToken);

        ContentDirectory.Finding(knowledge, FindingCodes.NotAPlainFile, "zero.md");
        ContentDirectory.Finding(knowledge, FindingCodes.NotAPlainFile, "full.md");
    }

    [Fact]
    public async Task A_file_exchanged_for_a_link_while_it_is_read_gives_nothing_away()
    {
        SecretFile();
        content.Write("swap.md", "# Swap\n\nbrimstone\n");
        Link(".link", "../secret.md");
        using var stop = new CancellationTokenSource();
        var swapping = Task.Run(
            () =>
            {
                var (page, link) = (Path.Combine(content.Root, "swap.md"), Path.Combine(content.Root, ".link"));
                var spare = Path.Combine(content.Root, ".spare");
                for (; !stop.IsCancellationRequested; )
                {
                    File.Move(page, spare, overwrite: true);
                    File.Move(link, page, overwrite: true);
                    File.Move(page, link, overwrite: true);
                    File.Move(spare, page, overwrite: true);
                }
            },
            TestContext.Current.CancellationToken
        );

        try
        {
            for (var reads = 0; reads < 100; reads++)
                Assert.Null(ContentDirectory.Find(content.Serve(), "forbidden"));
        }
        finally
        {
            await stop.CancelAsync();
            await swapping;
        }
    }
}

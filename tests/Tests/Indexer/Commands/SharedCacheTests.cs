namespace Knowledge.Tests.Indexer.Commands;

public sealed class SharedCacheTests : IDisposable
{
    private readonly Fixture files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Two_that_embed_at_once_share_the_cache()
    {
        for (var page = 0; page < 150; page++)
            files.With($"content/page-{page}.md", $"# Page {page}\n\nThe disk of host {page} is full and nothing is written.\n");
        var cache = Path.Combine(files.Directory, "cache");
        string[] search = ["search", "no space left", "--content", Path.Combine(files.Directory, "content"), "--cache", cache];

        var both = await Task.WhenAll(Kb.Run([.. search, "--wait"]), Kb.Run([.. search, "--wait"]));
        Assert.All(both, ran => Assert.Equal((0, 1), (ran.ExitCode, ran.Error.Trim().Split('\n').Length)));
        Assert.All(both, ran => Assert.EndsWith("passages embedded", ran.Error.Trim(), StringComparison.Ordinal));
        Assert.Equal(both[0].Output, both[1].Output);

        // All are there, and a third adds none.
        var file = Assert.Single(Directory.GetFiles(cache, "*.vectors"));
        var length = new FileInfo(file).Length;
        var third = await Kb.Run([.. search, "--wait"]);
        Assert.Equal(both[0].Output, third.Output);
        Assert.Equal(length, new FileInfo(file).Length);
    }

    [Fact]
    public async Task Where_no_cache_can_be_the_table_answers()
    {
        files.With("content/page.md", "# Page\n\nThe disk is full.\n").With("cache", "a file, and no directory");
        var place = Path.Combine(files.Directory, "cache");
        string[] search = ["search", "no space left", "--content", Path.Combine(files.Directory, "content")];

        // Who named a cache is told; who did not, lacks nothing.
        Assert.Equal(2, (await Kb.Run([.. search, "--cache", place])).ExitCode);
        var without = await Kb.RunWith([("XDG_CACHE_HOME", place)], search);
        Assert.Equal((0, ""), (without.ExitCode, without.Error));
        Assert.Contains("page", without.Output, StringComparison.Ordinal);
    }
}

using Knowledge.Content.Findings;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Importing;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Files;

/// <summary>What was a file when it was listed may be anything when it is opened; no test may wait for a writer.</summary>
[Trait("Reliability", "A-09")]
public sealed class PlainFileTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private string Made(string script, string name)
    {
        content.Shell(script);
        return Path.Combine(content.Root, name);
    }

    [Theory]
    [InlineData("mkfifo it.md", "it.md")]
    [InlineData("mkfifo there; ln -s there it.md", "it.md")]
    [InlineData("ln -s /dev/zero it.md", "it.md")]
    [InlineData("ln -s /dev/tty it.md", "it.md")]
    [InlineData("mkdir it.md", "it.md")]
    [InlineData("python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"it.md\")'", "it.md")]
    public async Task What_is_no_file_is_refused_at_once(string script, string name)
    {
        var path = Made(script, name);

        await Assert.ThrowsAnyAsync<IOException>(() =>
            Task.Run(() => PlainFile.Open(path).Dispose(), TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void A_file_and_a_link_to_it_are_read()
    {
        var path = Made("printf 'words' > file.md; ln -s file.md link.md", "file.md");

        Assert.Equal("words"u8.ToArray(), PlainFile.ReadAllBytes(path, 10));
        Assert.Equal("words"u8.ToArray(), PlainFile.ReadAllBytes(Path.Combine(content.Root, "link.md"), 5));
        Assert.Throws<IOException>(() => PlainFile.ReadAllBytes(path, 4));
        Assert.Throws<FileNotFoundException>(() => PlainFile.Open(path + "x"));
        Assert.Throws<DirectoryNotFoundException>(() => PlainFile.Open(Path.Combine(content.Root, "none", "x.md")));
    }

    [Theory]
    [InlineData("mkfifo exchanged.md")]
    [InlineData("ln -s /dev/zero exchanged.md")]
    [InlineData("mkdir exchanged.md")]
    public async Task A_file_that_is_exchanged_after_it_was_listed_holds_up_no_other(string script)
    {
        content.Shell(script);
        var root = content.Root;
        ListedEntry Listed(string name) =>
            new(Path.Combine(root, name), new FileStamp(new(2026, 1, 1), 10), IsDirectory: false, IsLink: false);

        var read = await Task.Run(() =>
                DirectoryReader.Read(
                    new("s", root),
                    null,
                    int.MaxValue,
                    _ => [Listed("exchanged.md"), Listed(ContentDirectory.Witness)],
                    TestContext.Current.CancellationToken
                )
            )
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(FindingCodes.NotAPlainFile, Assert.Single(read.Files.Single(f => f.Path == "exchanged.md").Findings).Code);
        Assert.Single(read.Files.Single(f => f.Path == ContentDirectory.Witness).Documents);
    }

    [Theory]
    [InlineData("export.xml")]
    [InlineData("export.zip")]
    [InlineData("export.csv")]
    public async Task An_import_does_not_wait_for_a_pipe(string name)
    {
        var path = Made($"mkfifo {name}", name);

        var refused = await Assert.ThrowsAsync<ImportException>(() =>
            Task.Run(() => ImportText.Open(path)).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)
        );

        Assert.Contains("pipe", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_names_of_a_file_are_one_file_and_another_in_its_place_is_not()
    {
        var path = Made("echo one > a; ln a b; echo one > c", "a");

        Assert.Equal(FileStatus.Of(path)!.Value.Identity, FileStatus.Of(Path.Combine(content.Root, "b"))!.Value.Identity);
        Assert.NotEqual(FileStatus.Of(path)!.Value.Identity, FileStatus.Of(Path.Combine(content.Root, "c"))!.Value.Identity);
        using var open = PlainFile.Open(path);
        Assert.Equal(FileStatus.Of(path), FileStatus.Of(open.SafeFileHandle));
        Assert.Null(FileStatus.Of(path + "x"));
    }
}

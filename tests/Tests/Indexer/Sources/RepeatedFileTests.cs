using Knowledge.Content.Findings;
using Knowledge.Indexer;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Sources;

/// <summary>A reading that names a file twice, whatever made it so, breaks nothing that follows.</summary>
public sealed class RepeatedFileTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private SourceSnapshot Read(SourceSnapshot? before, string failing, int after)
    {
        IEnumerable<ListedEntry> Entries(string directory)
        {
            var entries = new DirectoryInfo(directory).EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal).ToList();
            for (var i = 0; i < entries.Count; i++)
            {
                if (i == after && Path.GetFileName(directory) == failing)
                    throw new IOException("Input/output error");
                var file = entries[i] as FileInfo;
                yield return new(
                    entries[i].FullName,
                    file is null ? default : new(file.LastWriteTimeUtc, file.Length),
                    file is null,
                    IsLink: false
                );
            }
        }
        return DirectoryReader.Read(new("s", content.Root), before, int.MaxValue, Entries, TestContext.Current.CancellationToken);
    }

    /// <summary>Unknown is not gone: what a listing did not come to is served as it was, and nothing of it twice.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_listing_that_fails_halfway_keeps_what_was_read_before(int after)
    {
        foreach (var name in new[] { "d/a.md", "d/b.md", "d/c/deep.md", "e.md" })
            content.Write(name, $"# {name}\n\nbrimstone\n");
        var before = Read(null, "none", 0);
        File.Delete(Path.Combine(content.Root, "e.md"));
        content.Write("d/a.md", "# Changed\n\nsulphur\n");

        var failed = Read(before, after < 3 ? "d" : "none", after);

        string[] expected = ["d/a.md", "d/b.md", "d/c/deep.md", "witness.md"];
        Assert.Equal(expected, failed.Files.Select(f => f.Path));
        Assert.Equal(after < 3 ? ["d"] : [], failed.Unlisted);
        Assert.Equal(after >= 3, failed.Files[0].Documents[0].Title == "Changed");
        Assert.Equal(after < 3, failed.Findings.Any(f => f.Code == FindingCodes.Unreadable));

        var next = Read(failed, "none", 0);
        Assert.Equal(expected, next.Files.Select(f => f.Path));
        Assert.Equal("Changed", next.Files[0].Documents[0].Title);
    }

    [Fact]
    public void A_root_whose_listing_fails_halfway_is_missing_and_served_as_before()
    {
        content.Write("z.md", "# Z\n\nbrimstone\n");
        var before = Read(null, "none", 0);

        var failed = Read(before, Path.GetFileName(content.Root), 1);

        Assert.True(failed.IsMissing);
        Assert.Equal(before.Files, failed.Files);
    }

    [Fact]
    public void Why_a_directory_cannot_be_listed_is_told_without_names_of_types()
    {
        content.Write("below/a.md", "# A\n\nbrimstone\n");

        var finding = Assert.Single(Read(null, "below", 0).Findings);

        Assert.StartsWith("The directory cannot be listed (input/output error);", finding.Message, StringComparison.Ordinal);
    }

    private SourceSnapshot Twice()
    {
        content.Write("a.md", "# A\n\nbrimstone\n");
        content.Write("b.md", "# B\n\nsulphur\n");
        var once = content.Read();
        return once with { Files = [.. once.Files, .. once.Files] };
    }

    [Fact]
    public void The_next_reading_has_it_once()
    {
        var next = content.Read(Twice());

        Assert.Equal(["a.md", "b.md", "witness.md"], next.Files.Select(f => f.Path));
    }

    [Fact]
    public void It_is_served_once()
    {
        var knowledge = KnowledgeBase.Build([Twice()]);

        Assert.Equal(["a", "b", "witness"], knowledge.Documents.Select(d => d.Id.Value));
        Assert.DoesNotContain(knowledge.Findings, f => f.Code == FindingCodes.IdClash);
        Assert.Equal(3, Assert.Single(knowledge.Snapshots).Files.Count);
        Assert.Equal("b", ContentDirectory.Find(knowledge, "sulphur"));
    }

    [Fact]
    public void A_source_that_was_read_twice_is_served_once()
    {
        var reading = Twice();

        Assert.Equal(3, KnowledgeBase.Build([reading, reading]).Documents.Count);
    }
}

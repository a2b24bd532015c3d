using Knowledge.Content.Findings;
using Knowledge.Indexer;

namespace Knowledge.Tests.Indexer.Sources;

public sealed class VanishingTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    [Fact]
    public void A_directory_that_is_gone_is_named_and_what_was_read_of_it_stays()
    {
        var before = content.Read();
        Directory.Delete(content.Root, recursive: true);

        var after = content.Read(before);
        Directory.CreateDirectory(content.Root);

        Assert.True(after.IsMissing);
        ContentDirectory.AssertServed(KnowledgeBase.Build([after]));
        Assert.Contains(after.Findings, f => f.Code == FindingCodes.SourceMissing);
    }

    [Fact]
    public async Task Files_and_directories_that_come_and_go_while_they_are_read_do_no_harm()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var churn = Task.Run(
            () =>
            {
                for (var round = 0; !stop.IsCancellationRequested; round++)
                {
                    for (var i = 0; i < 40; i++)
                        content.Write($"churn{round % 3}/deep/{i}.md", "# Page\n\nbrimstone\n");
                    Directory.Delete(Path.Combine(content.Root, $"churn{round % 3}"), recursive: true);
                }
            },
            TestContext.Current.CancellationToken
        );

        var reading = content.Read();
        var seen = 0;
        for (var reads = 0; !stop.IsCancellationRequested; reads++)
        {
            reading = content.Read(reading);
            seen = Math.Max(seen, reading.Files.Count);
            ContentDirectory.AssertServed(KnowledgeBase.Build([reading]));
        }

        await churn;
        Assert.True(seen > 1);
        Assert.Equal([ContentDirectory.Witness], content.Read(reading).Files.Select(f => f.Path));
    }

    [Fact]
    public void A_file_that_changed_into_a_directory_and_back_is_followed()
    {
        var path = content.Write("page.md", "# Page\n\nbrimstone\n");
        var first = content.Read();
        File.Delete(path);
        content.Write("page.md/page.md", "# Page\n\nsulphur\n");
        var second = content.Read(first);
        Directory.Delete(path, recursive: true);
        content.Write("page.md", "# Page\n\nbrimstone\n");
        var third = content.Read(second);

        Assert.Equal(["page.md/page.md", "witness.md"], second.Files.Select(f => f.Path));
        Assert.Equal("page", ContentDirectory.Find(KnowledgeBase.Build([third]), "brimstone"));
    }

    [Fact]
    public void A_file_that_is_being_written_is_served_as_it_was_and_one_that_stays_empty_is_gone()
    {
        var path = content.Write("page.md", "# Page\n\nbrimstone\n");
        content.Write("CODEOWNERS", "* @brimstone-team\n");
        var before = content.Read();

        // As an editor does that has not written yet.
        content.Write("page.md", "");
        content.Write("CODEOWNERS", "");
        var meanwhile = content.Read(before);
        Assert.Equal("page", ContentDirectory.Find(KnowledgeBase.Build([meanwhile]), "brimstone"));
        Assert.Equal(before.Files, meanwhile.Files);

        content.Write("page.md", "# Page\n\nsulphur\n");
        Assert.Equal("page", ContentDirectory.Find(KnowledgeBase.Build([content.Read(meanwhile)]), "sulphur"));

        content.Write("page.md", "");
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1));
        Assert.Null(ContentDirectory.Find(KnowledgeBase.Build([content.Read(meanwhile)]), "brimstone"));
    }
}

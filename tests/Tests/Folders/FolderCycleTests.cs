using Knowledge.Api.Options;
using Knowledge.Content.Documents;
using Knowledge.Indexer;

namespace Knowledge.Tests.Folders;

public class FolderCycleTests
{
    [Theory]
    [InlineData(typeof(Document), "Knowledge.Content")]
    [InlineData(typeof(KnowledgeBase), "Knowledge.Indexer")]
    [InlineData(typeof(ServerOptions), "Knowledge.Api")]
    public void Folders_do_not_use_each_other_in_a_circle(Type inProject, string root)
    {
        var references = FolderReferences.Of(inProject.Assembly.Location, root);
        var backward = references.Backward();

        // A root that no type has would hold no circle either.
        Assert.True(references.Count > 5, $"Only {references.Count} folders of {root} use another.");
        Assert.True(backward.Count == 0, Report(backward));
    }

    [Fact]
    public void A_circle_is_told_with_the_two_files_of_each_reference_that_closes_it()
    {
        var backward = FolderReferences.Of(typeof(FolderCycleTests).Assembly.Location, "Knowledge.Tests.Folders.Cyclic").Backward();

        Assert.Equal("First uses Second: Uses.cs uses UsedBack.cs", Report(backward));
    }

    private static string Report(
        IEnumerable<((string From, string To) Folders, IReadOnlyCollection<(string From, string To)> Files)> found
    ) =>
        string.Join(
            '\n',
            found.Select(b => $"{b.Folders.From} uses {b.Folders.To}: {string.Join(", ", b.Files.Select(f => $"{f.From} uses {f.To}"))}")
        );
}

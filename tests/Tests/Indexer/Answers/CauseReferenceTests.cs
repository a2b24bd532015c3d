using Knowledge.Indexer.Answers;

namespace Knowledge.Tests.Indexer.Answers;

public sealed class CauseReferenceTests
{
    [Theory]
    [InlineData("disk-full", "disk-full", 0)]
    [InlineData("operate/disk-full~2", "operate/disk-full", 1)]
    [InlineData("disk-full~100", "disk-full", 99)]
    public void Names_a_cause_of_a_page(string reference, string documentId, int position) =>
        Assert.Equal((documentId, position), CauseReference.Read(reference));

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("disk-full~")]
    [InlineData("disk-full~0")]
    [InlineData("disk-full~101")]
    [InlineData("disk-full~-1")]
    [InlineData("disk-full~99999999999999")]
    [InlineData("disk-full~two")]
    public void Is_none(string? reference) => Assert.Null(CauseReference.Read(reference));
}

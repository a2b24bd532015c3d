namespace Knowledge.Tests;

public sealed class SnapshotTests
{
    [Fact]
    public void Equal_texts_do_not_differ() => Assert.Null(Snapshot.Difference("a\nb\n", "a\nb\n"));

    [Theory]
    [InlineData("a\nb\nc", "a\nB\nc", "line 2:\n  a\n- b\n+ B\n  c")]
    [InlineData("a\nb", "a\nx\nb", "line 2:\n  a\n+ x\n  b")]
    [InlineData("a\na\nb", "a\nb", "line 2:\n  a\n- a\n  b")]
    [InlineData("1\n2\n3\n4\n5", "1\n2\n3\n4\nfive", "line 5:\n  2\n  3\n  4\n- 5\n+ five")]
    [InlineData("", "a", "line 1:\n- \n+ a")]
    public void A_difference_shows_the_lines_and_what_is_around_them(string expected, string actual, string difference) =>
        Assert.Equal(difference, Snapshot.Difference(expected, actual));

    [Fact]
    public void Of_a_large_difference_the_beginning_is_shown() =>
        Assert.EndsWith(
            "\n- … 60 more lines\n  end",
            Snapshot.Difference(string.Join('\n', Enumerable.Range(0, 100)) + "\nend", "end"),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_missing_file_fails_and_says_what_to_do()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("KB_UPDATE_SNAPSHOTS") == "1", "Now snapshots are written.");
        var failure = Assert.ThrowsAny<Exception>(() => Snapshot.Match("text", "absent.txt"));
        Assert.Contains("absent.snap.txt. If it should be so", failure.Message, StringComparison.Ordinal);
        Assert.Contains("KB_UPDATE_SNAPSHOTS=1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_text_fails_with_the_difference()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("KB_UPDATE_SNAPSHOTS") == "1", "Now snapshots are written.");
        Snapshot.Match("one\ntwo", "example.txt");
        Snapshot.Match("one \r\ntwo\r\n\r\n", "example.txt");
        var failure = Assert.ThrowsAny<Exception>(() => Snapshot.Match("one\nthree", "example.txt"));
        Assert.Contains("- two\n+ three", failure.Message, StringComparison.Ordinal);
    }
}

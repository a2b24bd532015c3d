using System.Globalization;
using CsCheck;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Search;

public sealed class LongPasteTests
{
    private const int Most = SearchRequest.MaxPasteCharacters;
    private static readonly string[] Parts = ["\n", "x", "error: ", "\uD83D\uDE00", "   at ", " "];

    [Fact]
    public void What_fits_stays_as_it_is()
    {
        var text = "  at the end \n\n" + new string('a', Most - 15);
        Assert.Equal(Most, text.Length);
        Assert.Same(text, LongPaste.Shortened(text));
        Assert.NotEqual(text + "b", LongPaste.Shortened(text + "b"));
    }

    [Fact]
    public void Of_a_stack_trace_what_failed_and_its_causes_are_left_without_the_frames()
    {
        var trace =
            Trace("java.lang.IllegalStateException: load not finished", 120) + Trace("Caused by: java.io.IOException: No space left", 120);
        Assert.InRange(trace.Length, Most + 1, LongPaste.MaxCharacters);

        Assert.Equal(
            "java.lang.IllegalStateException: load not finished\nCaused by: java.io.IOException: No space left",
            LongPaste.Shortened(trace)
        );
    }

    [Fact]
    public void A_failure_at_the_end_of_a_long_log_is_searched_and_comes_last()
    {
        var log = Numbered("shard {0} was written to the spool", 300) + "ERROR the spool is full";

        var shortened = LongPaste.Shortened(log);

        Assert.StartsWith("shard 0 was written", shortened, StringComparison.Ordinal);
        Assert.EndsWith("\nERROR the spool is full", shortened, StringComparison.Ordinal);
        Assert.DoesNotContain("shard 299", shortened, StringComparison.Ordinal);
        Assert.InRange(shortened.Length, Most - 100, Most);
    }

    [Fact]
    public void Lines_that_repeat_are_there_once() =>
        Assert.Equal("retrying", LongPaste.Shortened(string.Concat(Enumerable.Repeat("retrying\n", 600))));

    [Fact]
    public void A_text_of_frames_alone_and_one_without_a_line_end_are_searched_too()
    {
        Assert.StartsWith("    at com.example.Load0.", LongPaste.Shortened(Trace("", 200)), StringComparison.Ordinal);
        Assert.StartsWith("{\"a\":", LongPaste.Shortened("{\"a\":" + new string('x', 9_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_pasted_something_that_fits_is_searched() =>
        Gen.Select(Gen.OneOf(Parts), Gen.Int[1, 400], (part, count) => string.Concat(Enumerable.Repeat(part, count)))
            .Array[1, 60]
            .Select(string.Concat)
            .Where(t => t.Length <= LongPaste.MaxCharacters && t.Any(char.IsLetter))
            .Sample(
                text =>
                {
                    var shortened = LongPaste.Shortened(text);
                    Assert.InRange(shortened.Length, 1, Most);
                    Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(shortened)));
                },
                iter: 300
            );

    private static string Trace(string head, int frames) =>
        (head.Length > 0 ? head + "\n" : "") + Numbered("    at com.example.Load{0}.run(Load.java:{0})", frames);

    private static string Numbered(string line, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, line, i) + "\n"));
}

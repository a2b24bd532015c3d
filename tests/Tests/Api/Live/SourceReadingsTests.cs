using Knowledge.Api.Live;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Api.Live;

public sealed class SourceReadingsTests : IDisposable
{
    private static readonly SourceSnapshot Empty = new("s", [], []);
    private readonly SourceReadings readings = new(TimeSpan.FromMilliseconds(100));
    private readonly ManualResetEventSlim answers = new();
    private int begun;

    public void Dispose() => answers.Set();

    private SourceSnapshot Hang()
    {
        Interlocked.Increment(ref begun);
        answers.Wait();
        return Empty;
    }

    private SourceSnapshot? Read(string source, Func<SourceSnapshot> read) =>
        readings.Read(source, read, TestContext.Current.CancellationToken);

    [Fact]
    public void A_source_that_hangs_holds_up_no_other_and_is_taken_when_it_comes_back()
    {
        Assert.Null(Read("hangs", Hang));
        Assert.Null(Read("hangs", Hang));
        Assert.Same(Empty, Read("other", () => Empty));
        Assert.Equal(1, begun);

        answers.Set();

        Assert.Same(Empty, Read("hangs", () => throw new InvalidOperationException("begun anew")));
        Assert.Throws<InvalidOperationException>(() => Read("hangs", () => throw new InvalidOperationException("begun anew")));
    }

    [Fact]
    public void A_stop_does_not_wait_for_it()
    {
        using var stop = new CancellationTokenSource();
        Assert.Null(readings.Read("hangs", Hang, stop.Token));
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => readings.Read("hangs", Hang, stop.Token));
        answers.Set();
    }

    [Fact]
    public void What_fails_late_fails_then_and_is_begun_anew()
    {
        Assert.Null(
            Read(
                "s",
                () =>
                {
                    answers.Wait();
                    throw new IOException("late");
                }
            )
        );
        answers.Set();

        Assert.Throws<IOException>(() => Read("s", () => Empty));
        Assert.Same(Empty, Read("s", () => Empty));
    }
}

using Knowledge.Api.Live;
using Knowledge.Indexer.Answers;

namespace Knowledge.Tests.Api.Live;

public sealed class GapQueueTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly GapQueue queue = new();

    private static Gap Gap(int n) => new($"id{n}", $"words {n}", null);

    [Fact]
    public void The_same_words_wait_once_with_how_often_and_when()
    {
        queue.Add(Gap(1), Noon);
        queue.Add(Gap(2), Noon.AddSeconds(1));
        queue.Add(Gap(1), Noon.AddSeconds(2));

        Assert.Equal(
            [new(Gap(1), 2, Noon, Noon.AddSeconds(2)), new(Gap(2), 1, Noon.AddSeconds(1), Noon.AddSeconds(1))],
            queue.Waiting.Gaps
        );
    }

    [Fact]
    public void Of_too_many_the_oldest_gives_way_and_that_is_told()
    {
        for (var i = 0; i < GapQueue.MaxWaiting; i++)
            Assert.False(queue.Add(Gap(i), Noon));
        Assert.False(queue.Add(Gap(0), Noon));
        Assert.True(queue.Add(Gap(GapQueue.MaxWaiting), Noon));

        var waiting = queue.Waiting.Gaps;
        Assert.Equal(GapQueue.MaxWaiting, waiting.Count);
        Assert.Equal(("id1", $"id{GapQueue.MaxWaiting}"), (waiting[0].Gap.Id, waiting[^1].Gap.Id));
    }

    [Fact]
    public void What_was_asked_while_it_was_written_stays()
    {
        queue.Add(Gap(1), Noon);
        queue.Add(Gap(2), Noon);
        var (written, removals) = queue.Waiting;
        queue.Add(Gap(2), Noon.AddSeconds(1));
        queue.Add(Gap(3), Noon.AddSeconds(1));

        queue.Written(written);

        Assert.Equal([("id2", 1), ("id3", 1)], queue.Waiting.Gaps.Select(g => (g.Gap.Id, g.Count)));
        Assert.NotEqual(removals, queue.Waiting.Removals);
    }

    [Fact]
    public void What_waits_is_listed_with_what_is_written()
    {
        queue.Add(Gap(2), Noon.AddSeconds(5));
        queue.Add(Gap(2), Noon.AddSeconds(6));
        queue.Add(Gap(3), Noon);

        var list = GapQueue.Merge(
            [new("id1", "words 1", 2, Noon.AddSeconds(1), null), new("id2", "words 2", 1, Noon.AddSeconds(9), null)],
            queue.Waiting.Gaps,
            limit: 2
        );

        Assert.Equal([("id2", 3, Noon.AddSeconds(9)), ("id1", 2, Noon.AddSeconds(1))], list.Select(g => (g.Id, g.Count, g.Last)));
    }
}

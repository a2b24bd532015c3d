using Knowledge.Api.Live;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Tests.Api.Live;

[Trait("Reliability", "F-16")]
public sealed class AlertSpoolTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("kb-spool-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    private static ReceivedPost Post(int number, int bytes = 10) =>
        new(
            "webhook",
            DateTimeOffset.UnixEpoch.AddSeconds(number),
            "{}",
            new byte[bytes],
            [(byte)number],
            number % 2 == 0 ? $"id{number}" : null
        );

    [Fact]
    public void What_waits_comes_out_in_order_also_after_a_restart_and_no_sooner_than_it_is_taken()
    {
        var spool = new AlertSpool(data, TimeProvider.System);
        Assert.True(spool.TryKeep([Post(1), Post(2)]));
        Assert.True(spool.TryKeep([Post(3)]));
        File.WriteAllText(Path.Combine(data, "waiting-alerts", "00000000000000000001.json.new"), "[{");

        var again = new AlertSpool(data, TimeProvider.System);
        Assert.Equal(3, again.Waiting);
        Assert.False(again.TryEmptySome(_ => false));
        Assert.Equal(3, again.Waiting);
        var taken = new List<ReceivedPost>();
        while (again.TryEmptySome(posts => Take(posts)))
        {
            // Until nothing waits.
        }
        Assert.Equal([1, 2, 3], taken.Select(p => (int)p.Received.ToUnixTimeSeconds()));
        Assert.Equal("id2", taken[1].EventId);
        bool Take(IReadOnlyList<ReceivedPost> posts)
        {
            taken.AddRange(posts);
            return true;
        }
        Assert.Equal(0, new AlertSpool(data, TimeProvider.System).Waiting);
    }

    [Fact]
    public void What_finds_no_room_is_refused_and_nothing_of_it_is_kept()
    {
        var spool = new AlertSpool(data, TimeProvider.System);
        Assert.True(spool.TryKeep([.. Enumerable.Range(0, AlertSpool.MaxPosts - 1).Select(i => Post(i, 1))]));
        Assert.False(spool.TryKeep([Post(1), Post(2)]));
        Assert.True(spool.TryKeep([Post(1)]));
        Assert.False(spool.TryKeep([Post(1)]));
        Assert.Equal(AlertSpool.MaxPosts, spool.Waiting);
    }
}

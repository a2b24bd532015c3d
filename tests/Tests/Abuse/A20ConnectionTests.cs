using System.Net;
using Knowledge.Api.Hosting;
using Microsoft.AspNetCore.Connections;
using IPNetwork = System.Net.IPNetwork;

namespace Knowledge.Tests.Abuse;

/// <summary>A-20: connections never take the descriptors and the memory that everything else needs.</summary>
public sealed class A20ConnectionTests
{
    private const long Much = 64L << 30;

    [Theory]
    [InlineData(1_024, Much, 512)]
    [InlineData(4_096, Much, 3_584)]
    [InlineData(10_512, Much, 10_000)]
    [InlineData(10_511, Much, 9_999)]
    [InlineData(1_048_576, Much, 10_000)]
    [InlineData(600, Much, 88)]
    [InlineData(256, Much, 64)]
    [InlineData(64, Much, 64)]
    [InlineData(1_048_576, 256L << 20, 4_096)]
    [InlineData(1_048_576, 1L << 20, 64)]
    public void There_are_as_many_as_descriptors_and_memory_allow(long descriptors, long memory, int connections) =>
        Assert.Equal(connections, ConnectionLimit.Of(descriptors, memory));

    [Theory]
    [InlineData(575, true)]
    [InlineData(576, false)]
    [InlineData(null, false)]
    public void Below_what_the_rest_needs_that_is_a_reason_not_to_start(int? descriptors, bool isShort) =>
        Assert.Equal(isShort, ConnectionLimit.ShortageOf(descriptors) is not null);

    [Fact]
    public void Where_nobody_says_there_are_ten_thousand() => Assert.Equal(10_000, ConnectionLimit.Of(null, Much));

    [Theory]
    [InlineData(
        "Limit   Soft Limit  Hard Limit  Units\nMax open files            1024                 4096                 files     \n",
        1_024L
    )]
    [InlineData("Max open files            unlimited            unlimited            files\n", null)]
    [InlineData("Max processes             1024                 4096                 processes\n", null)]
    [InlineData("", null)]
    public void The_limit_is_read_as_linux_tells_it(string limits, long? descriptors) =>
        Assert.Equal(descriptors, ConnectionLimit.DescriptorsIn(limits));

    [Fact]
    public void This_process_has_one() => Assert.InRange(ConnectionLimit.OfThisProcess(), ConnectionLimit.Least, ConnectionLimit.Most);

    [Theory]
    [InlineData(10_000, 2_500)]
    [InlineData(512, 128)]
    [InlineData(64, 16)]
    public void One_address_may_have_a_quarter(int all, int ofOne) => Assert.Equal(ofOne, ConnectionLimit.OfOneAddress(all));

    private static async Task<bool> Open(AddressConnections connections, string address, Task until)
    {
        // Not disposed: what was closed at once is told so on another thread.
        var connection = new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };
        var isTaken = false;
        await connections.HandleAsync(
            connection,
            _ =>
            {
                isTaken = true;
                return until;
            }
        );
        return isTaken;
    }

    [Fact]
    public async Task An_address_that_has_its_share_gets_no_more_and_others_do()
    {
        var connections = new AddressConnections(2, [IPNetwork.Parse("10.0.0.0/8")]);
        var end = new TaskCompletionSource();
        var held = new List<Task<bool>>();
        foreach (var address in new[] { "192.0.2.1", "::ffff:192.0.2.1", "2001:db8::1", "2001:db8::2" })
            held.Add(Open(connections, address, end.Task));
        foreach (var full in new[] { "192.0.2.1", "2001:db8::3" })
            Assert.False(await Open(connections, full, Task.CompletedTask));
        foreach (var other in new[] { "192.0.2.2", "2001:db8:0:1::1" })
            Assert.True(await Open(connections, other, Task.CompletedTask));
        // Many come through these.
        foreach (var exempt in new[] { "127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3", "::ffff:10.1.2.3" })
            held.AddRange(Enumerable.Range(0, 5).Select(_ => Open(connections, exempt, end.Task)));
        end.SetResult();
        Assert.All(await Task.WhenAll(held), Assert.True);
        Assert.Equal(0, connections.Addresses);
        Assert.True(await Open(connections, "192.0.2.1", Task.CompletedTask));
    }

    [Fact]
    public async Task A_connection_that_ends_in_a_fault_gives_its_place_back()
    {
        var connections = new AddressConnections(1, []);
        await Assert.ThrowsAsync<IOException>(() => Open(connections, "192.0.2.1", Task.FromException(new IOException())));
        Assert.True(await Open(connections, "192.0.2.1", Task.CompletedTask));
    }
}

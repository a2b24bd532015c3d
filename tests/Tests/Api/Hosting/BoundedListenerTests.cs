using System.Net;
using System.Net.Sockets;
using Knowledge.Api.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Knowledge.Tests.Api.Hosting;

public sealed class BoundedListenerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<Socket> Connect(IConnectionListener listener)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync((IPEndPoint)listener.EndPoint, Cancellation);
        return socket;
    }

    private static ValueTask<IConnectionListener> Bind(OpenConnections open) =>
        new BoundedListenerFactory(new OptionsWrapper<SocketTransportOptions>(new()), NullLoggerFactory.Instance, open).BindAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            Cancellation
        );

    [Fact]
    public async Task Beyond_the_limit_a_connection_is_taken_when_another_one_ends()
    {
        using var open = new OpenConnections(2);
        await using var listener = await Bind(open);
        using var first = await Connect(listener);
        using var second = await Connect(listener);
        using var third = await Connect(listener);
        await using var one = await listener.AcceptAsync(Cancellation);
        await using var two = await listener.AcceptAsync(Cancellation);
        Assert.Equal(0, open.Left);

        var waiting = listener.AcceptAsync(Cancellation).AsTask();
        await Task.Delay(100, Cancellation);
        Assert.False(waiting.IsCompleted);
        one!.Abort();
        await one.DisposeAsync();

        Assert.NotNull(await waiting.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        await (await waiting)!.DisposeAsync();
        await two!.DisposeAsync();
        for (var guard = 0; open.Left < 2; guard++)
        {
            Assert.True(guard < 300);
            await Task.Delay(100, Cancellation);
        }
    }

    [Fact]
    public async Task It_ends_although_all_places_are_taken()
    {
        using var open = new OpenConnections(1);
        await using var listener = await Bind(open);
        using var socket = await Connect(listener);
        await using var connection = await listener.AcceptAsync(Cancellation);
        var waiting = listener.AcceptAsync(Cancellation).AsTask();

        await listener.UnbindAsync(Cancellation);

        Assert.Null(await waiting.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
    }
}

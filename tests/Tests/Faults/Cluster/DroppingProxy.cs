using System.Net;
using System.Net.Sockets;

namespace Knowledge.Tests.Faults.Cluster;

/// <summary>
/// A network between a node and its database that can be cut: what is sent arrives nowhere, no connection is closed, and when it is mended
/// what was under way goes on, as packets that are sent again do.
/// </summary>
internal sealed class DroppingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly int target;
    private readonly Task accepting;
    private volatile bool isCut;

    /// <param name="target">The port that it leads to, on loopback.</param>
    public DroppingProxy(int target)
    {
        this.target = target;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Accept();
    }

    public int Port { get; }

    public void Cut() => isCut = true;

    public void Mend() => isCut = false;

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        ending.Dispose();
    }

    private async Task Accept()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(Serve(await listener.AcceptTcpClientAsync(ending.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Serve(TcpClient from)
    {
        using var one = from;
        using var other = new TcpClient();
        try
        {
            await UntilMended();
            await other.ConnectAsync(IPAddress.Loopback, target, ending.Token);
            await Task.WhenAny(Pass(one.GetStream(), other.GetStream()), Pass(other.GetStream(), one.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One of them is gone, so the other goes too.
        }
    }

    private async Task Pass(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, ending.Token) is > 0 and var count)
        {
            await UntilMended();
            await to.WriteAsync(buffer.AsMemory(0, count), ending.Token);
        }
    }

    private async Task UntilMended()
    {
        while (isCut)
            await Task.Delay(20, ending.Token);
    }
}

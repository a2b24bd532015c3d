using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Knowledge.Api.Hosting;

/// <summary>
/// Takes connections from the system only while there are few beyond those that are served: what is refused has a descriptor until it is
/// closed, and a burst of a thousand would take those of everything else. The others wait in the system's own queue.
/// </summary>
internal sealed class BoundedListenerFactory(IOptions<SocketTransportOptions> options, ILoggerFactory loggers, OpenConnections open)
    : IConnectionListenerFactory,
        IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory sockets = new(options, loggers);

    public bool CanBind(EndPoint endpoint) => ((IConnectionListenerFactorySelector)sockets).CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new BoundedListener(await sockets.BindAsync(endpoint, cancellationToken), open);
}

internal sealed class BoundedListener(IConnectionListener listener, OpenConnections open) : IConnectionListener
{
    private readonly CancellationTokenSource unbinding = new();

    public EndPoint EndPoint => listener.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await open.Enter(unbinding.Token);
        }
        catch (OperationCanceledException)
        {
            // As a listener says that nothing comes any more.
            return null;
        }
        ConnectionContext? connection = null;
        try
        {
            connection = await listener.AcceptAsync(cancellationToken);
            return connection;
        }
        finally
        {
            if (connection is null)
                open.Leave();
            else
                connection.ConnectionClosed.Register(open.Leave);
        }
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await unbinding.CancelAsync();
        await listener.UnbindAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await listener.DisposeAsync();
        unbinding.Dispose();
    }
}

/// <summary>The connections of all addresses that are listened on, those that are about to be refused included.</summary>
internal sealed class OpenConnections(int most) : IDisposable
{
    private readonly SemaphoreSlim places = new(most, most);

    /// <summary>How many more there may be.</summary>
    public int Left => places.CurrentCount;

    /// <summary>Waits for a place.</summary>
    public Task Enter(CancellationToken cancellation) => places.WaitAsync(cancellation);

    public void Leave() => places.Release();

    public void Dispose() => places.Dispose();
}

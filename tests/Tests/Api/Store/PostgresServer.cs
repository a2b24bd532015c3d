using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Knowledge.Tests.Faults.Cluster;
using Npgsql;

namespace Knowledge.Tests.Api.Store;

/// <summary>A server of PostgreSQL of our own on loopback, in a directory that goes with it.</summary>
internal sealed class PostgresServer : IDisposable
{
    private static readonly Lazy<PostgresServer> OfAllTests = new(() =>
    {
        var server = new PostgresServer(null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    });

    private static int databases;

    private readonly string directory;

    /// <param name="primary">Of which it is a standby; null for none.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="place">An empty directory, such as a small disk; null for one of its own.</param>
    public PostgresServer(PostgresServer? primary = null, int port = 0, string? place = null)
    {
        IsMount = place is not null;
        directory = place ?? Directory.CreateTempSubdirectory("kb-postgres-").FullName;
        Port = port == 0 ? FreePort() : port;
        GiveAway(directory);
        if (primary is null)
            AsPostgres("initdb", "-D", Data, "-U", "kb", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync");
        else
            AsPostgres(
                "pg_basebackup",
                "-h",
                "127.0.0.1",
                "-p",
                $"{primary.Port}",
                "-U",
                "kb",
                "-D",
                Data,
                "-R",
                "-c",
                "fast",
                "--no-sync"
            );
        File.AppendAllLines(
            Path.Combine(Data, "postgresql.conf"),
            [
                $"port = {Port}",
                "listen_addresses = '127.0.0.1'",
                $"unix_socket_directories = '{directory}'",
                "max_connections = 200",
                "shared_buffers = 32MB",
            ]
        );
        // A user whose password is asked for: the rules that are there let everybody else in.
        var rules = Path.Combine(Data, "pg_hba.conf");
        File.WriteAllLines(rules, [$"host all {Guarded} 127.0.0.1/32 scram-sha-256", .. File.ReadAllLines(rules)]);
        Start();
    }

    /// <summary>A user that comes in by a password only, once a test has made it.</summary>
    public const string Guarded = "guarded";

    /// <summary>Where there are its programs; null where there are none.</summary>
    public static string? Programs { get; } =
        Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .Select(d => Path.Combine(d, "bin"))
                .Where(d => File.Exists(Path.Combine(d, "initdb")))
                .Order(StringComparer.Ordinal)
                .LastOrDefault()
            : null;

    /// <summary>One for all tests that only need a database of their own.</summary>
    public static PostgresServer Shared
    {
        get
        {
            Assert.SkipWhen(Programs is null, "There is no PostgreSQL here (apt-get install postgresql).");
            return OfAllTests.Value;
        }
    }

    public int Port { get; }

    /// <summary>Its processes; empty when it does not run.</summary>
    public IReadOnlyList<int> Processes =>
        File.Exists(Path.Combine(Data, "postmaster.pid"))
        && int.TryParse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).FirstOrDefault(), out var pid)
            ? ProcessTree.Of(pid)
            : [];

    private string Data => Path.Combine(directory, "data");

    private bool IsMount { get; }

    private static bool IsRoot => Environment.UserName == "root";

    public string ConnectionTo(string database) => $"Host=127.0.0.1;Port={Port};Username=kb;Database={database}";

    /// <returns>The connection string of a database of its own.</returns>
    public string NewDatabase()
    {
        var name = $"kb{Interlocked.Increment(ref databases)}";
        using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return ConnectionTo(name);
    }

    public void Start() => AsPostgres("pg_ctl", "-D", Data, "-l", Path.Combine(Data, "log"), "-w", "-t", "60", "start");

    /// <param name="mode">fast, or immediate: as if it were killed.</param>
    public void Stop(string mode) => AsPostgres("pg_ctl", "-D", Data, "-m", mode, "-w", "-t", "60", "stop");

    /// <summary>Makes a standby the primary; returns when it takes writes.</summary>
    public void Promote() => AsPostgres("pg_ctl", "-D", Data, "-w", "-t", "60", "promote");

    /// <summary>Whether it acknowledges only what a standby has as well.</summary>
    public void WaitForStandby(bool waits)
    {
        using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
        connection.Open();
        using var set = new NpgsqlCommand($"ALTER SYSTEM SET synchronous_standby_names = '{(waits ? "*" : "")}'", connection);
        set.ExecuteNonQuery();
        using var reload = new NpgsqlCommand("SELECT pg_reload_conf()", connection);
        reload.ExecuteNonQuery();
    }

    public void Dispose()
    {
        // One that was stopped hears nothing.
        ProcessTree.Signal("CONT", Processes);
        if (Processes.Count > 0)
            Stop("immediate");
        // A mounted disk is its owner's.
        Directory.Delete(Data, recursive: true);
        foreach (var socket in Directory.GetFiles(directory))
            File.Delete(socket);
        if (Directory.GetFileSystemEntries(directory) is [] && !IsMount)
            Directory.Delete(directory);
    }

    /// <summary>How a program is started that refuses to run as root.</summary>
    public static IReadOnlyList<string> AsItsUser(string program, params IReadOnlyList<string> arguments) =>
        IsRoot
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--", program, .. arguments]
            : [program, .. arguments];

    /// <summary>Lets the user that PostgreSQL runs as write into a directory.</summary>
    public static void GiveAway(string directory)
    {
        if (IsRoot)
            Run("chown", "postgres", directory);
    }

    private static void AsPostgres(string program, params IReadOnlyList<string> arguments)
    {
        var command = AsItsUser(Path.Combine(Programs!, program), arguments);
        Run(command[0], [.. command.Skip(1)]);
    }

    private static void Run(string program, params IReadOnlyList<string> arguments)
    {
        // Its server would keep our pipes open.
        using var process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments])
            {
                WorkingDirectory = "/",
            }
        )!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Knowledge.Tests.Api.Store;
using Npgsql;

namespace Knowledge.Tests.Faults.Cluster;

/// <summary>Three members of PostgreSQL under Patroni, with etcd, on loopback and in a directory that goes with them.</summary>
/// <remarks>Times are as short as Patroni takes them; commits wait for a synchronous standby.</remarks>
internal sealed class PatroniCluster : IAsyncDisposable
{
    private const string Etcd = "/usr/bin/etcd";
    private const string Patroni = "/usr/bin/patroni";

    // Only guards against hanging.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string directory = Directory.CreateTempSubdirectory("kb-patroni-").FullName;
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly int etcdPort = PostgresServer.FreePort();
    private readonly Process etcd;

    private PatroniCluster()
    {
        PostgresServer.GiveAway(directory);
        etcd = Start(
            "etcd",
            Etcd,
            "--data-dir",
            Path.Combine(directory, "etcd"),
            "--listen-client-urls",
            $"http://127.0.0.1:{etcdPort}",
            "--advertise-client-urls",
            $"http://127.0.0.1:{etcdPort}",
            "--listen-peer-urls",
            $"http://127.0.0.1:{PostgresServer.FreePort()}",
            "--enable-v2"
        );
        Members = [.. Enumerable.Range(1, 3).Select(i => new Member($"m{i}", PostgresServer.FreePort(), PostgresServer.FreePort()))];
    }

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Missing =>
        PostgresServer.Programs is null ? "There is no PostgreSQL here (apt-get install postgresql)."
        : !File.Exists(Patroni) || !File.Exists(Etcd) ? "There is no Patroni here (apt-get install patroni etcd-server)."
        : null;

    public IReadOnlyList<Member> Members { get; }

    public string ConnectionTo(string database) =>
        $"Host={string.Join(',', Members.Select(m => $"127.0.0.1:{m.Port}"))};Username=kb;Database={database}";

    /// <summary>A member: PostgreSQL and the Patroni that looks after it.</summary>
    internal sealed class Member(string name, int port, int restPort)
    {
        public string Name => name;

        public int Port => port;

        public int RestPort => restPort;

        public Process? Patroni { get; set; }
    }

    public static async Task<PatroniCluster> Start()
    {
        var cluster = new PatroniCluster();
        try
        {
            foreach (var member in cluster.Members)
                cluster.Begin(member);
            await cluster.UntilWhole();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until there is a primary with a synchronous standby, and all members follow.</summary>
    public async Task UntilWhole()
    {
        var started = TimeProvider.System.GetTimestamp();
        var mendedAt = started;
        string said;
        while (!IsWhole(said = await Describe()))
        {
            // What an operator does with a member that went its own way and does not find back.
            if (TimeProvider.System.GetElapsedTime(mendedAt) > TimeSpan.FromSeconds(25))
            {
                mendedAt = TimeProvider.System.GetTimestamp();
                await MakeAnew(said);
            }
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"The cluster does not become whole:\n{said}\n{Logs()}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    /// <returns>The connection string of a database of its own.</returns>
    public async Task<string> NewDatabase()
    {
        await using var connection = new NpgsqlConnection(OneOf(await Primary(), "postgres"));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("CREATE DATABASE knowledge", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return ConnectionTo("knowledge");
    }

    /// <summary>Waits until another member takes writes.</summary>
    public async Task UntilWrites(Member except)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            foreach (var member in Members.Where(m => m != except))
                if (await IsPrimary(member))
                    return;
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Nobody takes over:\n{Logs()}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static string OneOf(Member member, string database) =>
        $"Host=127.0.0.1;Port={member.Port};Username=kb;Database={database};Pooling=false;Timeout=2;Command Timeout=2";

    private static async Task<bool> IsPrimary(Member member)
    {
        try
        {
            await using var connection = new NpgsqlConnection(OneOf(member, "postgres"));
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand("SELECT NOT pg_is_in_recovery()", connection);
            return (bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Which member takes writes.</summary>
    public async Task<Member> Primary()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            foreach (var member in Members)
                if (await Get(member, "primary") is { } answer && answer.StatusCode == HttpStatusCode.OK)
                    return member;
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"There is no primary:\n{Logs()}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Starts the Patroni of a member, which starts or makes its PostgreSQL.</summary>
    public void Begin(Member member)
    {
        var file = Path.Combine(directory, member.Name + ".yml");
        File.WriteAllText(file, Configuration(member));
        member.Patroni = Start(member.Name, Patroni, file);
    }

    /// <summary>The processes of PostgreSQL of a member; empty when it does not run.</summary>
    public IReadOnlyList<int> Postgres(Member member)
    {
        var file = Path.Combine(DataOf(member), "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), out var pid) ? ProcessTree.Of(pid) : [];
    }

    /// <summary>All processes of a member: what a machine loses that is switched off.</summary>
    public IReadOnlyList<int> All(Member member) =>
        [.. Postgres(member), .. member.Patroni is { HasExited: false } patroni ? ProcessTree.Of(patroni.Id) : []];

    public async ValueTask DisposeAsync()
    {
        // Patroni first: it would start the others again.
        foreach (var member in Members)
            member.Patroni?.Kill();
        foreach (var member in Members)
            ProcessTree.Signal("KILL", Postgres(member));
        etcd.Kill();
        foreach (var process in Members.Select(m => m.Patroni).Append(etcd))
            if (process is not null)
            {
                await process.WaitForExitAsync(CancellationToken.None);
                process.Dispose();
            }
        client.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private string DataOf(Member member) => Path.Combine(directory, member.Name);

    private Process Start(string name, string program, params IReadOnlyList<string> arguments)
    {
        var log = Path.Combine(directory, name + ".log");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", log]) { WorkingDirectory = directory };
        foreach (var argument in PostgresServer.AsItsUser(program, arguments))
            start.ArgumentList.Add(argument);
        start.Environment["ETCD_UNSUPPORTED_ARCH"] = "arm64";
        return Process.Start(start)!;
    }

    private string Configuration(Member member) =>
        $"""
            scope: kb
            name: {member.Name}
            restapi:
              listen: 127.0.0.1:{member.RestPort}
              connect_address: 127.0.0.1:{member.RestPort}
            etcd:
              host: 127.0.0.1:{etcdPort}
            bootstrap:
              dcs:
                ttl: 8
                loop_wait: 1
                retry_timeout: 3
                primary_start_timeout: 0
                maximum_lag_on_failover: 1048576
                synchronous_mode: true
                postgresql:
                  use_pg_rewind: true
                  parameters:
                    max_connections: 100
                    shared_buffers: 16MB
                    fsync: "off"
                    wal_keep_size: 256MB
              initdb:
                - encoding: UTF8
                - locale: C
                - no-sync
              pg_hba:
                - host all all 127.0.0.1/32 trust
                - host replication all 127.0.0.1/32 trust
            postgresql:
              listen: 127.0.0.1:{member.Port}
              connect_address: 127.0.0.1:{member.Port}
              data_dir: {DataOf(member)}
              bin_dir: {PostgresServer.Programs}
              pgpass: {Path.Combine(directory, member.Name + ".pgpass")}
              basebackup:
                - checkpoint: fast
                - no-sync
              authentication:
                superuser:
                  username: kb
                replication:
                  username: kb
                rewind:
                  username: kb
              parameters:
                unix_socket_directories: {directory}
            """;

    private async Task<HttpResponseMessage?> Get(Member member, string path)
    {
        try
        {
            return await client.GetAsync(new Uri($"http://127.0.0.1:{member.RestPort}/{path}"), TestContext.Current.CancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private async Task<string> Describe()
    {
        foreach (var member in Members)
            if (await Get(member, "cluster") is { IsSuccessStatusCode: true } answer)
                return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetRawText();
        return "";
    }

    private bool IsWhole(string said)
    {
        if (said.Length == 0)
            return false;
        using var cluster = JsonDocument.Parse(said);
        if (!cluster.RootElement.TryGetProperty("members", out var members))
            return false;
        var states = members.EnumerateArray().Select(m => (Role: Of(m, "role"), State: Of(m, "state"))).ToList();
        return states.Count == Members.Count
            && states.All(s => s.State is "running" or "streaming")
            && states.Count(s => s.Role == "leader") == 1
            && states.Any(s => s.Role == "sync_standby");

        static string Of(JsonElement member, string name) => member.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
    }

    private async Task MakeAnew(string said)
    {
        if (said.Length == 0)
            return;
        using var cluster = JsonDocument.Parse(said);
        foreach (var described in cluster.RootElement.GetProperty("members").EnumerateArray())
            if (
                described.GetProperty("role").GetString() == "replica"
                && Members.FirstOrDefault(m => m.Name == described.GetProperty("name").GetString()) is { } member
            )
                try
                {
                    using var force = JsonContent.Create(new { force = true });
                    using var answer = await client.PostAsync(
                        new Uri($"http://127.0.0.1:{member.RestPort}/reinitialize"),
                        force,
                        TestContext.Current.CancellationToken
                    );
                    TestContext.Current.SendDiagnosticMessage($"{member.Name} is made anew: {answer.StatusCode}");
                    return;
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    // Not now.
                }
    }

    private string Logs() =>
        string.Join('\n', Directory.GetFiles(directory, "*.log").Select(f => $"{f}:\n{string.Join('\n', File.ReadLines(f).TakeLast(15))}"));
}

using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Npgsql;

namespace Knowledge.Tests.Api.Store;

[Trait("Reliability", "A-11")]
public sealed class HookKeyTests : IDisposable
{
    private readonly string place = Directory.CreateTempSubdirectory("kb-hook-key-").FullName;

    public void Dispose() => Directory.Delete(place, recursive: true);

    private string Data => Path.Combine(place, "data");

    [Fact]
    public void A_secret_is_made_once_and_is_of_one_sender()
    {
        var secret = HookKey.SecretOf(Data, "alertmanager")!;

        Assert.True(secret.Length >= 40);
        Assert.Equal(secret, HookKey.SecretOf(Data, "AlertManager"));
        Assert.NotEqual(secret, HookKey.SecretOf(Data, "grafana"));
        Assert.NotEqual(secret, HookKey.SecretOf(Path.Combine(place, "other"), "alertmanager"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, HookKey.FileName)));
        Assert.Single(Directory.GetFiles(Data));
    }

    [Fact]
    public async Task Who_starts_at_the_same_time_has_the_same()
    {
        var secrets = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => HookKey.SecretOf(Data, "x"), TestContext.Current.CancellationToken))
        );

        Assert.NotNull(Assert.Single(secrets.Distinct()));
        Assert.Single(Directory.GetFiles(Data));
    }

    [Fact]
    public void Without_a_place_for_the_key_there_is_no_secret()
    {
        File.WriteAllText(Data, "a file");

        Assert.Null(HookKey.SecretOf(Data, "alertmanager"));
    }

    [Fact]
    public async Task Nodes_on_one_database_have_the_key_of_the_first_and_a_copy_of_it()
    {
        using var database = PostgresDatabase.Connect(PostgresServer.Shared.NewDatabase());
        var keys = new ProtectionKeyTable(database);
        var directories = Enumerable.Range(0, 8).Select(i => Directory.CreateDirectory(Path.Combine(place, $"n{i}")).FullName).ToList();
        var ofOneServer = HookKey.SecretOf(directories[0], "alertmanager")!;

        // A server that becomes one of several nodes keeps the secrets of its senders.
        Assert.Equal(ofOneServer, HookKey.SecretOf(HookKey.Shared(keys, directories[0]), "alertmanager"));
        var all = await Task.WhenAll(
            directories.Select(d => Task.Run(() => HookKey.Shared(keys, d), TestContext.Current.CancellationToken))
        );
        Assert.All(all, key => Assert.Equal(ofOneServer, HookKey.SecretOf(key, "alertmanager")));

        // One that was another server before does not lose what its own were made of.
        var ofAnother = HookKey.SecretOf(directories[1], "alertmanager");
        HookKey.Copy(all[1], directories[1]);
        Assert.Equal(ofOneServer, HookKey.SecretOf(directories[1], "alertmanager"));
        File.Move(Path.Combine(directories[1], HookKey.FileName + HookKey.SetAside), Path.Combine(directories[2], HookKey.FileName));
        Assert.Equal(ofAnother, HookKey.SecretOf(directories[2], "alertmanager"));
        // It is no key of the framework.
        Assert.Empty(keys.List());
    }

    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_database_get_one_key()
    {
        var store = PostgresServer.Shared.NewDatabase();
        PostgresDatabase.Connect(store).Dispose();
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(
                        () =>
                        {
                            using var database = PostgresDatabase.Connect(store);
                            // As a server does: on a busy machine one waits longer for the others than for a database.
                            for (var tries = 0; ; tries++)
                                try
                                {
                                    return Convert.ToHexString(HookKey.Shared(new(database), Path.Combine(place, $"none{i}")));
                                }
                                catch (NpgsqlException e) when (e.InnerException is TimeoutException && tries < 20)
                                {
                                    // Again.
                                }
                        },
                        TestContext.Current.CancellationToken
                    )
                )
        );
        Assert.Single(all.Distinct());
        Assert.Empty(Directory.GetDirectories(place));
    }

    [Fact]
    public async Task A_store_that_moves_takes_the_key_along_and_back()
    {
        var secret = HookKey.SecretOf(Data, "alertmanager")!;
        Database.Open(Data).Dispose();
        var store = PostgresServer.Shared.NewDatabase();
        var back = Path.Combine(place, "back");

        Assert.Equal((0, ""), await Run("store", "move", "--from", $"sqlite:{Data}", "--to", store));
        using (var database = PostgresDatabase.Connect(store))
            Assert.Equal(secret, HookKey.SecretOf(HookKey.Shared(new(database), Path.Combine(place, "empty")), "alertmanager"));
        // The move that is done again says so, and takes nothing away.
        Assert.Equal((0, ""), await Run("store", "move", "--from", $"sqlite:{Data}", "--to", store));
        Assert.Equal((0, ""), await Run("store", "move", "--from", store, "--to", $"sqlite:{back}"));
        Assert.Equal(secret, HookKey.SecretOf(back, "alertmanager"));
        using var output = new StringWriter();
        Assert.Equal(
            0,
            await CommandLine.RunAsync(["hook", "secret", "alertmanager", "--store", store, "--data", Data], NeverServes, output, output)
        );
        Assert.Equal(secret, output.ToString().Trim());
    }

    private static Task<int> NeverServes(string[] arguments) => throw new Xunit.Sdk.XunitException("serves");

    private static async Task<(int Code, string Error)> Run(params string[] arguments)
    {
        using var error = new StringWriter();
        return (await CommandLine.RunAsync(arguments, NeverServes, TextWriter.Null, error), error.ToString());
    }

    [Theory]
    [InlineData("alertmanager", 0)]
    [InlineData("prod-am", 0)]
    [InlineData("slack", 2)]
    [InlineData("a/b", 2)]
    [InlineData("", 2)]
    public async Task The_operator_asks_for_it(string name, int code)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(
            code,
            await CommandLine.RunAsync(
                ["hook", "secret", name, "--data", Data],
                _ => throw new Xunit.Sdk.XunitException("serves"),
                output,
                error
            )
        );

        Assert.Equal(code == 0 ? HookKey.SecretOf(Data, name) : "", output.ToString().Trim());
        // The first to ask makes the key, and is told where.
        Assert.Equal(code == 0, error.ToString().StartsWith($"a new key was made in '{Data}'", StringComparison.Ordinal));
        if (code == 0)
            Assert.Equal((0, ""), await Run("hook", "secret", name, "--data", Data));
    }

    [Fact]
    public async Task Where_nobody_says_which_server_and_none_was_started_there_is_none_to_ask_for()
    {
        var (code, error) = await Run("hook", "secret", "alertmanager", "--content", place);

        Assert.Equal(3, code);
        var directory = ServingOptions.DefaultDataDirectory([new("s", place)]);
        Assert.StartsWith($"there is no data directory '{directory}' yet: ", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory));
    }
}

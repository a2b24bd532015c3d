using Knowledge.Api.Hosting;
using Knowledge.Tests.Api;
using Knowledge.Tests.Api.Access;
using Knowledge.Tests.Api.Store;
using Npgsql;

namespace Knowledge.Tests.Faults;

/// <summary>A server or a command with a store that it cannot use says why in a line, and a secret of it stands nowhere.</summary>
[Trait("Reliability", "F-18")]
public sealed class WrongStoreTests
{
    private const string Secret = "hunter2-of-the-store";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, _ => Task.FromResult(99), output, error);
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task A_server_whose_password_is_refused_serves_says_so_and_shows_it_nowhere()
    {
        var shared = PostgresServer.Shared;
        using (var open = new NpgsqlConnection(shared.ConnectionTo("postgres")))
        {
            open.Open();
            using var make = new NpgsqlCommand(
                $"DROP ROLE IF EXISTS {PostgresServer.Guarded}; CREATE ROLE {PostgresServer.Guarded} LOGIN PASSWORD 'right'",
                open
            );
            make.ExecuteNonQuery();
        }
        var store = shared.NewDatabase().Replace("Username=kb", $"Username={PostgresServer.Guarded}", StringComparison.Ordinal);
        using var server = new ServerProcess(
            new Dictionary<string, string>
            {
                ["KB_STORE"] = $"{store};Password={Secret}",
                ["KB_EMBEDDER"] = "none",
                ["Logging__LogLevel__Default"] = "Trace",
            },
            ("disk.md", "# Disk full\n\nThe disk is full.\n")
        );
        await server.Start();

        var said = new List<string>();
        foreach (var address in new[] { "/-/ready", "/-/healthy", "/status", "/metrics", "/api/alerts", "/api/search?q=disk", "/" })
        {
            using var answer = await server.Client.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            said.Add(await answer.Content.ReadAsStringAsync(Cancellation));
        }
        Assert.Contains("refuses the user name or the password", said[0], StringComparison.Ordinal);
        Assert.Contains("\"disk\"", said[5], StringComparison.Ordinal);
        Assert.Contains(server.Output, line => line.Contains("28P01", StringComparison.Ordinal));
        said.AddRange(server.Output);
        said.Add(await File.ReadAllTextAsync($"/proc/{server.Id}/cmdline", Cancellation));
        Assert.DoesNotContain(said, text => text.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--content", ".", "--store", "Host=db;Password=" + Secret)]
    [InlineData("user", "list", "--store", "Host=db;Pwd=" + Secret)]
    [InlineData("store", "move", "--from", "sqlite:x", "--to", "Host=db;Password=" + Secret)]
    [InlineData("store", "move", "--to", "sqlite:x", "--from", "Host=db;Password=" + Secret)]
    public async Task A_password_in_an_argument_is_refused_because_others_can_read_it(params string[] arguments)
    {
        var (code, output, error) = await Run(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("others on this host can read", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("user", "list")]
    [InlineData("audit", "verify")]
    [InlineData("privacy", "find", "somebody")]
    public async Task A_command_says_in_a_line_that_the_database_cannot_be_reached(params string[] arguments)
    {
        var (code, output, error) = await Visitor.Operator(
            Path.GetTempPath(),
            [.. arguments, "--store", "Host=127.0.0.1;Port=1;Username=kb"]
        );
        Assert.Equal((3, ""), (code, output));
        Assert.Contains("cannot be reached (ConnectionRefused); check its host and port", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Commands_of_an_operator_work_on_the_database_that_nodes_share()
    {
        var store = PostgresServer.Shared.NewDatabase();
        var data = Directory.CreateTempSubdirectory("kb-operator-").FullName;
        try
        {
            Assert.Equal(0, (await Visitor.Operator(data, "user", "add", "ada", "--role", "author", "--store", store)).Code);
            Assert.StartsWith(
                "ada\tauthor",
                (await Visitor.Operator(data, "user", "list", "--store", store)).Output,
                StringComparison.Ordinal
            );
            Assert.Equal(0, (await Visitor.Operator(data, "audit", "verify", "--store", store)).Code);
            // Nothing of it is in the data directory.
            Assert.Empty(Directory.GetFiles(data));

            using var content = new Indexer.ContentDirectory();
            await using var node = await Node.Start(content.Root, store);
            Assert.True(node.HasTurn);
            var refused = await Visitor.Operator(data, "privacy", "purge", "somebody", "--store", store);
            Assert.Equal(3, refused.Code);
            Assert.Contains("a node runs on this database", refused.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=kb", "cannot be reached")]
    [InlineData(null, null)]
    public async Task The_doctor_looks_at_the_database_and_asks_for_no_backups_of_it(string? connection, string? cause)
    {
        using var content = new Indexer.ContentDirectory();
        var patient = DoctorCommand.PatientOf(
            [
                $"--content:0=s={content.Root}",
                "--content:1=other=@store",
                $"--data={content.Outside}",
                $"--store={connection ?? PostgresServer.Shared.NewDatabase()}",
            ],
            TimeProvider.System.GetUtcNow()
        );
        var faults = await Knowledge.Api.Doctor.Examination.Of(patient);
        Assert.Equal(
            cause is null ? [] : ["database-refused"],
            faults.Select(f => f.Name).Where(n => n.StartsWith("database", StringComparison.Ordinal))
        );
        Assert.All(faults.Where(f => f.Name == "database-refused"), f => Assert.Contains(cause!, f.Cause, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, f => f.Name is "no-backups" or "source-missing" or "source-empty" or "settings" or "not-examined");
    }

    [Fact]
    public async Task Two_servers_with_one_data_directory_are_told_apart_also_with_a_database()
    {
        var store = PostgresServer.Shared.NewDatabase();
        using var content = new Indexer.ContentDirectory();
        await using var node = await Node.Start(content.Root, store);
        var second = await Assert.ThrowsAsync<Knowledge.Api.Store.StoreException>(() => Node.Start(content.Root, store, data: node.Data));
        Assert.Contains("used by another server", second.Message, StringComparison.Ordinal);
        // So that an operator reaches it: source confirm, doctor.
        Assert.True(Knowledge.Api.Store.SqliteDatabase.IsInUse(node.Data));
    }
}

using Dapper;
using Knowledge.Api.Store;
using Npgsql;

namespace Knowledge.Tests.Api.Store;

public sealed class PostgresDatabaseTests
{
    private const string Secret = "hunter2-of-the-store";

    [Fact]
    public void A_new_store_has_the_newest_schema_and_the_next_one_to_open_it_finds_the_same()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        using var first = PostgresDatabase.Connect(connection);
        using var second = PostgresDatabase.Connect(connection);
        Assert.Equal(first.Identity, second.Identity);
        Assert.Equal(32, first.Identity.Length);
        Assert.Equal(Migration.Latest, first.Read(c => c.ExecuteScalar<int>("SELECT version FROM store_schema")));
    }

    [Fact]
    public async Task Nodes_that_start_together_make_one_store()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        var opened = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => PostgresDatabase.Connect(connection), TestContext.Current.CancellationToken))
        );
        Assert.Single(opened.Select(d => d.Identity).Distinct());
        foreach (var database in opened)
            database.Dispose();
    }

    // The number of a write that is committed later is higher, whichever began first: who follows by numbers skips none.
    [Fact]
    public async Task Writes_are_numbered_in_the_order_of_their_commits()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        using var one = PostgresDatabase.Connect(connection);
        using var other = PostgresDatabase.Connect(connection);
        var token = TestContext.Current.CancellationToken;
        using var begun = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var committed = new List<string>();
        var slow = Task.Run(
            () =>
                one.Write(
                    (c, t) =>
                    {
                        begun.Set();
                        go.Wait(token);
                        return c.ExecuteScalar<long>("SELECT writes FROM store_state", transaction: t);
                    },
                    number => committed.Add($"slow {number}")
                ),
            token
        );
        begun.Wait(token);
        var fast = Task.Run(
            () =>
                other.Write(
                    (c, t) => c.ExecuteScalar<long>("SELECT writes FROM store_state", transaction: t),
                    number => committed.Add($"fast {number}")
                ),
            token
        );
        Assert.NotSame(fast, await Task.WhenAny(fast, Task.Delay(200, token)));
        go.Set();
        Assert.Equal(1, await slow);
        Assert.Equal(2, await fast);
        Assert.Equal(["slow 1", "fast 2"], committed);
    }

    [Fact]
    public void What_another_node_wrote_is_noticed_once_and_own_writes_are_not()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        using var one = PostgresDatabase.Connect(connection);
        using var other = PostgresDatabase.Connect(connection);
        var noticed = 0;
        one.ChangedElsewhere += () => noticed++;
        one.Write((_, _) => 0);
        Assert.False(one.Follow());
        other.Write((_, _) => 0);
        Assert.True(one.Follow());
        Assert.False(one.Follow());
        Assert.Equal(1, noticed);
        other.Write((_, _) => 0);
        // Before it writes itself: what is made of a table in memory would be old.
        one.Write((_, _) => Assert.IsType<int>(noticed = noticed == 2 ? 20 : -1));
        Assert.Equal(20, noticed);
        Assert.Throws<InvalidDataException>(() => one.Write<int>((_, _) => throw new InvalidDataException()));
        Assert.False(one.Follow());
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=kb;Password=" + Secret, "cannot be reached")]
    [InlineData("Password=" + Secret, "names no host")]
    [InlineData("Host=127.0.0.1;Port=" + Secret, "no connection string")]
    [InlineData("Host=127.0.0.1;Colour=" + Secret, "no connection string")]
    [InlineData("", "names no host")]
    public void A_connection_that_leads_nowhere_is_told_in_a_line_without_its_secrets(string connection, string said)
    {
        var e = Assert.Throws<StoreException>(() => PostgresDatabase.Connect(connection));
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void A_database_that_is_not_there_of_a_newer_version_or_of_something_else_is_told_as_such()
    {
        var server = PostgresServer.Shared;
        Assert.Contains("no such database", Refusal(server.ConnectionTo("nothing_here")), StringComparison.Ordinal);

        var others = server.NewDatabase();
        Execute(others, "CREATE TABLE shop (id INT)");
        Assert.Contains("something else", Refusal(others), StringComparison.Ordinal);

        var newer = server.NewDatabase();
        PostgresDatabase.Connect(newer).Dispose();
        Execute(newer, "UPDATE store_schema SET version = 900");
        Assert.Contains("newer version (schema 900", Refusal(newer), StringComparison.Ordinal);

        var lossy = server.NewDatabase();
        Assert.Contains("synchronous_commit", Refusal(lossy + ";Options=-c synchronous_commit=off"), StringComparison.Ordinal);

        var poor = server.NewDatabase();
        Execute(poor, "DROP ROLE IF EXISTS poor; CREATE ROLE poor LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        Assert.Contains(
            "may not",
            Refusal(poor.Replace("Username=kb", "Username=poor", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_wrong_password_and_a_user_without_rights_are_told_with_what_to_do_and_no_secret()
    {
        var server = PostgresServer.Shared;
        var store = server.NewDatabase();
        Execute(store, $"DROP ROLE IF EXISTS {PostgresServer.Guarded}; CREATE ROLE {PostgresServer.Guarded} LOGIN PASSWORD 'right'");
        var guarded = store.Replace("Username=kb", $"Username={PostgresServer.Guarded}", StringComparison.Ordinal);

        var wrong = Refusal($"{guarded};Password={Secret}");
        Assert.Contains("refuses the user name or the password; check KB_STORE", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, wrong, StringComparison.Ordinal);
        Assert.Contains("asks for a password", Refusal(guarded), StringComparison.Ordinal);

        // It comes in, and may not make tables; nor, where they are there, write them.
        Execute(store, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        Assert.Contains("make it the owner", Refusal($"{guarded};Password=right"), StringComparison.Ordinal);
        PostgresDatabase.Connect(store).Dispose();
        Assert.Contains("make it the owner", Refusal($"{guarded};Password=right"), StringComparison.Ordinal);
        Execute(store, $"DROP OWNED BY {PostgresServer.Guarded}");
    }

    [Fact]
    public void A_standby_is_told_as_one_and_is_found_past()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, "There is no PostgreSQL here (apt-get install postgresql).");
        using var primary = new PostgresServer();
        var store = primary.NewDatabase();
        using var standby = new PostgresServer(primary);
        var database = store.Split("Database=")[1];

        Assert.Contains("is a standby; name its primary as well", Refusal(standby.ConnectionTo(database)), StringComparison.Ordinal);
        Assert.Contains(
            "none of its hosts is a primary",
            Refusal($"Host=127.0.0.1:{standby.Port},localhost:{standby.Port};Username=kb;Database={database}"),
            StringComparison.Ordinal
        );
        using var found = PostgresDatabase.Connect(
            $"Host=127.0.0.1:{standby.Port},127.0.0.1:{primary.Port};Username=kb;Database={database}"
        );
        Assert.Equal(1, found.Write((_, _) => 1));
    }

    [Fact]
    public void Looking_whether_it_can_be_used_changes_nothing()
    {
        var store = PostgresServer.Shared.NewDatabase();
        PostgresDatabase.Examine(store);
        using (var open = new NpgsqlConnection(store))
            Assert.Equal(0, open.ExecuteScalar<long>("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'"));
        Execute(store, "CREATE TABLE shop (id INT)");
        Assert.Contains(
            "something else",
            Assert.Throws<StoreException>(() => PostgresDatabase.Examine(store)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Host=a;Password=x", true)]
    [InlineData("Host=a; pwd = x", true)]
    [InlineData("Host=a;Psw=x", true)]
    [InlineData("Host=password;Username=pwd", false)]
    [InlineData("sqlite:/var/lib/password", false)]
    public void A_password_is_seen_in_an_argument(string connection, bool holds) =>
        Assert.Equal(holds, PostgresConnection.HoldsPassword(connection));

    private static string Refusal(string connection) => Assert.Throws<StoreException>(() => PostgresDatabase.Connect(connection)).Message;

    private static void Execute(string connection, string sql)
    {
        using var open = new NpgsqlConnection(connection);
        open.Execute(sql);
    }
}

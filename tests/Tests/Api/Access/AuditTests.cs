using System.Net;
using System.Text.Json;
using Dapper;
using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access;

public sealed class AuditTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly string directory = Directory.CreateTempSubdirectory("kb-audit-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static AuditEntry Entry(int number) =>
        new($"local:p{number}", "192.0.2.1", "author", "", "POST /x", $"/x/{number}", "200", "aa", "bb");

    // Five rows, and then what somebody does to them who can write the file.
    private AuditVerification After(params string[] sql)
    {
        using (var database = Database.Open(directory))
            for (var i = 1; i <= 5; i++)
                new AuditTable(database).Append(Entry(i), Now.AddMinutes(i));
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "knowledge.db")};Pooling=False"))
        {
            connection.Open();
            foreach (var one in sql)
                connection.Execute(one);
        }
        using var again = Database.Open(directory);
        return new AuditTable(again).Verify();
    }

    private const string Free = "DROP TRIGGER audit_is_not_deleted; DROP TRIGGER audit_is_not_changed;";

    [Fact]
    public void Rows_as_they_were_written_fit_together()
    {
        var verified = After();
        Assert.Empty(verified.Problems);
        Assert.Equal((5, 0), (verified.Rows, verified.WithoutName));
    }

    [Theory]
    [InlineData("row 3 was changed", "UPDATE audit SET target = '/y' WHERE id = 3")]
    [InlineData("row 3 was changed", "UPDATE audit SET at = at + 1 WHERE id = 3")]
    [InlineData("row 3 was changed", "UPDATE audit SET role = 'admin' WHERE id = 3")]
    [InlineData("row 3 was changed", "UPDATE audit SET hash_before = '', hash_after = 'aabb' WHERE id = 3")]
    [InlineData("row 3 was changed", "UPDATE audit SET what = 'POST /x/', target = 'x/3' WHERE id = 3")]
    [InlineData("who did row 3 was changed", "UPDATE audit SET subject = 'local:other' WHERE id = 3")]
    [InlineData("who did row 3 was changed", "UPDATE audit SET address = '192.0.2.2' WHERE id = 3")]
    [InlineData("row 3 is missing", "DELETE FROM audit WHERE id = 3")]
    [InlineData("rows 2 to 3 are missing", "DELETE FROM audit WHERE id IN (2, 3)")]
    [InlineData("row 1 is missing", "DELETE FROM audit WHERE id = 1")]
    [InlineData("row 5 is missing", "DELETE FROM audit WHERE id = 5")]
    [InlineData("rows 1 to 5 are missing", "DELETE FROM audit")]
    [InlineData("row 3 does not follow", "DELETE FROM audit WHERE id = 3", "UPDATE audit SET id = id - 1 WHERE id > 3")]
    [InlineData(
        "row 6",
        "INSERT INTO audit SELECT 6, at, subject, address, salt, person, role, token, what, target, outcome, hash_before, hash_after, "
            + "previous, hash FROM audit WHERE id = 5"
    )]
    public void A_row_that_is_changed_removed_or_put_in_shows(string problem, params string[] sql)
    {
        var verified = After([Free, .. sql]);
        Assert.Contains(verified.Problems, p => p.StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_can_neither_be_changed_nor_deleted_by_mistake_and_a_name_can_be_taken_out()
    {
        Assert.Throws<SqliteException>(() => After("UPDATE audit SET target = '/y' WHERE id = 3"));
        Directory.Delete(directory, recursive: true);
        Directory.CreateDirectory(directory);
        Assert.Throws<SqliteException>(() => After("DELETE FROM audit WHERE id = 3"));
        Directory.Delete(directory, recursive: true);
        Directory.CreateDirectory(directory);

        var verified = After("UPDATE audit SET subject = NULL, address = NULL, salt = NULL WHERE id = 3");
        Assert.Empty(verified.Problems);
        Assert.Equal((5, 1), (verified.Rows, verified.WithoutName));
    }

    [Fact]
    public async Task The_command_tells_what_it_finds()
    {
        After();
        var fine = await Visitor.Operator(directory, "audit", "verify");
        Assert.Equal(0, fine.Code);
        Assert.StartsWith("5 rows, newest ", fine.Output, StringComparison.Ordinal);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "knowledge.db")};Pooling=False"))
            connection.Execute(Free + "UPDATE audit SET outcome = 'refused' WHERE id = 2");
        var wrong = await Visitor.Operator(directory, "audit", "verify");
        Assert.Equal(1, wrong.Code);
        Assert.Contains("row 2 was changed", wrong.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_and_refusals_are_written_down_with_who_and_on_what_and_reads_are_not()
    {
        using var server = Visitor.Local();
        using var author = server.As(Role.Author);
        using var viewer = server.As(Role.Viewer, "vera");
        await viewer.GetAsync("/search?q=a+secret+question", Cancellation);
        await viewer.PostAsync("/search", Visitor.Form(("q", "a secret question")), Cancellation);
        await viewer.PostAsync("/feedback", Visitor.Form(("q", "a secret question"), ("helped", "a")), Cancellation);
        await author.PostAsync("/feedback", Visitor.Form(("q", "a secret question"), ("helped", "a")), Cancellation);
        using var json = new StringContent("""{"title":"T"}""", System.Text.Encoding.UTF8, "application/json");
        using var created = await author.PostAsync("/api/postmortems", json, Cancellation);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var put = new HttpRequestMessage(HttpMethod.Put, created.Headers.Location)
        {
            Content = new StringContent(
                """{"text":"---\nkind: postmortem\nstatus: draft\n---\n# T2\n\nx\n"}""",
                System.Text.Encoding.UTF8,
                "application/json"
            ),
            Headers = { { "If-Match", "\"1\"" } },
        };
        using var saved = await author.SendAsync(put, Cancellation);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);

        var rows = server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.Audit.List(new(), 100))!;

        Assert.Equal(
            [
                ("test:ada", "PUT /api/postmortems/{slug}", "200"),
                ("test:ada", "POST /api/postmortems", "201"),
                ("test:ada", "POST /feedback", "302"),
                ("test:vera", "POST /feedback", "refused: needs responder"),
            ],
            rows.Select(r => (r.Subject!, r.What, r.Outcome))
        );
        Assert.Equal(created.Headers.Location!.OriginalString, rows[0].Target);
        Assert.Equal((64, 64, 0, 64), (rows[0].Before.Length, rows[0].After.Length, rows[1].Before.Length, rows[1].After.Length));
        Assert.Equal(rows[1].After, rows[0].Before);
        Assert.NotEqual(rows[0].Before, rows[0].After);
        Assert.DoesNotContain(rows, r => $"{r.What}{r.Target}{r.Outcome}".Contains("secret", StringComparison.Ordinal));
        Assert.Empty(server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.Audit.Verify())!.Problems);
    }

    [Fact]
    public async Task Administrators_look_through_it_and_take_it_away_as_lines_of_json()
    {
        using var server = Visitor.Local();
        using var admin = server.As(Role.Admin);
        await admin.GetAsync("/", Cancellation);
        var live = server.Services.GetRequiredService<LiveKnowledge>();
        for (var i = 1; i <= 2_500; i++)
            live.UpdateStore(s => s.Access.Audit.Append(Entry(i % 7), Now.AddSeconds(i)));

        var page = await admin.GetStringAsync("/audit?subject=local%3Ap3&target=%2Fx", Cancellation);
        Assert.Contains("local:p3", page, StringComparison.Ordinal);
        Assert.DoesNotContain("local:p4", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/audit?subject=local%3Ap3&amp;target=%2Fx&amp;before=", page, StringComparison.Ordinal);

        var lines = (await admin.GetStringAsync("/audit.jsonl?what=POST", Cancellation)).TrimEnd('\n').Split('\n');
        Assert.Equal(2_500, lines.Length);
        var first = JsonDocument.Parse(lines[0]).RootElement;
        Assert.Equal(2_500, first.GetProperty("id").GetInt64());
        Assert.Equal(first.GetProperty("previous").GetString(), JsonDocument.Parse(lines[1]).RootElement.GetProperty("hash").GetString());
    }
}

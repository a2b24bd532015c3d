using Knowledge.Tests.Api;

namespace Knowledge.Tests.Abuse;

/// <summary>
/// nothing is given out that a spreadsheet opens, so no cell can begin with a formula. Whoever adds such an export guards its cells
/// (a leading <c>= + - @</c>, tab or line end), and tests that here.
/// </summary>
public sealed class A21ExportTests
{
    private static readonly string[] Spreadsheets = ["csv", "tab-separated", "excel", "spreadsheet"];

    [Fact]
    public async Task No_answer_is_one_for_a_spreadsheet()
    {
        using var server = Server.With(("a.md", "---\ntitle: =cmd|'/c calc'!A1\n---\n# =1+1\n\nText.\n"));
        using var client = server.Client();
        var asked = 0;
        foreach (var (_, path) in server.Endpoints().Where(e => e.Method == "GET"))
        {
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            var (type, name) = (
                answer.Content.Headers.ContentType?.MediaType ?? "",
                answer.Content.Headers.ContentDisposition?.FileName ?? ""
            );
            Assert.DoesNotContain(Spreadsheets, s => type.Contains(s, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(
                new[] { ".csv", ".tsv", ".xls", ".xlsx", ".ods" },
                e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)
            );
            asked++;
        }
        Assert.True(asked > 60, $"{asked} addresses");
    }
}

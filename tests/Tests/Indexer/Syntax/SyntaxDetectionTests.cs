using System.Text.Json;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Syntax;

public sealed class SyntaxDetectionTests
{
    private static bool IsExpression(string text) => Expression.Of(text, QuerySyntax.Detect) is not null;

    [Theory]
    [InlineData("title:disk AND (full OR \"no space left\"~3) -test owner:data changed:[2026-01-01 TO *] sev:(1 OR 2) pod-4* rows?read^2")]
    [InlineData("disk AND full")]
    [InlineData("disk OR inode")]
    [InlineData("disk NOT inode")]
    [InlineData("NOT disk inode")]
    [InlineData("+disk inode")]
    [InlineData("title:disk")]
    [InlineData("title:\"disk full\"")]
    [InlineData("changed:[2026-01-01 TO 2026-02-01]")]
    [InlineData("sev:[1 TO 2] disk")]
    [InlineData("owner:(data OR platform)")]
    [InlineData("\"no space\"~3")]
    [InlineData("kubernets~1")]
    [InlineData("disk^2 full")]
    [InlineData("pod-4*")]
    public void What_is_clearly_an_expression_is_one(string text) => Assert.True(IsExpression(text));

    [Theory]
    [InlineData("dashboards not loading")]
    [InlineData("why is the disk full?")]
    [InlineData("kind:runbook disk")]
    [InlineData("disk -kafka")]
    [InlineData("\"disk full\" today")]
    [InlineData("DISK FULL AND NO SPACE LEFT")] // Who shouts uses no operators.
    [InlineData("error: disk full (os error 28)")]
    [InlineData("find /data -name '*.log' -mtime +7")]
    [InlineData("SELECT count(*) FROM t WHERE a = 1 AND b = 2")]
    [InlineData("{\"rows_read\": 0} AND nothing")]
    [InlineData("C++ service crashes")]
    [InlineData("+1 for the disk")]
    [InlineData("~/.ssh/config is wrong")]
    [InlineData("node ~ pod")]
    [InlineData("2^16 open files")]
    [InlineData("* disk")]
    [InlineData("**important** disk")]
    [InlineData("http://kb.example/?q=disk")]
    [InlineData("what? disk")]
    [InlineData("when did it start?please help")]
    [InlineData("disk AND")]
    [InlineData("disk AND (full")] // It does not parse.
    [InlineData("disk AND full\nsecond line")]
    [InlineData("title: disk")]
    [InlineData("NOT")]
    [InlineData("")]
    public void What_only_looks_like_one_is_plain_words(string text) => Assert.False(IsExpression(text));

    [Fact]
    public void What_was_said_to_be_plain_or_an_expression_is_that()
    {
        Assert.Null(Expression.Of("disk AND full", QuerySyntax.Plain));
        Assert.NotNull(Expression.Of("disk full", QuerySyntax.Lucene));
    }

    /// <summary>Every question of the judged sets, as people asked it.</summary>
    [Theory]
    [InlineData("eval")]
    public void No_question_of_a_judged_set_is_one(string directory)
    {
        var (questions, taken) = (0, new List<string>());
        foreach (
            var file in Directory
                .EnumerateFiles(Samples.Require(directory), "*.jsonl", SearchOption.AllDirectories)
                .Where(f =>
                    Path.GetFileName(f) is { } name && (name.StartsWith("queries", StringComparison.Ordinal) || name == "unrelated.jsonl")
                )
        )
        foreach (var line in File.ReadLines(file).Where(l => l.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            if (!json.RootElement.TryGetProperty("text", out var text) && !json.RootElement.TryGetProperty("query", out text))
                continue;
            questions++;
            if (IsExpression(text.GetString()!))
                taken.Add(text.GetString()!);
        }
        Assert.True(questions > 500, $"Only {questions} questions were read.");
        Assert.True(taken.Count == 0, string.Join('\n', taken));
    }

    [Fact]
    public void No_question_of_the_example_is_one() =>
        Assert.All(
            File.ReadLines(Path.Combine(Samples.RepositoryRoot(), "tests/Tests/Indexer/Search/example-questions.tsv"))
                .SelectMany(l => l.Split('\t')),
            question => Assert.False(IsExpression(question), question)
        );
}

using Dapper;
using Knowledge.Api.Store;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Api.Store;

/// <summary>What is kept is looked through for people, each column or for a reason not: a new one cannot be forgotten.</summary>
public sealed class PersonalColumnsTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("kb-columns-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private IReadOnlyList<string> Texts()
    {
        Database.Open(directory).Dispose();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "knowledge.db")};Pooling=False");
        connection.Open();
        return
        [
            .. connection.Query<string>(
                """
                SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
                WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.type = 'TEXT' ORDER BY 1
                """
            ),
        ];
    }

    private static bool IsKnown(string column) =>
        PersonalColumns.Replaced.Concat(PersonalColumns.Ended).Any(c => $"{c.Table}.{c.Name}" == column)
        || PersonalColumns.LookedAtOtherwise.Contains(column)
        || PersonalColumns.NotLookedAt.ContainsKey(column)
        || PersonalColumns.NotLookedAt.ContainsKey($"{column.Split('.')[0]}.*");

    [Fact]
    public void Every_text_of_the_store_is_looked_through_or_says_why_not()
    {
        var texts = Texts();
        Assert.True(texts.Count > 60, $"{texts.Count} columns");
        Assert.DoesNotContain(texts, c => !IsKnown(c));
    }

    [Fact]
    public void Nothing_is_listed_that_the_store_does_not_have()
    {
        var texts = Texts();
        var tables = texts.Select(c => c.Split('.')[0]).ToHashSet();
        Assert.Empty(PersonalColumns.Replaced.Select(c => $"{c.Table}.{c.Name}").Except(texts));
        Assert.DoesNotContain(
            PersonalColumns.NotLookedAt.Keys,
            c => c.EndsWith(".*", StringComparison.Ordinal) && !tables.Contains(c[..^2])
        );
        Assert.Empty(PersonalColumns.NotLookedAt.Keys.Where(c => !c.EndsWith(".*", StringComparison.Ordinal)).Except(texts));
    }

    [Fact]
    public void A_new_text_is_noticed() => Assert.False(IsKnown("gaps.asked_by"));
}

using System.Text;

namespace Knowledge.Bench.Queries;

/// <param name="Kind">One of <see cref="QueryKinds"/>.</param>
internal sealed record Query(string Kind, string Text);

internal static class QueryKinds
{
    public const string Prefix = "prefix";
    public const string Typo = "typo";

    public static IReadOnlyList<int> WordCounts { get; } = [2, 3, 5, 8, 15];

    /// <summary>Queries of whole words, which every engine answers alike.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. WordCounts.Select(OfWords)];

    public static IReadOnlyList<string> All { get; } = [.. Words, Prefix, Typo];

    public static string OfWords(int count) => $"{count} words";
}

/// <summary>Queries as lines of <c>kind, text</c> with a tab between them.</summary>
internal static class QueryFile
{
    public static void Write(string path, IEnumerable<Query> queries) =>
        File.WriteAllLines(path, queries.Select(q => $"{q.Kind}\t{q.Text}"), new UTF8Encoding(false));

    public static IReadOnlyList<Query> Read(string path) =>
        [.. File.ReadLines(path).Select(l => l.Split('\t')).Select(f => new Query(f[0], f[1]))];
}

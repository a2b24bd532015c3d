using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Tests.Indexer.Embeddings.Table;

public sealed class RelatedWordsTests
{
    private static readonly StaticTable Table = BuiltInTable.Value;
    private static readonly RelatedWords Words = new(Table);

    [Theory]
    [InlineData("disk", "storage")]
    [InlineData("load", "loading")]
    [InlineData("login", "password")]
    public void Words_that_are_used_alike_are_related_both_ways(string one, string other)
    {
        var cosine = Cosine(one, other);
        Assert.InRange(cosine, RelatedWords.Least, 0.99);
        Assert.Equal(cosine, Cosine(other, one));
        Assert.Equal(Reference(RowOf(one), RowOf(other)), cosine, 0.001);
    }

    [Theory]
    [InlineData("disk", "wedding")]
    [InlineData("password", "river")]
    public void Others_are_not(string one, string other)
    {
        Assert.True(Reference(RowOf(one), RowOf(other)) < RelatedWords.Least);
        Assert.Equal(0, Cosine(one, other));
    }

    [Fact]
    public void They_are_all_that_are_so_near_itself_first_of_all_in_the_order_of_the_rows()
    {
        var row = RowOf("disk");
        var expected = Enumerable.Range(0, Table.Vocabulary.Entries.Count).Where(other => Reference(row, other) >= RelatedWords.Least);

        var related = Words.Of(row);

        Assert.Equal(expected, related.Select(r => (int)r.Row));
        Assert.All(related, r => Assert.InRange((double)r.Cosine, RelatedWords.Least, 1));
        Assert.Equal(1, (double)Assert.Single(related, r => r.Row == row).Cosine);
        Assert.InRange(related.Count, 2, 1_000);
    }

    [Fact]
    public void Whoever_asks_first_and_in_whatever_order_gets_the_same()
    {
        int[] rows = [.. Enumerable.Range(0, 64).Select(i => i * 500)];
        var again = new RelatedWords(Table);
        var atOnce = new IReadOnlyList<RelatedWords.Related>[rows.Length];
        Parallel.For(0, 4 * rows.Length, i => atOnce[i % rows.Length] = again.Of(rows[rows.Length - 1 - i % rows.Length]));
        Assert.All(rows, (row, i) => Assert.Equal(Words.Of(row), atOnce[rows.Length - 1 - i]));
    }

    [Fact]
    public void A_row_without_direction_is_related_to_none()
    {
        var numbers = new float[3 * 32];
        (numbers[0], numbers[32]) = (1, 1);
        var words = new RelatedWords(StaticTable.Round(["one", "same", "nothing"], numbers, 32, ""));
        Assert.Empty(words.Of(2));
        Assert.Equal([0, 1], words.Of(0).Select(r => (int)r.Row));
    }

    internal static int RowOf(string word)
    {
        var rows = new List<int>();
        Table.Vocabulary.AddRows(word, rows);
        return Assert.Single(rows);
    }

    private static double Cosine(string one, string other) =>
        (double)Words.Of(RowOf(one)).FirstOrDefault(r => r.Row == RowOf(other)).Cosine;

    private static double Reference(int one, int other)
    {
        var a = Table.NumbersOf(one);
        var b = Table.NumbersOf(other);
        double dot = 0,
            ofA = 0,
            ofB = 0;
        for (var i = 0; i < a.Length; i++)
            (dot, ofA, ofB) = (dot + a[i] * b[i], ofA + a[i] * a[i], ofB + b[i] * b[i]);
        return dot / Math.Sqrt(ofA * ofB);
    }
}

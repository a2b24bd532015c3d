using System.Text;
using CsCheck;
using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Text;

public sealed class TermListTests
{
    private static TermList Of(IEnumerable<string> terms) => TermList.Of([.. terms.Distinct().Order(StringComparer.Ordinal)]);

    [Fact]
    public void An_empty_list_holds_nothing()
    {
        Assert.Equal(0, TermList.Empty.Count);
        Assert.Equal(-1, TermList.Empty.Find("a"));
        Assert.Equal(-1, TermList.Empty.Find(""));
        Assert.Equal((0, 0), TermList.Empty.Prefix("a"));
        Assert.Equal((0, 0), TermList.Empty.Prefix(""));
    }

    // So many terms over so few slots that many collide, in runs that wrap round the end.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(20_000)]
    public void Every_term_is_found_under_its_number_and_no_other_is_found(int count)
    {
        var terms = Enumerable
            .Range(0, count)
            .Select(i => i.ToString("x", null) + "äßж中"[i % 4])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var list = TermList.Of(terms);

        Assert.Equal(terms.Count, list.Count);
        for (var i = 0; i < terms.Count; i++)
        {
            Assert.Equal(i, list.Find(terms[i]));
            Assert.Equal(i, list.Find(Encoding.UTF8.GetBytes(terms[i])));
            Assert.Equal(terms[i], list.Text(i));
            Assert.Equal(-1, list.Find(terms[i] + "~"));
        }
        Gen.Select(Gen.Int[0, terms.Count - 1], Gen.Int[0, 99], (i, length) => terms[i][..(length % (terms[i].Length + 1))])
            .Sample(
                prefix =>
                {
                    var (first, end) = list.Prefix(prefix);
                    Assert.Equal(
                        terms.Where(t => t.StartsWith(prefix, StringComparison.Ordinal)),
                        Enumerable.Range(first, end - first).Select(list.Text)
                    );
                },
                iter: 200
            );
        Assert.Equal(list.Prefix("zzz").First, list.Prefix("zzz").End);
    }

    // A name of 64 characters with a value of 32 is the longest there is; in a script of three bytes it is longer still.
    [Theory]
    [InlineData("a", 64, "b", 32)]
    [InlineData("中", 64, "中", 32)]
    public void The_longest_term_is_found(string name, int nameLength, string value, int valueLength)
    {
        var term = $"{string.Concat(Enumerable.Repeat(name, nameLength))}={string.Concat(Enumerable.Repeat(value, valueLength))}";

        Assert.Equal(0, Of([term]).Find(term));
        Assert.Equal(-1, Of([term]).Find(new string('x', 100_000)));
    }
}

using System.Text.RegularExpressions;
using CsCheck;
using Knowledge.Indexer.Syntax;

namespace Knowledge.Tests.Indexer.Syntax;

public sealed class WildcardsTests
{
    [Fact]
    public void Patterns_fit_what_a_regular_expression_fits()
    {
        var fits = 0;
        Gen.Select(Gen.OneOf('a', 'b', '*', '?').Array[0, 8], Gen.OneOf('a', 'b').Array[0, 10])
            .Sample(
                (pattern, text) =>
                {
                    var (p, t) = (new string(pattern), new string(text));
                    var expected = Regex.IsMatch(t, $"^{p.Replace("*", ".*").Replace('?', '.')}$", RegexOptions.NonBacktracking);
                    Assert.Equal(expected, Wildcards.Match(p, t));
                    if (expected)
                        Interlocked.Increment(ref fits);
                },
                iter: 5_000
            );
        Assert.True(fits > 100);
    }
}

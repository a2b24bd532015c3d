using System.Text.Json;

namespace Knowledge.Tests.Mutants;

/// <summary>The list of <c>tests/Mutants/run</c> fits the code: each expression stands once where it is looked for.</summary>
public sealed class MutantListTests
{
    public static TheoryData<string> Files => [.. Groups().Select(g => g.GetProperty("file").GetString()!)];

    private static JsonElement[] Groups() => JsonSerializer.Deserialize<JsonElement[]>(Repository.Text("tests/Mutants/mutants.json"))!;

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_expression_is_found_once(string file)
    {
        var text = Repository.Text(file);
        var group = Assert.Single(Groups(), g => g.GetProperty("file").GetString() == file);
        Assert.All(
            group.GetProperty("mutants").EnumerateArray(),
            mutant =>
            {
                var original = mutant.GetProperty("original").GetString()!;
                var inside = mutant.TryGetProperty("in", out var line) ? line.GetString()! : original;
                Assert.True(Count(text, inside) == 1, $"{Count(text, inside)} times in {file}: {inside}");
                Assert.True(Count(inside, original) == 1, $"{Count(inside, original)} times in `{inside}`: {original}");
            }
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_class_that_is_asked_is_there(string file)
    {
        var known = typeof(MutantListTests).Assembly.GetTypes().Select(t => t.Name).ToHashSet();
        var group = Assert.Single(Groups(), g => g.GetProperty("file").GetString() == file);
        Assert.All(group.GetProperty("tests").EnumerateArray(), t => Assert.Contains(t.GetString()!, known));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}

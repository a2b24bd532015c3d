using System.Text.RegularExpressions;

namespace Knowledge.Tests.Docs;

/// <summary>The table of faults and abuses has every number, and names the classes that test it; they say so themselves.</summary>
public sealed partial class ReliabilityDocsTests
{
    private const string Trait = "Reliability";

    [GeneratedRegex(@"^\| (?<number>[FA]-\d\d) \| [^|]+ \| (?<tests>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*Tests)`")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"^(?<letter>[FA])(?<number>\d\d)[A-Z]")]
    private static partial Regex NumberedName();

    private static IReadOnlyList<(string Number, IReadOnlyList<string> Classes)> Rows { get; } =
    [
        .. Row()
            .Matches(Repository.Text("docs/reliability.md"))
            .Select(m =>
                (
                    m.Groups["number"].Value,
                    (IReadOnlyList<string>)[.. ClassName().Matches(m.Groups["tests"].Value).Select(c => c.Groups["name"].Value)]
                )
            ),
    ];

    private static IReadOnlyList<Type> Classes { get; } =
    [.. typeof(ReliabilityDocsTests).Assembly.GetTypes().Where(t => t is { IsClass: true, IsPublic: true })];

    // By its name, or by traits.
    private static IEnumerable<string> NumbersOf(Type type) =>
        type.GetCustomAttributesData()
            .Where(a => a.AttributeType == typeof(TraitAttribute) && (string?)a.ConstructorArguments[0].Value == Trait)
            .Select(a => (string)a.ConstructorArguments[1].Value!)
            .Concat(
                NumberedName().Match(type.Name) is { Success: true } named
                    ? [$"{named.Groups["letter"].Value}-{named.Groups["number"].Value}"]
                    : []
            );

    [Fact]
    public void Every_number_has_a_row_once() =>
        Assert.Equal(
            Enumerable.Range(1, 24).Select(n => $"A-{n:00}").Concat(Enumerable.Range(1, 26).Select(n => $"F-{n:00}")),
            Rows.Select(r => r.Number).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_class_that_a_row_names_is_there_and_carries_its_number()
    {
        Assert.All(
            Rows,
            row =>
            {
                // Which package has a hole is told by the build.
                Assert.True(row.Classes.Count > 0 || row.Number == "A-24", row.Number);
                Assert.All(
                    row.Classes,
                    name =>
                    {
                        var type = Assert.Single(Classes, t => t.Name == name);
                        Assert.True(NumbersOf(type).Contains(row.Number), $"{name} lacks [Trait(\"{Trait}\", \"{row.Number}\")]");
                    }
                );
            }
        );
    }

    [Fact]
    public void Every_class_with_a_number_stands_in_its_row()
    {
        var named = Rows.ToDictionary(r => r.Number, r => r.Classes);
        Assert.All(
            Classes.SelectMany(t => NumbersOf(t).Select(n => (Number: n, t.Name))),
            known => Assert.True(named[known.Number].Contains(known.Name), $"{known.Name} is not named in the row {known.Number}")
        );
    }
}

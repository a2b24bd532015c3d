using System.Reflection;
using System.Text.RegularExpressions;

namespace Knowledge.Tests.Docs;

/// <summary>What docs/security.md says is tested, is: each class and each test that it names is there; each abuse has its row.</summary>
public sealed partial class SecurityDocsTests
{
    private const BindingFlags Tests = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    [GeneratedRegex(@"`(?<class>[A-Z][A-Za-z0-9]*Tests)(\.(?<test>[A-Za-z0-9_]+))?`")]
    private static partial Regex NamedClass();

    // A sentence as tests are called by.
    [GeneratedRegex("`(?<test>[A-Z][a-z]+(_[A-Za-z0-9]+){2,})`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"^\| (?<numbers>A-\d\d(, A-\d\d)*) ", RegexOptions.Multiline)]
    private static partial Regex AbuseRow();

    private static string Text { get; } = Repository.Text("docs/security.md");

    private static ILookup<string, Type> Classes { get; } =
        typeof(SecurityDocsTests)
            .Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsPublic: true, IsNested: false })
            .ToLookup(t => t.Name, StringComparer.Ordinal);

    private static bool IsTest(Type type, string name) =>
        type.GetMethods(Tests).Any(m => m.Name == name && m.GetCustomAttributes<FactAttribute>(inherit: true).Any());

    [Fact]
    public void Each_class_that_is_named_is_there_with_the_test_that_is_named()
    {
        var named = NamedClass().Matches(Text);
        Assert.True(named.Count > 40, $"{named.Count} classes");
        Assert.All(
            named,
            name =>
            {
                var type = Assert.Single(Classes[name.Groups["class"].Value]);
                Assert.True(!name.Groups["test"].Success || IsTest(type, name.Groups["test"].Value), name.Value);
            }
        );
    }

    [Fact]
    public void Each_test_that_is_named_alone_is_there()
    {
        var named = NamedTest().Matches(Text);
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(Classes.SelectMany(c => c), type => IsTest(type, name.Groups["test"].Value)));
    }

    [Fact]
    public void Each_abuse_has_a_row_once() =>
        Assert.Equal(
            Enumerable.Range(1, 24).Select(n => $"A-{n:00}"),
            AbuseRow().Matches(Text).SelectMany(m => m.Groups["numbers"].Value.Split(", ")).Order(StringComparer.Ordinal)
        );
}

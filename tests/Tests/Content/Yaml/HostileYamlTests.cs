using System.Text;
using CsCheck;
using Knowledge.Content.Yaml;

namespace Knowledge.Tests.Content.Yaml;

[Trait("Reliability", "A-05")]
public class HostileYamlTests
{
    private const string AliasBomb = "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n";
    private const string MergeBomb = "a: &a {k: v}\nb: &b {<<: [*a,*a,*a,*a]}\nc: &c {<<: [*b,*b,*b,*b]}\nd: {<<: [*c,*c,*c,*c]}\n";

    public static TheoryData<string, int> Repeated =>
        new MatrixTheoryData<string, int>(
            [
                "[",
                "{",
                "[{",
                "a: [",
                "- ",
                "? ",
                "- - ",
                "? - ",
                "- ? ",
                "[? ",
                "[a]: ",
                "{a: ",
                "[\n",
                "{\n",
                ": ",
                "a: ",
                "\"",
                "'",
                "|\n",
                ">\n",
                "\n",
                " ",
                "\t",
                "#",
                "%",
                "%a\n",
                "---\n",
                "...\n",
                "&a ",
                "*a ",
                "!a ",
                "!",
                "!!a\n",
                "\0",
                "\uD800",
                "\"\\uD800",
                "\uFEFF",
                "\r",
                "\u2028",
                "\\",
                "a\n",
                "a\n\n",
                "- a\n",
                "a: |\n",
                "<<: ",
                "@",
                "`",
                ",",
                "]",
                "}",
                "[a,",
                "\"a\n\n",
            ],
            [16 * 1024, 20 * 1024, 1024 * 1024]
        );

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Repeated))]
    public async Task Text_repeated_up_to_the_cap_is_answered(string fragment, int characters)
    {
        var text = string.Concat(Enumerable.Repeat(fragment, characters / fragment.Length));

        await Task.Run(
            () => GuardedYaml.Read(text, YamlLimits.FrontMatter with { MaxCharacters = 20 * 1024 }),
            TestContext.Current.CancellationToken
        );
        await Task.Run(() => GuardedYaml.Read(text, YamlLimits.Catalog), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("{a: ")]
    public void Deep_nesting_is_refused_at_the_limit(string fragment)
    {
        var problem = GuardedYaml.Read(string.Concat(Enumerable.Repeat(fragment, 4_000)), YamlLimits.FrontMatter).Problem;

        Assert.Contains("nested more than 8 deep", problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_indentation_is_refused_at_the_limit()
    {
        var text = string.Concat(Enumerable.Range(0, 150).Select(depth => new string(' ', depth) + "a:\n"));

        Assert.Contains(
            "nested more than 8 deep",
            GuardedYaml.Read(text, YamlLimits.FrontMatter).Problem!.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(AliasBomb, 1, 4)]
    [InlineData(MergeBomb, 1, 4)]
    public void Bombs_of_references_end_at_their_first_anchor(string text, int line, int column)
    {
        var problem = GuardedYaml.Read(text, YamlLimits.Catalog).Problem;

        Assert.StartsWith("Anchors", problem!.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (problem.Line, problem.Column));
    }

    private static readonly string[] Originals =
    [
        "title: Disk\ntags: [a, 'b', \"c\"]\nasks:\n  - what: x\n    why: |\n      line\n      line\n",
        "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: >-\n      up == 0\n    labels: {severity: page}\n",
        AliasBomb,
        MergeBomb,
        "%YAML 1.2\n---\n? [a, b]\n: !!map {<<: *x}\n...\n---\n\"\\u0041\\x41\\U0001F600\\\n  x\"\n",
    ];

    private static readonly Gen<(int Kind, int At, char Character, int Count, string Other)> Change = Gen.Select(
        Gen.Int[0, 3],
        Gen.Int[0, 9_999],
        Gen.Char["[]{}:,-?#&*!|>'\"%@`\\<~ \t\n\r\0\uFEFF\uD83D\uDE00\u2028aA0.=\u0085"],
        Gen.Int[1, 19],
        Gen.OneOf(Originals)
    );

    [Fact]
    public void Two_thousand_mutations_never_throw() =>
        Gen.Select(Gen.OneOf(Originals), Change.Array[1, 11], Gen.OneOf(YamlLimits.FrontMatter, YamlLimits.Catalog))
            .Sample(
                (original, changes, limits) =>
                {
                    var problem = GuardedYaml.Read(Changed(original, changes), limits).Problem;
                    Assert.True(problem is null or { Line: >= 1, Column: >= 1, Message.Length: > 10 }, $"{problem}");
                },
                iter: 2_000
            );

    private static string Changed(string original, (int Kind, int At, char Character, int Count, string Other)[] changes)
    {
        var text = new StringBuilder(original);
        foreach (var (kind, place, character, count, other) in changes)
        {
            var at = place % text.Length;
            switch (kind)
            {
                case 0:
                    text[at] = character;
                    break;
                case 1:
                    text.Insert(at, character.ToString(), count);
                    break;
                case 2:
                    text.Remove(at, Math.Min(count, text.Length - at - 1));
                    break;
                default:
                    text.Append(other, 0, 20);
                    break;
            }
        }
        return text.ToString();
    }
}

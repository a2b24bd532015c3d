using System.Text;
using Knowledge.Content.Yaml;

namespace Knowledge.Tests.Content.Yaml;

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

    [Fact]
    public void Two_thousand_mutations_never_throw()
    {
        var random = new Random(20250607);
        string[] seeds =
        [
            "title: Disk\ntags: [a, 'b', \"c\"]\nasks:\n  - what: x\n    why: |\n      line\n      line\n",
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: >-\n      up == 0\n    labels: {severity: page}\n",
            AliasBomb,
            MergeBomb,
            "%YAML 1.2\n---\n? [a, b]\n: !!map {<<: *x}\n...\n---\n\"\\u0041\\x41\\U0001F600\\\n  x\"\n",
        ];
        const string alphabet = "[]{}:,-?#&*!|>'\"%@`\\<~ \t\n\r\0\uFEFF\uD83D\uDE00\u2028aA0.=\u0085";

        for (var round = 0; round < 2_000; round++)
        {
            var text = new StringBuilder(seeds[random.Next(seeds.Length)]);
            for (var change = random.Next(1, 12); change > 0; change--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0:
                        text[at] = alphabet[random.Next(alphabet.Length)];
                        break;
                    case 1:
                        text.Insert(at, alphabet[random.Next(alphabet.Length)].ToString(), random.Next(1, 20));
                        break;
                    case 2:
                        text.Remove(at, Math.Min(random.Next(1, 10), text.Length - at - 1));
                        break;
                    default:
                        text.Append(seeds[random.Next(seeds.Length)], 0, 20);
                        break;
                }
            }

            var reading = GuardedYaml.Read(text.ToString(), round % 2 == 0 ? YamlLimits.FrontMatter : YamlLimits.Catalog);

            Assert.True(reading.Problem is null or { Line: >= 1, Column: >= 1, Message.Length: > 10 }, $"Round {round}: {reading.Problem}");
        }
    }
}

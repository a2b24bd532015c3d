using CsCheck;
using Knowledge.Content.Toml;
using Knowledge.Content.Yaml;

namespace Knowledge.Tests.Content.Toml;

public sealed class TomlReaderTests
{
    [Theory]
    [InlineData("a = 1", "{a:1}")]
    [InlineData("# c\na = \"x \\\"y\\\" \\u00e9\\t\" # c\n\n'b c' = 'C:\\x'\n", "{a:'x \"y\" é\t',b c:'C:\\x'}")]
    [InlineData("a.b.c = true\na.d = 1979-05-27 07:32:00Z", "{a:{b:{c:true},d:1979-05-27 07:32:00Z}}")]
    [InlineData("a = [1, [2, 3], # c\n \"x\",\n]", "{a:[1,[2,3],'x']}")]
    [InlineData("a = {b = 1, c = {d = [ ]}}", "{a:{b:1,c:{d:[]}}}")]
    [InlineData("[a.b]\nc = 1\n[a]\nd = 2\n[[e]]\nf = 1\n[[e]]\nf = 2", "{a:{b:{c:1},d:2},e:[{f:1},{f:2}]}")]
    [InlineData("a = \"\"\"\nx\n\"y\"\\\n   z\"\"\"\"\nb = '''l\\n'''", "{a:'x\n\"y\"z\"',b:'l\\n'}")]
    [InlineData("", "{}")]
    public void Reads(string toml, string expected)
    {
        var (map, problem) = TomlReader.Read(toml, YamlLimits.FrontMatter);
        Assert.Null(problem);
        Assert.Equal(expected, Shown(map!));
    }

    [Theory]
    [InlineData("a = 1\na = 2", 2)]
    [InlineData("a = 1 b = 2", 1)]
    [InlineData("\n\na =", 3)]
    [InlineData("a = [1, 2", 1)]
    [InlineData("a = \"x", 1)]
    [InlineData("a = \"\\q\"", 1)]
    [InlineData("a = \"\\ud800\"", 1)]
    [InlineData("a = \"\"\"\n\nx", 3)]
    [InlineData("[a]\nb = 1\n[a]\n", 3)]
    [InlineData("a = 1\n[a]\n", 2)]
    [InlineData("[[a]]\n[a]\n", 2)]
    [InlineData("a = {b = 1}\n[a.c]\n", 2)]
    [InlineData("= 1", 1)]
    [InlineData("[a\nb = 1", 1)]
    public void A_mistake_is_told_with_its_line(string toml, int line)
    {
        var (map, problem) = TomlReader.Read(toml, YamlLimits.FrontMatter);
        Assert.Null(map);
        Assert.Equal(line, problem!.Line);
    }

    [Fact]
    public void Any_text_is_read_or_refused() =>
        Gen.String[Gen.Char["ab.= \n\t[]{}\"'\\,#1u"], 0, 40]
            .Sample(
                text =>
                {
                    var (map, problem) = TomlReader.Read(text, YamlLimits.FrontMatter);
                    Assert.True(map is null != problem is null);
                },
                iter: 20_000
            );

    private static string Shown(YamlNode node) =>
        node switch
        {
            YamlMap map => $"{{{string.Join(',', map.Entries.Select(e => $"{e.Key}:{Shown(e.Value)}"))}}}",
            YamlList list => $"[{string.Join(',', list.Items.Select(Shown))}]",
            YamlScalar { IsQuoted: true } text => $"'{text.Value}'",
            YamlScalar bare => bare.Value,
            _ => throw new InvalidOperationException(),
        };
}

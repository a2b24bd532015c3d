using Knowledge.Content.Yaml;

namespace Knowledge.Tests.Content.Yaml;

[Trait("Reliability", "A-05")]
public class GuardedYamlTests
{
    [Fact]
    public void Reads_maps_lists_and_text_with_their_positions()
    {
        var map = Map("title: Disk is full\ntags:\n  - disk\n  - [a, b]\n");

        Assert.Equal(new YamlScalar("Disk is full", false, 1, 8), map["title"]);
        var tags = Assert.IsType<YamlList>(map["tags"]);
        Assert.Equal((3, 3), (tags.Line, tags.Column));
        Assert.Equal("disk", Text(tags.Items[0]));
        Assert.Equal(["a", "b"], Assert.IsType<YamlList>(tags.Items[1]).Items.Select(Text));
        Assert.False(map.TryGet("owner", out _));
        Assert.Null(map["owner"]);
    }

    [Fact]
    public void Keeps_whether_a_value_was_quoted()
    {
        var map = Map("port: \"5432\"\nlimit: 5432\nempty:\nblock: |\n  12\nsingle: 'no'\n");

        Assert.Equal((true, "5432"), Quoted(map["port"]));
        Assert.Equal((false, "5432"), Quoted(map["limit"]));
        Assert.Equal((false, ""), Quoted(map["empty"]));
        Assert.Equal((true, "12\n"), Quoted(map["block"]));
        Assert.Equal((true, "no"), Quoted(map["single"]));

        static (bool, string) Quoted(YamlNode? node) => node is YamlScalar scalar ? (scalar.IsQuoted, scalar.Value) : default;
    }

    [Fact]
    public void Keeps_the_lines_of_a_block_scalar_whatever_brackets_it_holds()
    {
        var json = string.Concat(Enumerable.Repeat("    [[[[[[[[[[ {{{{{{{{{{ \"\n", 20));
        var map = Map($"expr: |\n{json}folded: >-\n  one\n  two\n");

        Assert.Equal(20, Text(map["expr"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("one two", Text(map["folded"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\n  \n")]
    [InlineData("# a comment\r\n")]
    public void An_empty_text_holds_no_document(string text)
    {
        var reading = Read(text);

        Assert.Null(reading.Problem);
        Assert.Empty(reading.Documents);
    }

    [Fact]
    public void Reads_windows_line_ends_and_a_byte_order_mark()
    {
        var map = Map("\uFEFFtitle: a\r\nowner: b\r\ntext: |\r\n  x\r\n  y\r\n");

        Assert.Equal("a", Text(map["title"]));
        Assert.Equal(new YamlScalar("b", false, 2, 8), map["owner"]);
        Assert.Equal("x\ny\n", Text(map["text"]));
    }

    [Fact]
    public void Reads_several_documents_with_lines_of_the_whole_text()
    {
        var reading = GuardedYaml.Read("kind: System\n---\nkind: Group\n...\n---\nkind: Component\n", YamlLimits.Catalog);

        Assert.Null(reading.Problem);
        Assert.Equal([1, 3, 6], reading.Documents.Select(document => document.Line));
    }

    [Fact]
    public void Keeps_the_documents_before_a_problem()
    {
        var reading = GuardedYaml.Read("kind: System\n---\nkind: [\n", YamlLimits.Catalog);

        Assert.Single(reading.Documents);
        Assert.InRange(reading.Problem!.Line, 3, 4);
    }

    [Fact]
    public void Front_matter_is_one_document()
    {
        var reading = Read("a: 1\n---\nb: 2\n");

        Assert.Single(reading.Documents);
        Assert.Contains("more than 1 YAML document", reading.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(2, reading.Problem.Line);
    }

    [Theory]
    [InlineData("a: 1\nb: &x 2", 2, 4, "Anchors")]
    [InlineData("a: 1\nb:\n  - *x", 3, 5, "Aliases")]
    [InlineData("a: 1\n<<: {b: 2}", 2, 1, "Merge keys")]
    [InlineData("a: !!int 1", 1, 4, "Tags")]
    [InlineData("a: !ruby/object:Gem::Installer {}", 1, 4, "Tags")]
    [InlineData("a: !<tag:yaml.org,2002:js/function> x", 1, 4, "Tags")]
    [InlineData("- !!set {a}", 1, 3, "Tags")]
    [InlineData("%YAML 1.2\n---\na: 1", 1, 1, "Directives")]
    [InlineData("%TAG ! tag:x,2000:\n---\na: 1", 1, 1, "Directives")]
    [InlineData("a: 1\nb: 2\na: 3", 3, 1, "The key 'a' is already on line 1")]
    [InlineData("[a, b]: 1", 1, 1, "A key must be plain text")]
    public void Refuses_what_runbooks_do_not_need(string text, int line, int column, string message)
    {
        var problem = Read(text).Problem;

        Assert.NotNull(problem);
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (problem.Line, problem.Column));
    }

    [Fact]
    public void A_quoted_merge_sign_is_only_a_name() => Assert.Equal("x", Text(Map("\"<<\": x")["<<"]));

    [Theory]
    [InlineData("title: Alert: disk full", 1, "put the whole value in quotes")]
    [InlineData("a:\n\tb: 2", 2, "spaces")]
    [InlineData("owner: @platform", 1, "quotes")]
    [InlineData("a: \"open", 1, "quote")]
    [InlineData("a: [1, 2", 1, "close")]
    [InlineData("a: 1\n b: 2", 2, "quotes")]
    [InlineData("- a\nb: 1", 2, "indentation")]
    [InlineData("a: b\0c", 1, "NUL")]
    public void Says_in_one_line_what_to_do_about_an_error(string text, int line, string advice)
    {
        var problem = Read(text).Problem;

        Assert.NotNull(problem);
        Assert.Contains(advice, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.Equal(line, problem.Line);
    }

    [Fact]
    public void Replaces_halves_of_surrogate_pairs_and_escaped_nuls()
    {
        var map = Map("a: x\uD800y\nb: \"\\0\"\nc: \U0001F600\n");

        Assert.Equal("x\uFFFDy", Text(map["a"]));
        Assert.Equal("\uFFFD", Text(map["b"]));
        Assert.Equal("\U0001F600", Text(map["c"]));
    }

    [Fact]
    public void Text_at_the_limits_is_read_and_one_more_is_refused()
    {
        var limits = new YamlLimits(100, 2, 10, 5, 1);

        Assert.Null(GuardedYaml.Read("[[12345]]", limits).Problem);
        Assert.Contains("5", GuardedYaml.Read("[[123456]]", limits).Problem!.Message, StringComparison.Ordinal);
        Assert.Contains("nested more than 2 deep", GuardedYaml.Read("[[[1]]]", limits).Problem!.Message, StringComparison.Ordinal);
        Assert.Contains("more than 10", GuardedYaml.Read("[1, 2, 3, 4, 5, 6]", limits).Problem!.Message, StringComparison.Ordinal);
        Assert.Contains("101 characters", GuardedYaml.Read(new string('a', 101), limits).Problem!.Message, StringComparison.Ordinal);
    }

    private static YamlParseResult Read(string text) => GuardedYaml.Read(text, YamlLimits.FrontMatter);

    private static YamlMap Map(string text)
    {
        var reading = Read(text);
        Assert.Null(reading.Problem);
        return Assert.IsType<YamlMap>(Assert.Single(reading.Documents));
    }

    private static string Text(YamlNode? node) => Assert.IsType<YamlScalar>(node).Value;
}

using System.Text.Json;
using Knowledge.Indexer.Configuration;
using Knowledge.Tests.Indexer.Commands;

namespace Knowledge.Tests.Indexer.Configuration;

/// <summary>What nobody types: from the environment, else from the file; what is typed comes first.</summary>
public sealed class KeptOptionsTests : IDisposable
{
    private readonly Fixture files = new Fixture()
        .With("content/disk.md", "# Disk full\n\nThe charts show no data.\n")
        .With("content/other.md", "# Other disk\n\nThe disk is well.\n")
        .With("content/third.md", "# Third disk\n\nThe disk is slow.\n");

    public void Dispose() => files.Dispose();

    private string File => Path.Combine(files.Directory, "kb", "config.yaml");

    private (string, string) Home => ("XDG_CONFIG_HOME", files.Directory);

    private KeptOptionsTests Keep(string yaml)
    {
        files.With("kb/config.yaml", yaml.Replace("CONTENT", Path.Combine(files.Directory, "content"), StringComparison.Ordinal));
        return this;
    }

    private async Task<int> HitsOf(IEnumerable<(string, string)> variables, params string[] more)
    {
        var (exit, json, error) = await Kb.RunWith([Home, .. variables], ["search", "disk", "--embedder", "none", "-o", "json", .. more]);
        Assert.Equal((0, ""), (exit, error));
        using var response = JsonDocument.Parse(json);
        return response.RootElement.GetProperty("hits").GetArrayLength();
    }

    [Fact]
    public async Task A_typed_option_comes_before_the_environment_and_that_before_the_file()
    {
        Keep("content: CONTENT\nlimit: 1\n");
        Assert.Equal(1, await HitsOf([]));
        Assert.Equal(2, await HitsOf([("KB_LIMIT", "2")]));
        Assert.Equal(3, await HitsOf([("KB_LIMIT", "2")], "--limit", "3"));
        // A variable that is empty is none.
        Assert.Equal(1, await HitsOf([("KB_LIMIT", "")]));
    }

    [Fact]
    public async Task A_section_of_a_command_comes_before_what_stands_for_all()
    {
        Keep("content: [CONTENT]\nlimit: 1\nsearch:\n  limit: 2\n  output: json\nshow:\n  output: table\n");
        Assert.Equal(2, await HitsOf([]));
        var (_, shown, _) = await Kb.RunWith([Home], ["show", "disk"]);
        Assert.StartsWith("Disk full", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switches_and_lists_are_kept_too()
    {
        Keep("content:\n  - one=CONTENT\nexplain: true\n");
        var (_, explained, _) = await Kb.RunWith([Home], ["search", "disk", "--embedder", "none"]);
        Assert.Contains("term: disk", explained, StringComparison.Ordinal);
        var (_, plain, _) = await Kb.RunWith([Home, ("KB_EXPLAIN", "false")], ["search", "disk", "--embedder", "none"]);
        Assert.DoesNotContain("term: disk", plain, StringComparison.Ordinal);
        // Words that begin with a hyphen stay words.
        Assert.Equal(0, (await Kb.RunWith([Home], ["search", "--embedder", "none", "--", "-disk"])).ExitCode);
        // Several directories in one variable, as in PATH.
        var two = $"{files.Directory}/content{Path.PathSeparator}two={files.Directory}/content";
        var (_, both, _) = await Kb.RunWith(
            [("KB_CONTENT", two)],
            ["search", "disk", "--embedder", "none", "-o", "json", "--limit", "100"]
        );
        Assert.Contains("\"two/disk\"", both, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limit: many\n", "--limit", "config.yaml:1)")]
    [InlineData("explain: perhaps\n", "--explain", "config.yaml:1)")]
    [InlineData("output: xml\n", "'xml'", "config.yaml:1)")]
    [InlineData("- a\n- b\n", "NAME: VALUE", "config.yaml:1:")]
    [InlineData("limit: [[1]]\n", "'limit' takes a value", "config.yaml:1:")]
    [InlineData("limit: \"1\n", "config.yaml:", "kb: ")]
    public async Task What_is_wrong_is_one_line_with_its_place(string yaml, params string[] parts)
    {
        Keep(yaml);
        var (exit, output, error) = await Kb.RunWith([Home], ["search", "disk"]);
        Assert.Equal((2, ""), (exit, output));
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.All(parts, part => Assert.Contains(part, error, StringComparison.Ordinal));
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_is_wrong_is_named()
    {
        var (exit, _, error) = await Kb.RunWith([("KB_LIMIT", "0")], ["search", "x", "--content", files.Directory]);
        Assert.Equal(2, exit);
        Assert.Contains("--limit takes 1 to 100 (KB_LIMIT)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_names_no_option_is_told_and_does_no_harm()
    {
        Keep("content: CONTENT\nlimt: 5\nsearch: {explian: true}\nserch: {limit: 2}\n");
        var (exit, output, error) = await Kb.RunWith([Home], ["search", "disk", "--embedder", "none"]);
        Assert.Equal(0, exit);
        Assert.Contains("Disk full", output, StringComparison.Ordinal);
        Assert.Equal(
            [
                $"kb: {File}:2: there is no option 'limt': did you mean limit?",
                $"kb: {File}:3: there is no option 'search.explian': did you mean explain?",
                $"kb: {File}:4: there is no option 'serch.limit': did you mean search?",
            ],
            error.TrimEnd().Split('\n')
        );
    }

    [Fact]
    public async Task Config_shows_what_is_in_force_and_from_where()
    {
        Keep("content: CONTENT\nsearch:\n  limit: 7\n");
        var variables = new[] { Home, ("KB_EXPLAIN", "true") };
        var (exit, table, _) = await Kb.RunWith(variables, ["config"]);
        Assert.Equal(0, exit);
        Assert.Matches($@"(?m)^limit\s+7\s+\[{System.Text.RegularExpressions.Regex.Escape(File)}:3\]\s+for search\s*$", table);
        Assert.Contains("[KB_EXPLAIN]", table, StringComparison.Ordinal);
        Assert.DoesNotContain("[default]", table, StringComparison.Ordinal);

        var (_, json, _) = await Kb.RunWith(variables, ["config", "search", "-o", "json"]);
        using var answer = JsonDocument.Parse(json);
        var options = answer.RootElement.GetProperty("options").EnumerateArray().ToDictionary(o => o.GetProperty("option").GetString()!);
        Assert.Equal(("7", $"{File}:3"), Of("limit"));
        Assert.Equal(("true", "KB_EXPLAIN"), Of("explain"));
        Assert.Equal(("table", "default"), Of("output"));
        Assert.Equal(("built-in", "default"), Of("embedder"));

        Assert.Contains("(not there)", (await Kb.Run("config")).Output, StringComparison.Ordinal);
        var (wrong, _, error) = await Kb.Run("config", "serch");
        Assert.Equal(2, wrong);
        Assert.Contains("did you mean search?", error, StringComparison.Ordinal);

        (string?, string?) Of(string option) =>
            (options[option].GetProperty("value").GetString(), options[option].GetProperty("from").GetString());
    }

    [Fact]
    public async Task Another_file_can_be_named()
    {
        files.With("mine.yaml", $"content: {files.Directory}/content\nlimit: 1\n");
        Assert.Equal(1, await HitsOf([("KB_CONFIG", Path.Combine(files.Directory, "mine.yaml"))]));
    }

    [Fact]
    public void A_path_may_begin_at_home()
    {
        var (values, problem) = ConfigFile.Parse("content: [~/runbooks, ~other]\ncache:\n");
        Assert.Null(problem);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal([Path.Combine(home, "runbooks"), "~other"], Assert.Single(values).Values);
    }
}

using System.Text.RegularExpressions;
using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;

namespace Knowledge.Tests.Docs;

/// <summary><c>docs/senders.md</c> has every format, and its mapping works.</summary>
public sealed partial class SenderDocsTests
{
    private static string Page => Repository.Text("docs/senders.md");

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [Fact]
    public void Every_format_has_a_row() =>
        Assert.All(
            Enum.GetNames<AlertPayloadFormat>(),
            name => Assert.Single(Page.Split('\n'), line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal))
        );

    [Fact]
    public void The_mapping_is_read_and_its_example_runs()
    {
        var yaml = Yaml().Match(Page).Groups[1].Value;

        Assert.True(HookMappingReader.IsMapping("hooks/mill.yaml", yaml));
        var (mapping, findings) = HookMappingReader.Read("hooks/mill.yaml", yaml);
        Assert.Empty(findings);
        Assert.NotNull(mapping);
        var wrong = HookMappingReader.Read("hooks/mill.yaml", yaml.Replace("state: firing", "state: resolved", StringComparison.Ordinal));
        Assert.Contains("gives state 'firing'", Assert.Single(wrong.Findings).Message, StringComparison.Ordinal);
    }
}

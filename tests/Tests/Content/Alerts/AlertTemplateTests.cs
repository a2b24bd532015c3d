using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Alerts;

public sealed class AlertTemplateTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{{ $labels.namespace }}/{{$labels.pod}} is {{ $value | humanizePercentage }} full", "{namespace}/{pod} is {value} full")]
    [InlineData("{{ with $labels.cluster -}} on {{ . }} {{- end }} x", "on {value}  x")]
    [InlineData("{{- range query \"up\" }}{{ .Labels.job }}{{ end }}", "{value}")]
    [InlineData("{{ $x := 1 }}{{/* note */}}a", "a")]
    [InlineData("{{ printf \"%.2f\" $value }}", "{value}")]
    [InlineData("{{ $labels. }} {{ open", "{value} {{ open")]
    public void What_an_alert_fills_in_is_a_hole(string text, string expected) =>
        Assert.Equal(expected, AlertTemplate.WithPlaceholders(text));

    [Fact]
    public void What_is_known_is_filled_in_and_an_open_hole_is_no_address()
    {
        var labels = new Dictionary<string, string> { ["alertname"] = "DiskFull" };
        Assert.Equal("https://x.example/DiskFull", AlertTemplate.Expand("https://x.example/{{ $labels.alertname }}", labels));
        Assert.Null(AlertTemplate.Expand("https://x.example/{{ $labels.pod }}", labels));
    }
}

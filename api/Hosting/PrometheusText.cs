using System.Globalization;
using System.Text;

namespace Knowledge.Api.Hosting;

/// <summary>The Prometheus text exposition format 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            if (!string.IsNullOrEmpty(family.Help))
                text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Name} {EscapeHelp(family.Help)}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Name} {family.Type.ToString().ToLowerInvariant()}\n");
            foreach (var sample in family.Samples)
            {
                if (sample.Buckets is { } buckets)
                    WriteHistogram(text, family.Name, sample, buckets);
                else
                    WriteLine(text, family.Name, sample.Labels, sample.Value);
            }
        }
        return text.ToString();
    }

    /// <summary>A name that Prometheus takes: dots and dashes become underscores, counters end in <c>_total</c>.</summary>
    public static string NameOf(string instrument, MetricType type)
    {
        var name = new string([.. instrument.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':' ? c : '_')]);
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            name = "_" + name;
        return type == MetricType.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static void WriteHistogram(StringBuilder text, string name, Sample sample, Buckets buckets)
    {
        long count = 0;
        for (var i = 0; i < buckets.Counts.Count; i++)
        {
            count += buckets.Counts[i];
            var bound = i < buckets.Bounds.Count ? Number(buckets.Bounds[i]) : "+Inf";
            WriteLine(text, name + "_bucket", [.. sample.Labels, new("le", bound)], count);
        }
        WriteLine(text, name + "_sum", sample.Labels, sample.Value);
        WriteLine(text, name + "_count", sample.Labels, count);
    }

    private static void WriteLine(StringBuilder text, string name, IReadOnlyList<KeyValuePair<string, string>> labels, double value)
    {
        text.Append(name);
        if (labels.Count > 0)
            text.Append('{').AppendJoin(',', labels.Select(l => $"{LabelName(l.Key)}=\"{EscapeLabel(l.Value)}\"")).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string LabelName(string name) => NameOf(name, MetricType.Gauge).Replace(':', '_');

    private static string EscapeLabel(string value) =>
        value
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeHelp(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

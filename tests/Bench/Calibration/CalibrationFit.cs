using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Knowledge.Indexer.Search;

namespace Knowledge.Bench.Calibration;

/// <summary>Fits what <c>calibration.json</c> holds for one kind of generator to what <c>kb eval --signs</c> wrote.</summary>
internal static class CalibrationFit
{
    /// <summary>What all unrelated questions together weigh of all related ones; a file weighs as much as any other of its sort.</summary>
    private const double UnrelatedShare = 1;

    // More of these speaks against a page, or may speak either way; more of any other sign speaks for it.
    private const string Against = "nowhere";
    private static readonly string[] EitherWay = ["concepts", "asked"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="kind"><c>words</c>, <c>table</c> or <c>encoder</c>.</param>
    /// <param name="into">The file; other kinds in it stay.</param>
    public static void Run(string into, string kind, IReadOnlyList<string> related, IReadOnlyList<string> unrelated)
    {
        var (signs, labels, weights) = (new List<double[]>(), new List<double>(), new List<double>());
        foreach (var file in related)
            Add(file, 1);
        foreach (var file in unrelated)
            Add(file, UnrelatedShare * related.Count / unrelated.Count, 0);
        var fitted = Fit(signs, labels, [.. weights.Select(w => 100 * w)]);

        var all = File.Exists(into) ? JsonNode.Parse(File.ReadAllText(into))!.AsObject() : [];
        all[kind] = new JsonObject
        {
            ["intercept"] = Math.Round(fitted[0], 4),
            ["coefficients"] = new JsonObject(
                AnswerSigns.Names.Select((name, i) => KeyValuePair.Create(name, (JsonNode?)Math.Round(fitted[i + 1], 4)))
            ),
        };
        File.WriteAllText(into, all.ToJsonString(Indented) + "\n");

        void Add(string file, double weight, double? label = null)
        {
            var lines = File.ReadAllLines(file);
            foreach (var line in lines)
            {
                var cells = line.Split('\t');
                labels.Add(label ?? double.Parse(cells[1], CultureInfo.InvariantCulture));
                signs.Add([.. cells.Skip(2).Select(c => double.Parse(c, CultureInfo.InvariantCulture))]);
                weights.Add(weight / lines.Length);
            }
        }
    }

    // What says the opposite of what it means only mends others on the pages that were fitted to: it is left out, one after the other.
    private static double[] Fit(List<double[]> signs, List<double> labels, double[] weights)
    {
        signs = signs.ConvertAll(s => s.ToArray());
        while (true)
        {
            var fitted = LogisticRegression.Fit(signs, labels, weights);
            var wrong = Enumerable
                .Range(0, AnswerSigns.Names.Count)
                .Where(c => !EitherWay.Contains(AnswerSigns.Names[c]))
                .Select(c => (Column: c, Pull: fitted[c + 1] * Spread(c) * (AnswerSigns.Names[c] == Against ? -1 : 1)))
                .MinBy(c => c.Pull);
            if (wrong.Pull >= 0)
                return fitted;
            foreach (var row in signs)
                row[wrong.Column] = 0;
        }

        double Spread(int column)
        {
            var mean = signs.Average(s => s[column]);
            return signs.Average(s => Math.Abs(s[column] - mean));
        }
    }
}

using System.Text.Json;
using Knowledge.Indexer.Embeddings;

namespace Knowledge.Indexer.Search;

/// <summary>How likely a page answers a query, by its signs (<see cref="AnswerSigns"/>): a logistic regression.</summary>
/// <remarks>
/// The coefficients stand in <c>calibration.json</c>, one set for words alone and one for each kind of generator;
/// <c>tests/Bench/calibrate</c> fits them, and <c>kb eval</c> tells how well they fit.
/// </remarks>
internal sealed class Calibration
{
    /// <summary>In fewer documents it does not show which words are rare, and confidence goes by coverage alone.</summary>
    public const int MinDocuments = 25;

    // Chosen with each corpus left out in turn: QUALITY.md has what they give.
    private const double High = 0.95;
    private const double Medium = 0.57;

    private static readonly Lazy<IReadOnlyDictionary<string, Calibration>> All = new(Read);

    private readonly double intercept;
    private readonly double[] coefficients;

    private Calibration(double intercept, double[] coefficients) => (this.intercept, this.coefficients) = (intercept, coefficients);

    /// <param name="weights">Of the generator; null for words alone.</param>
    public static Calibration For(FusionWeights? weights) =>
        All.Value[
            weights is not { } of ? "words"
            : of.IsTable ? "table"
            : "encoder"
        ];

    /// <summary>What a probability is worth; below <see cref="Confidence.Medium"/> it says no more than that.</summary>
    public static Confidence ConfidenceOf(double probability) =>
        probability switch
        {
            >= High => Confidence.High,
            >= Medium => Confidence.Medium,
            _ => Confidence.None,
        };

    /// <summary>0 to 1.</summary>
    public double Probability(IReadOnlyList<double> signs)
    {
        var sum = intercept;
        for (var i = 0; i < coefficients.Length; i++)
            sum += coefficients[i] * signs[i];
        return 1 / (1 + Math.Exp(-sum));
    }

    private static Dictionary<string, Calibration> Read()
    {
        using var file = typeof(Calibration).Assembly.GetManifestResourceStream("calibration.json")!;
        using var json = JsonDocument.Parse(file);
        return json
            .RootElement.EnumerateObject()
            .ToDictionary(
                kind => kind.Name,
                kind => new Calibration(
                    kind.Value.GetProperty("intercept").GetDouble(),
                    [.. AnswerSigns.Names.Select(name => kind.Value.GetProperty("coefficients").GetProperty(name).GetDouble())]
                )
            );
    }
}

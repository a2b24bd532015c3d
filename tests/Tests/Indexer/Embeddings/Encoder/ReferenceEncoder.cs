namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

/// <summary>
/// The forward pass of BERT as the paper writes it, one number after the other in double precision: what the fast one must agree
/// with.
/// </summary>
internal sealed class ReferenceEncoder(TinyModel model)
{
    public double[] Encode(int[] ids, bool firstToken = false)
    {
        var states = States(ids, ids.Length);
        double[] pooled = firstToken ? states[0] : [.. Enumerable.Range(0, model.Width).Select(i => states.Average(state => state[i]))];
        var length = Math.Sqrt(pooled.Sum(number => number * number));
        return [.. pooled.Select(number => number / length)];
    }

    /// <summary>The logistic function of a cross-encoder's output.</summary>
    public double Judge(int[] ids, int firstLength)
    {
        double[] pooled = [.. Dense("pooler.dense", States(ids, firstLength)[0]).Select(Math.Tanh)];
        return 1 / (1 + Math.Exp(-Dense("classifier", pooled).Single()));
    }

    private double[][] States(int[] ids, int firstLength)
    {
        var states = ids.Select(
                (id, position) =>
                    Norm(
                        "embeddings.LayerNorm",
                        [
                            .. Row("embeddings.word_embeddings", id)
                                .Zip(Row("embeddings.position_embeddings", position), TypeRow(position, firstLength))
                                .Select(sum => sum.First + sum.Second + sum.Third),
                        ]
                    )
            )
            .ToArray();
        for (var layer = 0; layer < model.Layers; layer++)
        {
            var name = $"encoder.layer.{layer}.";
            var attended = Attend(name, states);
            states =
            [
                .. states.Select(
                    (state, i) => Norm($"{name}attention.output.LayerNorm", Sum(state, Dense($"{name}attention.output.dense", attended[i])))
                ),
            ];
            states =
            [
                .. states.Select(state =>
                    Norm(
                        $"{name}output.LayerNorm",
                        Sum(state, Dense($"{name}output.dense", [.. Dense($"{name}intermediate.dense", state).Select(Gelu)]))
                    )
                ),
            ];
        }
        return states;
    }

    private IEnumerable<double> TypeRow(int position, int firstLength) =>
        Row("embeddings.token_type_embeddings", position < firstLength ? 0 : 1);

    private double[][] Attend(string name, double[][] states)
    {
        double[][] Part(string part) => [.. states.Select(state => Dense($"{name}attention.self.{part}", state))];
        var (queries, keys, values) = (Part("query"), Part("key"), Part("value"));
        var width = model.Width / model.Heads;
        var mixed = states.Select(_ => new double[model.Width]).ToArray();
        for (var head = 0; head < model.Heads; head++)
        for (var i = 0; i < states.Length; i++)
        {
            var scores = keys.Select(key =>
                    Math.Exp(Enumerable.Range(head * width, width).Sum(d => queries[i][d] * key[d]) / Math.Sqrt(width))
                )
                .ToArray();
            for (var d = head * width; d < (head + 1) * width; d++)
                mixed[i][d] = values.Select((value, j) => value[d] * scores[j]).Sum() / scores.Sum();
        }
        return mixed;
    }

    private double[] Dense(string name, double[] input) =>
        [
            .. model
                .Tensors[$"{name}.bias"]
                .Numbers.Select((bias, output) => bias + Row(name, output).Zip(input).Sum(pair => pair.First * pair.Second)),
        ];

    private double[] Norm(string name, double[] row)
    {
        var mean = row.Average();
        var deviation = Math.Sqrt(row.Average(number => (number - mean) * (number - mean)) + 1e-12);
        return
        [
            .. row.Select(
                (number, i) =>
                    (number - mean) / deviation * model.Tensors[$"{name}.weight"].Numbers[i] + model.Tensors[$"{name}.bias"].Numbers[i]
            ),
        ];
    }

    private IEnumerable<double> Row(string name, int row)
    {
        var (shape, numbers) = model.Tensors[$"{name}.weight"];
        return numbers.Skip(row * shape[1]).Take(shape[1]).Select(number => (double)number);
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    public static double Gelu(double x) => x * (0.5 + Integral(x));

    // Of the normal density from 0, by Simpson's rule.
    private static double Integral(double x)
    {
        const int Steps = 400;
        var h = Math.Clamp(x, -9, 9) / Steps;
        double Density(int step) => Math.Exp(-h * step * h * step / 2) / Math.Sqrt(2 * Math.PI);
        return h
            / 3
            * Enumerable
                .Range(0, Steps + 1)
                .Sum(step =>
                    Density(step)
                    * (
                        step is 0 or Steps ? 1
                        : step % 2 == 1 ? 4
                        : 2
                    )
                );
    }
}

using System.Globalization;
using System.Numerics;

namespace Knowledge.Indexer.Embeddings.Distillation;

internal sealed record TrainingOptions(int Dimensions, int Epochs, int Threads, int BatchSize = 512, double LearningRate = 1e-3)
{
    /// <summary>Fewer make no batch beside what is held out.</summary>
    public const int MinTexts = 1024;
}

/// <summary>Rows whose normalised sums point where the teacher's vectors do.</summary>
/// <remarks>
/// The loss is the mean of 1 - cosine to the teacher's vector. Rows move by Adam (Kingma and Ba, 2015), each only in batches in
/// which it occurs. They begin as the teacher's vectors of the single words, weighed by how rare those are
/// (Arora, Liang, Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", 2017). The same inputs give the same bits,
/// however many threads there are.
/// </remarks>
internal sealed class Training
{
    private const ulong Seed = 2;
    private const int HeldOut = 2000;
    private const int ProjectionSample = 40_000;
    private const float FirstMoment = 0.9f,
        SecondMoment = 0.999f,
        Epsilon = 1e-8f;
    private const double Rare = 1e-3;

    private readonly TrainingTexts texts;
    private readonly TrainingOptions options;
    private readonly float[] table;
    private readonly float[] mean;
    private readonly float[] variance;
    private readonly float[] targets;
    private readonly Batch batch;
    private int step;

    private Training(TrainingTexts texts, TrainingOptions options, float[] table, float[] targets)
    {
        (this.texts, this.options, this.table, this.targets) = (texts, options, table, targets);
        (mean, variance) = (new float[table.Length], new float[table.Length]);
        batch = new(options.BatchSize, options.Dimensions, table.Length / options.Dimensions);
    }

    /// <param name="words">The teacher's vector of each row's entry alone, of length 1.</param>
    /// <returns>A row of <see cref="TrainingOptions.Dimensions"/> numbers per entry.</returns>
    public static float[] Run(TrainingTexts texts, float[] words, TrainingOptions options, TextWriter log, CancellationToken cancellation)
    {
        var length = texts.TeacherDimensions;
        var rows = words.Length / length;
        var random = new SeededRandom(Seed);
        var order = Enumerable.Range(0, texts.Count).ToArray();
        random.Shuffle(order);
        var held = order[..Math.Min(HeldOut, texts.Count / 10)];
        var learned = order[held.Length..];

        var (directions, kept) = Projection.Of(
            TeacherVectorsOf(texts, learned.Take(ProjectionSample)),
            length,
            options.Dimensions,
            options.Threads
        );
        log.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"kb: {texts.Count:N0} texts; {options.Dimensions} directions keep {kept:P1}")
        );
        var targets = Project(texts, directions, options);
        var table = new float[rows * options.Dimensions];
        MatrixProducts.Multiply(words, rows, directions, options.Dimensions, length, table, options.Threads);
        var counts = texts.Counts(rows);
        var total = counts.Sum(c => (double)c);
        for (var row = 0; row < rows; row++)
        {
            var weight = (float)(Rare / (Rare + (counts[row] + 0.5) / total));
            foreach (ref var number in table.AsSpan(row * options.Dimensions, options.Dimensions))
                number *= weight;
        }

        var training = new Training(texts, options, table, targets);
        log.WriteLine($"kb: at the start {training.Check(held)}");
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle(learned);
            var rate = options.LearningRate * (1 - (double)epoch / options.Epochs);
            var loss = 0.0;
            for (var first = 0; first + options.BatchSize <= learned.Length; first += options.BatchSize)
            {
                cancellation.ThrowIfCancellationRequested();
                loss += training.Step(learned.AsSpan(first, options.BatchSize), rate);
            }
            var mean = loss / Math.Max(1, learned.Length / options.BatchSize);
            log.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"kb: round {epoch + 1} of {options.Epochs}: loss {mean:F4}, {training.Check(held)}"
                )
            );
        }
        return table;
    }

    private static float[] TeacherVectorsOf(TrainingTexts texts, IEnumerable<int> some)
    {
        int[] chosen = [.. some];
        var vectors = new float[chosen.Length * texts.TeacherDimensions];
        for (var i = 0; i < chosen.Length; i++)
            texts.CopyTeacherVector(chosen[i], vectors.AsSpan(i * texts.TeacherDimensions, texts.TeacherDimensions));
        return vectors;
    }

    private static float[] Project(TrainingTexts texts, float[] directions, TrainingOptions options)
    {
        const int AtOnce = 4096;
        var projected = new float[texts.Count * options.Dimensions];
        var part = new float[AtOnce * options.Dimensions];
        for (var first = 0; first < texts.Count; first += AtOnce)
        {
            var count = Math.Min(AtOnce, texts.Count - first);
            MatrixProducts.Multiply(
                TeacherVectorsOf(texts, Enumerable.Range(first, count)),
                count,
                directions,
                options.Dimensions,
                texts.TeacherDimensions,
                part,
                options.Threads
            );
            for (var i = 0; i < count; i++)
                Table.TableKernel.Normalize(part.AsSpan(i * options.Dimensions, options.Dimensions));
            part.AsSpan(0, count * options.Dimensions).CopyTo(projected.AsSpan(first * options.Dimensions));
        }
        return projected;
    }

    private ReadOnlySpan<float> TargetOf(int text) => targets.AsSpan(text * options.Dimensions, options.Dimensions);

    private double Step(ReadOnlySpan<int> chosen, double rate)
    {
        int[] members = [.. chosen];
        var (size, dimensions) = (members.Length, options.Dimensions);
        Parallel.For(
            0,
            size,
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            i =>
            {
                var vector = batch.Vectors.AsSpan(i * dimensions, dimensions);
                batch.Losses[i] = CosineGradient(
                    vector,
                    Sum(members[i], vector),
                    TargetOf(members[i]),
                    batch.Gradients.AsSpan(i * dimensions, dimensions),
                    size
                );
            }
        );
        ApplyGradients(members, rate);
        return batch.Losses.Sum() / size;
    }

    // The sum of a text's rows to length 1; gives the length it had.
    private float Sum(int text, Span<float> vector)
    {
        vector.Clear();
        foreach (var row in texts.RowsOf(text))
            Add(table.AsSpan(row * options.Dimensions, options.Dimensions), vector);
        var length = MathF.Sqrt(MatrixProducts.Dot(vector, vector));
        if (length > 0)
            foreach (ref var number in vector)
                number /= length;
        return length;
    }

    // What moves the vector, as what moves the sum before it was normalised. Gives the loss.
    private static double CosineGradient(
        ReadOnlySpan<float> vector,
        float length,
        ReadOnlySpan<float> target,
        Span<float> gradient,
        int size
    )
    {
        var cosine = MatrixProducts.Dot(vector, target);
        var factor = 1 / (size * Math.Max(length, 1e-6f));
        for (var d = 0; d < gradient.Length; d++)
            gradient[d] = (cosine * vector[d] - target[d]) * factor;
        return 1 - cosine;
    }

    private void ApplyGradients(int[] members, double rate)
    {
        step++;
        batch.Occurrences.Clear();
        for (var i = 0; i < members.Length; i++)
            foreach (var row in texts.RowsOf(members[i]))
                batch.Occurrences.Add((row, i));
        batch.Occurrences.Sort();
        batch.Firsts.Clear();
        for (var i = 0; i < batch.Occurrences.Count; i++)
            if (i == 0 || batch.Occurrences[i].Row != batch.Occurrences[i - 1].Row)
                batch.Firsts.Add(i);
        var (correction1, correction2) = (1 - Math.Pow(FirstMoment, step), 1 - Math.Pow(SecondMoment, step));
        var stepSize = (float)(rate * Math.Sqrt(correction2) / correction1);
        var dimensions = options.Dimensions;
        Parallel.For(
            0,
            batch.Firsts.Count,
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            () => new float[dimensions],
            (group, _, gradient) =>
            {
                Array.Clear(gradient);
                var end = group + 1 < batch.Firsts.Count ? batch.Firsts[group + 1] : batch.Occurrences.Count;
                for (var k = batch.Firsts[group]; k < end; k++)
                    Add(batch.Gradients.AsSpan(batch.Occurrences[k].Text * dimensions, dimensions), gradient);
                Adam(gradient, batch.Occurrences[batch.Firsts[group]].Row * dimensions, stepSize, (float)Math.Sqrt(correction2));
                return gradient;
            },
            _ => { }
        );
    }

    private void Adam(ReadOnlySpan<float> gradient, int first, float stepSize, float correction)
    {
        var numbers = table.AsSpan(first, gradient.Length);
        var means = mean.AsSpan(first, gradient.Length);
        var variances = variance.AsSpan(first, gradient.Length);
        for (var d = 0; d < gradient.Length; d++)
        {
            means[d] = FirstMoment * means[d] + (1 - FirstMoment) * gradient[d];
            variances[d] = SecondMoment * variances[d] + (1 - SecondMoment) * gradient[d] * gradient[d];
            numbers[d] -= stepSize * means[d] / (MathF.Sqrt(variances[d]) + Epsilon * correction);
        }
    }

    private static void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        var width = Vector<float>.Count;
        var i = 0;
        for (; i <= from.Length - width; i += width)
            (new Vector<float>(from[i..]) + new Vector<float>(to[i..])).CopyTo(to[i..]);
        for (; i < from.Length; i++)
            to[i] += from[i];
    }

    // Of texts that nothing was learned from: cosine to the teacher, and how alike their similarities are.
    private string Check(int[] held)
    {
        var (count, dimensions) = (held.Length, options.Dimensions);
        var vectors = new float[count * dimensions];
        var cosine = 0.0;
        for (var i = 0; i < count; i++)
        {
            Sum(held[i], vectors.AsSpan(i * dimensions, dimensions));
            cosine += MatrixProducts.Dot(vectors.AsSpan(i * dimensions, dimensions), TargetOf(held[i])) / count;
        }
        var (own, teacher) = (new float[count * count], new float[count * count]);
        MatrixProducts.Multiply(vectors, count, vectors, count, dimensions, own, options.Threads);
        MatrixProducts.Multiply(
            TeacherVectorsOf(texts, held),
            count,
            TeacherVectorsOf(texts, held),
            count,
            texts.TeacherDimensions,
            teacher,
            options.Threads
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"cosine {cosine:F4}, correlation of similarities {Correlation(own, teacher):F4}"
        );
    }

    private static double Correlation(float[] a, float[] b)
    {
        double sumA = 0,
            sumB = 0,
            squaresA = 0,
            squaresB = 0,
            products = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sumA += a[i];
            sumB += b[i];
            squaresA += (double)a[i] * a[i];
            squaresB += (double)b[i] * b[i];
            products += (double)a[i] * b[i];
        }
        return (products - sumA * sumB / a.Length) / Math.Sqrt((squaresA - sumA * sumA / a.Length) * (squaresB - sumB * sumB / a.Length));
    }

    /// <summary>What a step works on; made once.</summary>
    private sealed class Batch(int size, int dimensions, int rows)
    {
        public float[] Vectors { get; } = new float[size * dimensions];
        public float[] Gradients { get; } = new float[size * dimensions];
        public double[] Losses { get; } = new double[size];
        public List<(int Row, int Text)> Occurrences { get; } = new(rows);
        public List<int> Firsts { get; } = new(rows);
    }
}

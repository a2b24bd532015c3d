namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>Gain and shift of a layer normalisation, padded with zeros.</summary>
internal sealed record LayerNorm(float[] Gain, float[] Shift);

/// <summary>One layer of the encoder, as the paper names its parts.</summary>
internal sealed record BertLayer(
    PackedMatrix Query,
    PackedMatrix Key,
    PackedMatrix Value,
    PackedMatrix AttentionOutput,
    LayerNorm AttentionNorm,
    PackedMatrix Intermediate,
    PackedMatrix Output,
    LayerNorm OutputNorm
);

/// <summary>A layer over the first token's state with tanh, and the weights that make one number of it.</summary>
internal sealed record ScoreHead(PackedMatrix Pooler, float[] Weights, float Bias);

/// <summary>The weights of a BERT encoder, in memory.</summary>
internal sealed record BertWeights
{
    public const string FileName = "model.safetensors";

    public required EmbeddingTable Words { get; init; }

    /// <summary>A row for each position; that of token type 0, which every token of a single text has, is added already.</summary>
    public required float[] Positions { get; init; }

    /// <summary>What a token of the second of two texts has in addition: the row of token type 1 less that of type 0.</summary>
    public required float[] SecondText { get; init; }

    public required LayerNorm EmbeddingNorm { get; init; }

    /// <summary>Read when they are first wanted: who only asks does not wait for those that passages are read with.</summary>
    public IReadOnlyList<BertLayer> Layers => LayersOnce.Value;

    public required Lazy<IReadOnlyList<BertLayer>> LayersOnce { private get; init; }

    /// <summary>What makes one score of the first token; null unless it was asked for.</summary>
    public ScoreHead? Score { get; init; }

    /// <exception cref="EncoderException">The file is wrong, or a tensor is missing or of another shape than the configuration
    /// says; found before any is read.</exception>
    public static BertWeights Read(string directory, EncoderConfig config, Precision precision)
    {
        var file = Safetensors.Open(directory, FileName);
        try
        {
            // It stays open for the layers: of a file that takes its place meanwhile nothing is read.
            var reader = new WeightsReader(file, config, precision, null);
            return reader.Read(() =>
            {
                using (file)
                    return reader.ReadLayers();
            });
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The same with what the directory adds for queries (<see cref="QueryAdapter"/>), read at once; itself where it adds
    /// nothing. What the words begin as is shared.</summary>
    /// <exception cref="EncoderException">What it adds does not fit, or a number of the layers is not finite.</exception>
    public BertWeights ForQueries(string directory, EncoderConfig config, Precision precision)
    {
        using var adapter = QueryAdapter.Open(directory, config);
        if (adapter is null)
            return this;
        using var file = Safetensors.Open(directory, FileName);
        var layers = new WeightsReader(file, config, precision, adapter).ReadLayers();
        return this with { LayersOnce = new(() => layers) };
    }

    /// <summary>The matrices of all layers: name, outputs and inputs.</summary>
    public static IEnumerable<(string Name, int Outputs, int Inputs)> Matrices(EncoderConfig config)
    {
        var (width, between) = (config.Width, config.FeedForwardWidth);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var name = $"encoder.layer.{layer}.";
            yield return ($"{name}attention.self.query", width, width);
            yield return ($"{name}attention.self.key", width, width);
            yield return ($"{name}attention.self.value", width, width);
            yield return ($"{name}attention.output.dense", width, width);
            yield return ($"{name}intermediate.dense", between, width);
            yield return ($"{name}output.dense", width, between);
        }
    }

    private sealed class WeightsReader
    {
        // A model that was saved with a head for another task has its encoder under this name.
        private const string Nested = "bert.";
        private const string Pooler = "pooler.dense";
        private const string Classifier = "classifier";

        private readonly Safetensors file;
        private readonly EncoderConfig config;
        private readonly Precision precision;
        private readonly QueryAdapter? adapter;
        private readonly string prefix;
        private readonly int width;
        private sbyte[] rows = [];
        private float[] scales = [];

        public WeightsReader(Safetensors file, EncoderConfig config, Precision precision, QueryAdapter? adapter)
        {
            (this.file, this.config, this.precision, this.adapter, width) = (file, config, precision, adapter, config.Width);
            prefix = file.Contains($"{Nested}embeddings.word_embeddings.weight") ? Nested : "";
            Require();
        }

        private void Require()
        {
            file.RequireMatrix($"{prefix}embeddings.word_embeddings.weight", config.VocabularySize, width);
            file.Require($"{prefix}embeddings.position_embeddings.weight", config.Positions, width);
            file.Require($"{prefix}embeddings.token_type_embeddings.weight", config.TokenTypes, width);
            RequireNorm("embeddings.LayerNorm");
            foreach (var (name, outputs, inputs) in Matrices(config))
                RequireDense(name, outputs, inputs);
            for (var layer = 0; layer < config.Layers; layer++)
            {
                RequireNorm($"encoder.layer.{layer}.attention.output.LayerNorm");
                RequireNorm($"encoder.layer.{layer}.output.LayerNorm");
            }
            if (config.IsForPairs)
            {
                RequireDense(Pooler, width, width);
                // The head of a task is beside the encoder, not in it.
                file.Require($"{Classifier}.weight", 1, width);
                file.Require($"{Classifier}.bias", 1);
            }
            if (file.Contains($"{prefix}encoder.layer.{config.Layers}.output.dense.weight"))
                throw new EncoderException(EncoderConfig.FileName, "num_hidden_layers", $"{FileName} has more layers than {config.Layers}");
        }

        public BertWeights Read(Func<IReadOnlyList<BertLayer>> layers) =>
            new()
            {
                Words = EmbeddingTable.Read(file, $"{prefix}embeddings.word_embeddings.weight", config.VocabularySize, width, precision),
                Positions = ReadPositions(),
                SecondText = ReadSecondText(),
                EmbeddingNorm = ReadNorm("embeddings.LayerNorm"),
                LayersOnce = new(layers),
                Score = config.IsForPairs ? ReadScore() : null,
            };

        public IReadOnlyList<BertLayer> ReadLayers() =>
            [.. Enumerable.Range(0, config.Layers).Select(layer => ReadLayer($"encoder.layer.{layer}."))];

        private void RequireDense(string name, int outputs, int inputs)
        {
            file.RequireMatrix($"{prefix}{name}.weight", outputs, inputs);
            file.Require($"{prefix}{name}.bias", outputs);
        }

        private void RequireNorm(string name)
        {
            file.Require($"{prefix}{name}.weight", width);
            file.Require($"{prefix}{name}.bias", width);
        }

        private BertLayer ReadLayer(string name) =>
            new(
                ReadDense($"{name}attention.self.query", width, width),
                ReadDense($"{name}attention.self.key", width, width),
                ReadDense($"{name}attention.self.value", width, width),
                ReadDense($"{name}attention.output.dense", width, width),
                ReadNorm($"{name}attention.output.LayerNorm"),
                ReadDense($"{name}intermediate.dense", config.FeedForwardWidth, width),
                ReadDense($"{name}output.dense", width, config.FeedForwardWidth),
                ReadNorm($"{name}output.LayerNorm")
            );

        private PackedMatrix ReadDense(string name, int outputs, int inputs)
        {
            var bias = ReadAll($"{name}.bias", outputs);
            if (adapter is not null)
            {
                var numbers = ReadNumbers(name, outputs, inputs);
                adapter.AddTo(name, numbers, inputs);
                return new(numbers, bias, inputs, precision);
            }
            if (!file.IsQuantized($"{prefix}{name}.weight"))
                return new(ReadAll($"{name}.weight", outputs * inputs), bias, inputs, precision);
            ReadQuantized(name, outputs, inputs);
            return new(rows.AsSpan(0, outputs * inputs), scales.AsSpan(0, outputs * Quantization.Blocks(inputs)), bias, inputs);
        }

        private float[] ReadNumbers(string name, int outputs, int inputs)
        {
            if (!file.IsQuantized($"{prefix}{name}.weight"))
                return ReadAll($"{name}.weight", outputs * inputs);
            ReadQuantized(name, outputs, inputs);
            var numbers = new float[outputs * inputs];
            var blocks = Quantization.Blocks(inputs);
            for (var block = 0; block < outputs * blocks; block++)
            {
                var (output, ofRow) = Math.DivRem(block, blocks);
                var first = output * inputs + ofRow * Quantization.BlockSize;
                var end = Math.Min(first + Quantization.BlockSize, (output + 1) * inputs);
                for (var i = first; i < end; i++)
                    numbers[i] = rows[i] * scales[block];
            }
            return numbers;
        }

        // One matrix after the other is packed out of the same memory.
        private void ReadQuantized(string name, int outputs, int inputs)
        {
            var (numbers, blocks) = (outputs * inputs, outputs * Quantization.Blocks(inputs));
            if (rows.Length < numbers)
                rows = new sbyte[numbers];
            if (scales.Length < blocks)
                scales = new float[blocks];
            file.ReadQuantized($"{prefix}{name}.weight", rows.AsSpan(0, numbers), scales.AsSpan(0, blocks));
        }

        private LayerNorm ReadNorm(string name) => new(Padded(ReadAll($"{name}.weight", width)), Padded(ReadAll($"{name}.bias", width)));

        private float[] ReadPositions()
        {
            var positions = ReadAll("embeddings.position_embeddings.weight", config.Positions * width);
            var type = ReadAll("embeddings.token_type_embeddings.weight", width);
            for (var i = 0; i < positions.Length; i++)
                positions[i] += type[i % width];
            return positions;
        }

        private float[] ReadSecondText()
        {
            var types = ReadAll("embeddings.token_type_embeddings.weight", config.TokenTypes * width);
            return config.TokenTypes == 1 ? [] : [.. Enumerable.Range(0, width).Select(i => types[width + i] - types[i])];
        }

        private ScoreHead ReadScore()
        {
            var (numbers, bias) = (new float[width], new float[1]);
            file.Read($"{Classifier}.weight", 0, numbers);
            file.Read($"{Classifier}.bias", 0, bias);
            return new(ReadDense(Pooler, width, width), numbers, bias[0]);
        }

        private float[] ReadAll(string name, int count)
        {
            var numbers = new float[count];
            file.Read(prefix + name, 0, numbers);
            return numbers;
        }

        private float[] Padded(float[] numbers)
        {
            Array.Resize(ref numbers, MatrixPadding.Stride(width));
            return numbers;
        }
    }
}

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>How the vectors of a text's tokens become one.</summary>
internal enum Pooling
{
    Mean,
    FirstToken,
}

/// <summary>
/// What a model directory says about its model, checked: whatever differs from a BERT sentence encoder is refused, for it would
/// give wrong vectors without anybody noticing.
/// </summary>
/// <remarks>
/// Fields as Hugging Face transformers (<c>config.json</c>, <c>tokenizer_config.json</c>) and sentence-transformers (the other
/// files) write them.
/// </remarks>
internal sealed record EncoderConfig
{
    public const string FileName = "config.json";

    private const int MaxWidth = 4096;

    public required int Width { get; init; }
    public required int Layers { get; init; }
    public required int Heads { get; init; }
    public required int FeedForwardWidth { get; init; }
    public required int VocabularySize { get; init; }
    public required int Positions { get; init; }
    public required int TokenTypes { get; init; }
    public required float LayerNormEpsilon { get; init; }
    public Pooling Pooling { get; private init; }

    /// <summary>The most tokens of a text, [CLS] and [SEP] counted.</summary>
    public required int MaximumTokens { get; init; }

    public required TokenizerOptions Tokenizer { get; init; }

    /// <summary>Texts to put before what is encoded, by their names in the file ("query", "passage", "document").</summary>
    public IReadOnlyDictionary<string, string> Prompts { get; private init; } = new Dictionary<string, string>();

    /// <summary>Whether it judges two texts with one number, in place of a vector for one.</summary>
    public bool IsForPairs { get; private init; }

    /// <exception cref="EncoderException">A file is missing, or says what is not supported.</exception>
    public static EncoderConfig Read(string directory)
    {
        var config = ModelFile.Required(directory, FileName);
        CheckArchitecture(config, "BertModel", "BertForMaskedLM", "BertForPreTraining");
        CheckModules(directory);
        return Read(directory, config) with
        {
            Pooling = ReadPooling(directory, config.Number("hidden_size", 1, MaxWidth)),
            Prompts =
                ModelFile.Optional(directory, "config_sentence_transformers.json")?.Named("prompts") ?? new Dictionary<string, string>(),
        };
    }

    /// <summary>That of a cross-encoder: BERT over a pair of texts, with one output.</summary>
    /// <exception cref="EncoderException">A file is missing, or says what is not supported.</exception>
    public static EncoderConfig ReadForPairs(string directory)
    {
        var config = ModelFile.Required(directory, FileName);
        CheckArchitecture(config, "BertForSequenceClassification");
        // Where neither is said, the shape of the weights tells.
        if (config.Number("num_labels", 1, int.MaxValue, 1) is > 1 and var outputs)
            throw config.Refusal("num_labels", $"{outputs} outputs are not supported, only one");
        if (config.Named("id2label").Count is > 1 and var labels)
            throw config.Refusal("id2label", $"{labels} outputs are not supported, only one");
        var read = Read(directory, config) with { IsForPairs = true };
        return read.TokenTypes >= 2 ? read : throw config.Refusal("type_vocab_size", "1 tells two texts not apart: 2 are needed");
    }

    private static EncoderConfig Read(string directory, ModelFile config)
    {
        var width = config.Number("hidden_size", 1, MaxWidth);
        var heads = config.Number("num_attention_heads", 1, 256);
        if (width % heads != 0)
            throw config.Refusal("num_attention_heads", $"{heads} heads do not divide the hidden_size of {width}");
        var positions = config.Number("max_position_embeddings", 3, 8192);
        var sentence = ModelFile.Optional(directory, "sentence_bert_config.json");
        var tokenizer = ModelFile.Optional(directory, "tokenizer_config.json");
        return new()
        {
            Width = width,
            Layers = config.Number("num_hidden_layers", 1, 64),
            Heads = heads,
            FeedForwardWidth = config.Number("intermediate_size", 1, 32_768),
            VocabularySize = config.Number("vocab_size", 4, 1 << 20),
            Positions = positions,
            TokenTypes = config.Number("type_vocab_size", 1, 64, 2),
            LayerNormEpsilon = ReadEpsilon(config),
            MaximumTokens = ReadMaximumTokens(sentence, tokenizer, positions),
            Tokenizer = ReadTokenizer(sentence, tokenizer),
        };
    }

    private static void CheckArchitecture(ModelFile config, params IReadOnlyList<string> supported)
    {
        var architectures = config.Texts("architectures");
        foreach (var architecture in architectures)
            if (!supported.Contains(architecture))
                throw config.Refusal("architectures", $"{architecture} is not supported, only {supported[0]}");
        var type = config.Text("model_type");
        if (type is null && architectures is [])
            throw config.Refusal("model_type", "is missing");
        if (type is not (null or "bert"))
            throw config.Refusal("model_type", $"{type} is not supported, only bert");
        if (config.Text("hidden_act") is var activation and not (null or "gelu"))
            throw config.Refusal("hidden_act", $"{activation} is not supported, only gelu");
        if (config.Text("position_embedding_type") is var positions and not (null or "absolute"))
            throw config.Refusal("position_embedding_type", $"{positions} is not supported, only absolute");
        foreach (var field in (string[])["is_decoder", "add_cross_attention"])
            if (config.Flag(field) == true)
                throw config.Refusal(field, "true is not supported: an encoder sees the whole text");
    }

    // What follows the pooling would be left out, a dense layer for example.
    private static void CheckModules(string directory)
    {
        foreach (var module in ModelFile.List(directory, "modules.json"))
        {
            var (type, path) = (module.Text("type") ?? throw module.Refusal("type", "is missing"), module.Text("path") ?? "");
            var kind = type[(type.LastIndexOf('.') + 1)..];
            if (kind is not ("Transformer" or "Pooling" or "Normalize"))
                throw module.Refusal("type", $"{type} is not supported, only Transformer, Pooling and Normalize");
            if (kind == "Transformer" && path is not "")
                throw module.Refusal("path", $"{path} is not supported: the model lies in the directory itself");
            if (kind == "Pooling" && path is not "1_Pooling")
                throw module.Refusal("path", $"{path} is not supported, only 1_Pooling");
        }
    }

    private static float ReadEpsilon(ModelFile config)
    {
        const string Field = "layer_norm_eps";
        var epsilon = config.Fraction(Field, 1e-12);
        return epsilon is >= 0 and <= 1 ? (float)epsilon : throw config.Refusal(Field, $"{epsilon} is not from 0 to 1");
    }

    private static Pooling ReadPooling(string directory, int width)
    {
        if (ModelFile.Optional(directory, "1_Pooling/config.json") is not { } file)
            return Pooling.Mean;
        if (file.Number("word_embedding_dimension", 1, int.MaxValue, width) is var dimension && dimension != width)
            throw file.Refusal("word_embedding_dimension", $"{dimension} is not the hidden_size of {width}");
        // With the prompt left out, the mean would have to know which tokens it became.
        if (file.Flag("include_prompt") == false)
            throw file.Refusal("include_prompt", "false is not supported");
        if (file.Text("pooling_mode") is { } mode)
            return mode switch
            {
                "mean" => Pooling.Mean,
                "cls" => Pooling.FirstToken,
                _ => throw file.Refusal("pooling_mode", $"{mode} is not supported, only mean and cls"),
            };
        string[] chosen = [.. file.FieldsFrom("pooling_mode_").Where(field => file.Flag(field) == true)];
        return chosen switch
        {
            ["pooling_mode_mean_tokens"] => Pooling.Mean,
            ["pooling_mode_cls_token"] => Pooling.FirstToken,
            [] => throw file.Refusal("pooling_mode_mean_tokens", "is not true, and no other pooling is chosen"),
            [var only] => throw file.Refusal(only, "is not supported, only mean and cls"),
            [.., var last] => throw file.Refusal(last, "is not supported beside another pooling"),
        };
    }

    private static int ReadMaximumTokens(ModelFile? sentence, ModelFile? tokenizer, int positions)
    {
        if (sentence?.Number("max_seq_length", 3, int.MaxValue, positions) is { } max)
            return max <= positions
                ? max
                : throw sentence.Refusal("max_seq_length", $"{max} is more than the {positions} positions of the model");
        // Where nobody set it, transformers writes 1e30.
        return (int)Math.Clamp(tokenizer?.Fraction("model_max_length", positions) ?? positions, 3, positions);
    }

    private static TokenizerOptions ReadTokenizer(ModelFile? sentence, ModelFile? tokenizer)
    {
        if (tokenizer?.Text("tokenizer_class") is var kind and not (null or "BertTokenizer" or "BertTokenizerFast"))
            throw tokenizer!.Refusal("tokenizer_class", $"{kind} is not supported, only BertTokenizer");
        if (tokenizer?.Flag("do_basic_tokenize") == false)
            throw tokenizer.Refusal("do_basic_tokenize", "false is not supported");
        var lower = tokenizer?.Flag("do_lower_case") ?? true;
        return new()
        {
            // sentence-transformers lower-cases the text before the tokenizer sees it; accents go by the tokenizer's own setting.
            LowerCase = lower || sentence?.Flag("do_lower_case") == true,
            StripAccents = tokenizer?.Flag("strip_accents") ?? lower,
            SpaceCjk = tokenizer?.Flag("tokenize_chinese_chars") ?? true,
        };
    }
}

using System.Text.Json.Nodes;
using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class EncoderConfigTests : IDisposable
{
    private readonly TinyModel model = new();

    [Fact]
    public void Reads_what_every_model_has_and_assumes_the_rest()
    {
        var config = EncoderConfig.Read(model.Root);
        Assert.Equal(
            (12, 2, 3, 40, TinyModel.Pieces.Length, 64),
            (config.Width, config.Layers, config.Heads, config.FeedForwardWidth, config.VocabularySize, config.Positions)
        );
        Assert.Equal((Pooling.Mean, 64), (config.Pooling, config.MaximumTokens));
        Assert.Equal(
            new TokenizerOptions
            {
                LowerCase = true,
                StripAccents = true,
                SpaceCjk = true,
            },
            config.Tokenizer
        );
        Assert.Empty(config.Prompts);
    }

    [Fact]
    public void Reads_the_files_next_to_it()
    {
        model.Write(
            "1_Pooling/config.json",
            """{"word_embedding_dimension":12,"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":false}"""
        );
        model.Write("sentence_bert_config.json", """{"max_seq_length":32,"do_lower_case":false}""");
        model.Write(
            "tokenizer_config.json",
            """
            {"do_lower_case":false,"strip_accents":null,"tokenize_chinese_chars":false,
              "model_max_length":1000000000000000019884624838656}
            """
        );
        model.Write(
            "config_sentence_transformers.json",
            """{"prompts":{"query":"query: ","passage":"passage: "},"default_prompt_name":null}"""
        );
        model.Write(
            "modules.json",
            """[{"idx":0,"path":"","type":"sentence_transformers.models.Transformer"},"""
                + """{"idx":1,"path":"1_Pooling","type":"sentence_transformers.models.Pooling"}"""
                + """,{"path":"2_Normalize","type":"sentence_transformers.models.Normalize"}]"""
        );
        var config = EncoderConfig.Read(model.Root);
        Assert.Equal((Pooling.FirstToken, 32), (config.Pooling, config.MaximumTokens));
        Assert.Equal(
            new TokenizerOptions
            {
                LowerCase = false,
                StripAccents = false,
                SpaceCjk = false,
            },
            config.Tokenizer
        );
        Assert.Equal("query: ", config.Prompts["query"]);
    }

    [Theory]
    [InlineData("""{"model_max_length":1000000000000000019884624838656}""", 64)]
    [InlineData("""{"model_max_length":20}""", 20)]
    [InlineData("{}", 64)]
    public void The_tokenizer_says_how_long_a_text_may_be_where_nobody_else_does(string tokenizer, int max)
    {
        model.Write("tokenizer_config.json", tokenizer);
        Assert.Equal(max, EncoderConfig.Read(model.Root).MaximumTokens);
    }

    [Theory]
    [InlineData("architectures", """["RobertaModel"]""", "RobertaModel is not supported")]
    [InlineData("architectures", "7", "is not a list")]
    [InlineData("model_type", "\"mpnet\"", "mpnet is not supported")]
    [InlineData("hidden_act", "\"gelu_new\"", "gelu_new is not supported")]
    [InlineData("position_embedding_type", "\"relative_key\"", "relative_key is not supported")]
    [InlineData("is_decoder", "true", "not supported")]
    [InlineData("num_attention_heads", "5", "5 heads do not divide the hidden_size of 12")]
    [InlineData("num_attention_heads", "0", "not a whole number")]
    [InlineData("hidden_size", "-12", "not a whole number")]
    [InlineData("hidden_size", "1000000", "not a whole number")]
    [InlineData("hidden_size", "\"12\"", "not a whole number")]
    [InlineData("hidden_size", "12.5", "not a whole number")]
    [InlineData("hidden_size", "null", "is missing")]
    [InlineData("num_hidden_layers", "99999999999", "not a whole number")]
    [InlineData("intermediate_size", "[]", "not a whole number")]
    [InlineData("vocab_size", "2147483647", "not a whole number")]
    [InlineData("max_position_embeddings", "1000000", "not a whole number")]
    [InlineData("layer_norm_eps", "\"x\"", "not a number")]
    [InlineData("layer_norm_eps", "-1", "not from 0 to 1")]
    public void Refuses_by_the_name_of_the_field(string field, string value, string reason)
    {
        model.Config[field] = JsonNode.Parse(value);
        model.Save();
        Refuses($"config.json: {field}: ", reason);
    }

    [Theory]
    [InlineData("1_Pooling/config.json", """{"pooling_mode_max_tokens":true}""", "pooling_mode_max_tokens", "only mean and cls")]
    [InlineData(
        "1_Pooling/config.json",
        """{"pooling_mode_mean_tokens":true,"pooling_mode_cls_token":true}""",
        "pooling_mode_cls_token",
        "beside another"
    )]
    [InlineData("1_Pooling/config.json", """{"pooling_mode_mean_tokens":false}""", "pooling_mode_mean_tokens", "not true")]
    [InlineData("1_Pooling/config.json", """{"pooling_mode":"lasttoken"}""", "pooling_mode", "lasttoken")]
    [InlineData("1_Pooling/config.json", """{"word_embedding_dimension":13,"pooling_mode":"mean"}""", "word_embedding_dimension", "13")]
    [InlineData("1_Pooling/config.json", """{"pooling_mode":"mean","include_prompt":false}""", "include_prompt", "not supported")]
    [InlineData("1_Pooling/config.json", "[1,2", "file", "not JSON")]
    [InlineData("sentence_bert_config.json", """{"max_seq_length":65}""", "max_seq_length", "64 positions")]
    [InlineData("sentence_bert_config.json", """{"max_seq_length":2}""", "max_seq_length", "not a whole number")]
    [InlineData("tokenizer_config.json", """{"do_lower_case":"yes"}""", "do_lower_case", "not true or false")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class":"XLMRobertaTokenizer"}""", "tokenizer_class", "XLMRobertaTokenizer")]
    [InlineData("config_sentence_transformers.json", """{"prompts":{"query":7}}""", "prompts", "not a text")]
    [InlineData("config_sentence_transformers.json", """{"prompts":{"query":"\ud800"}}""", "prompts", "Unicode")]
    [InlineData("modules.json", """[{"type":"sentence_transformers.models.Dense","path":"2_Dense"}]""", "type", "Dense is not supported")]
    [InlineData(
        "modules.json",
        """[{"type":"sentence_transformers.models.Transformer","path":"0_Transformer"}]""",
        "path",
        "0_Transformer"
    )]
    [InlineData("modules.json", "{}", "file", "list")]
    public void Refuses_what_the_other_files_say(string file, string text, string field, string reason)
    {
        model.Write(file, text);
        Refuses($"{file}: {field}: ", reason);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("""{"hidden_size":1,"hidden_size":2}""", "not JSON")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}""", "not JSON")]
    public void Refuses_a_file_that_is_not_what_it_must_be(string text, string reason)
    {
        model.Write("config.json", text);
        Refuses("config.json: file: ", reason);
    }

    [Fact]
    public void Refuses_a_file_that_is_missing_or_too_large()
    {
        model.Write("config.json", $$"""{"a":"{{new string('x', 1 << 20)}}"}""");
        Refuses("config.json: file: ", "is the most");
        File.Delete(Path.Combine(model.Root, "config.json"));
        Refuses("config.json: file: ", "is missing");
    }

    [Fact]
    public void Follows_links_and_bounds_what_they_lead_to()
    {
        var (link, target) = (Path.Combine(model.Root, "config.json"), Path.Combine(model.Root, "blob"));
        File.Move(link, target);
        File.CreateSymbolicLink(link, target);
        Assert.Equal(12, EncoderConfig.Read(model.Root).Width);
        File.AppendAllText(target, new string(' ', 1 << 20));
        Refuses("config.json: file: ", "is the most");
    }

    public void Dispose() => model.Dispose();

    private void Refuses(string start, string reason)
    {
        var message = Assert.Throws<EncoderException>(() => EncoderConfig.Read(model.Root)).Message;
        Assert.StartsWith(start, message);
        Assert.Contains(reason, message);
        Assert.DoesNotContain('\n', message);
    }
}

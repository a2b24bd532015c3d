using System.Text;
using System.Text.Json;
using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class WordPieceTokenizerTests : IDisposable
{
    private static readonly TokenizerOptions Uncased = new()
    {
        LowerCase = true,
        StripAccents = true,
        SpaceCjk = true,
    };

    private readonly TinyModel model = new();

    [Theory]
    [InlineData("Disk FULLNESS", "disk full ##ness")]
    [InlineData("dashboards!dashboard", "dash ##board ##s ! dash ##board")]
    [InlineData("no\tdata\r\nno\u00A0data\u2028no\u3000data", "no data no data no data")]
    [InlineData("di\u0000s\u0007k fu\u200Bl\uFFFDl b\uE000cd", "disk full b ##c ##d")]
    [InlineData("Café CAFÉ cafe\u0301 naïve", "cafe cafe cafe naive")]
    [InlineData("日本a日", "日 本 a 日")]
    [InlineData("\uD55C", "\u1112 ##\u1161 ##\u11ab")]
    [InlineData("[CLS] [MASK]", "[ cls ] [ [UNK] ]")]
    [InlineData("abcd abce abd", "a ##b ##c ##d [UNK] a ##b ##d")]
    [InlineData("disk🔥 disk", "[UNK] disk")]
    [InlineData("\uD83D disk", "disk")]
    [InlineData("ΟΣ", "[UNK]")]
    [InlineData("", "")]
    [InlineData(" \u0301 ", "")]
    public void Cuts_a_text_into_pieces(string text, string pieces) => Assert.Equal(pieces, Shown(text, Uncased));

    [Theory]
    [InlineData("Disk disk", "[UNK] disk")]
    [InlineData("café", "[UNK]")]
    [InlineData("日本 日", "[UNK] 日")]
    public void Leaves_letters_accents_and_Chinese_words_as_they_are_where_the_model_says_so(string text, string pieces) =>
        Assert.Equal(
            pieces,
            Shown(
                text,
                new()
                {
                    LowerCase = false,
                    StripAccents = false,
                    SpaceCjk = false,
                }
            )
        );

    [Fact]
    public void A_word_of_more_than_a_hundred_characters_is_unknown()
    {
        Assert.Equal(101, Shown("a" + new string('b', 99) + " a", Uncased).Split(' ').Length);
        Assert.Equal("[UNK] a", Shown("a" + new string('b', 100) + " a", Uncased));
    }

    [Theory]
    [InlineData(3, "a")]
    [InlineData(5, "a ##b ##c")]
    [InlineData(7, "a ##b ##c ##d no")]
    public void The_end_of_a_long_text_is_cut_off(int max, string pieces) =>
        Assert.Equal(pieces, Shown("abcd no data no data", Uncased, max));

    [Fact]
    public void Reads_no_further_than_it_must()
    {
        var text = string.Concat(Enumerable.Repeat("disk full ", 2_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(16, Tokenizer(Uncased).Tokenize(text, 16).Length);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Assert.Equal(3, Tokenizer(Uncased).Tokenize(new string('a', 4_000_000), 16).Length);
    }

    [Theory]
    [InlineData("[CLS]", "[CLS]: is missing")]
    [InlineData("[SEP]", "[SEP]: is missing")]
    [InlineData("[UNK]", "[UNK]: is missing")]
    public void A_vocabulary_without_a_special_token_is_refused(string token, string reason)
    {
        model.Write("vocab.txt", string.Join('\n', TinyModel.Pieces.Where(piece => piece != token)));
        Refuses(reason);
    }

    [Fact]
    public void A_vocabulary_that_is_no_list_of_pieces_is_refused()
    {
        model.Write("vocab.txt", string.Join('\n', TinyModel.Pieces.Append("one more")));
        Refuses($"line {TinyModel.Pieces.Length + 1}: is beyond the vocab_size");
        File.WriteAllBytes(Path.Combine(model.Root, "vocab.txt"), [(byte)'a', 0xFF, 0xFE]);
        Refuses("file: is not UTF-8");
        model.Write("vocab.txt", "[CLS]\n[SEP]\n[UNK]\n");
        Refuses("file: has no words");
        File.Delete(Path.Combine(model.Root, "vocab.txt"));
        Refuses("file: is missing");
    }

    [Fact]
    public void Of_two_equal_lines_the_later_counts_and_empty_lines_take_a_number()
    {
        model.Write("vocab.txt", "[CLS]\r\n[SEP]\r\n[UNK]\r\ndisk\r\n\r\ndisk\r\n");
        Assert.Equal([0, 5, 1], Tokenizer(Uncased).Tokenize("disk", 16));
    }

    /// <summary>The runtime decomposes nothing where globalization is invariant; the day it does, the table can go.</summary>
    [Fact]
    public void The_runtime_does_not_decompose() => Assert.Equal(1, "é".Normalize(NormalizationForm.FormD).Length);

    [Theory]
    [InlineData(0xE9, "e")]
    [InlineData(0x1E69, "s")]
    [InlineData(0x301, "")]
    [InlineData(0x212B, "A")]
    [InlineData(0x37E, ";")]
    [InlineData(0xF900, "豈")]
    [InlineData(0xD55C, "\u1112\u1161\u11ab")]
    [InlineData(0xAC00, "\u1100\u1161")]
    [InlineData(0xD7A3, "\u1112\u1175\u11c2")]
    [InlineData(0x2F81A, "冬")]
    [InlineData('ß', "ß")]
    [InlineData(0x1F525, "🔥")]
    public void Accents_are_dropped_from_every_character(int character, string plain)
    {
        var text = new StringBuilder();
        Decomposition.AppendWithoutAccents(new Rune(character), text);
        Assert.Equal(plain, text.ToString());
    }

    [Fact]
    public void Makes_the_ids_that_the_published_tokenizer_makes()
    {
        var directory = Samples.Require("models/all-minilm-l6-v2");
        var config = EncoderConfig.Read(directory);
        var tokenizer = new WordPieceTokenizer(Vocabulary.Read(directory, config.VocabularySize), config.Tokenizer);
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory, "expected.json")));
        Assert.All(
            expected.RootElement.EnumerateArray(),
            example =>
                Assert.Equal(
                    example.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()),
                    tokenizer.Tokenize(example.GetProperty("text").GetString()!, config.MaximumTokens)
                )
        );
    }

    public void Dispose() => model.Dispose();

    private string Shown(string text, TokenizerOptions options, int max = 512)
    {
        var ids = Tokenizer(options).Tokenize(text, max);
        Assert.Equal(("[CLS]", "[SEP]"), (TinyModel.Pieces[ids[0]], TinyModel.Pieces[ids[^1]]));
        Assert.True(ids.Length <= max);
        return string.Join(' ', ids[1..^1].Select(id => TinyModel.Pieces[id]));
    }

    private WordPieceTokenizer Tokenizer(TokenizerOptions options) => new(Vocabulary.Read(model.Root, TinyModel.Pieces.Length), options);

    private void Refuses(string reason) =>
        Assert.StartsWith(
            $"vocab.txt: {reason}",
            Assert.Throws<EncoderException>(() => Vocabulary.Read(model.Root, TinyModel.Pieces.Length)).Message
        );
}

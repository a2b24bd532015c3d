using System.Text;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>
/// The word pieces of <c>vocab.txt</c>: the line's number is the id. The special tokens are known by id only, so no text can spell
/// one.
/// </summary>
internal sealed class Vocabulary
{
    public const string FileName = "vocab.txt";

    private const int MaxFileBytes = 32 << 20;

    // What continues a word is written with this before it; here it is kept without.
    private const string Continuation = "##";

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> beginnings;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> continuations;

    private Vocabulary(Dictionary<string, int> beginnings, Dictionary<string, int> continuations)
    {
        this.beginnings = beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
        this.continuations = continuations.GetAlternateLookup<ReadOnlySpan<char>>();
        MaxPieceCharacters = Math.Max(
            beginnings.Keys.Max(piece => piece.Length),
            continuations.Keys.Select(piece => piece.Length).DefaultIfEmpty().Max()
        );
    }

    public required int Classification { get; init; }
    public required int Separator { get; init; }
    public required int Unknown { get; init; }

    /// <summary>UTF-16 units of the longest piece.</summary>
    public int MaxPieceCharacters { get; }

    /// <summary>The id of a piece that begins a word, or continues one; -1 if there is none.</summary>
    public int Find(ReadOnlySpan<char> piece, bool continues) =>
        (continues ? continuations : beginnings).TryGetValue(piece, out var id) ? id : -1;

    /// <exception cref="EncoderException">It is missing, not UTF-8, longer than the model's table of embeddings, or lacks a special
    /// token.</exception>
    public static Vocabulary Read(string directory, int size)
    {
        var bytes = ModelFile.Read(directory, FileName, MaxFileBytes) ?? throw new EncoderException(FileName, "file", "is missing");
        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new EncoderException(FileName, "file", "is not UTF-8");
        }
        var beginnings = new Dictionary<string, int>(StringComparer.Ordinal);
        var continuations = new Dictionary<string, int>(StringComparer.Ordinal);
        var id = 0;
        using (var lines = new StringReader(text))
            for (; lines.ReadLine() is { } piece; id++)
            {
                if (id == size)
                    throw new EncoderException(
                        FileName,
                        $"line {id + 1}",
                        $"is beyond the vocab_size of {size} in {EncoderConfig.FileName}"
                    );
                // Of two equal lines the later counts, as for the original tokenizer.
                if (piece.Length > Continuation.Length && piece.StartsWith(Continuation, StringComparison.Ordinal))
                    continuations[piece[Continuation.Length..]] = id;
                else if (piece.Length > 0)
                    beginnings[piece] = id;
            }
        int Special(string token) =>
            beginnings.Remove(token, out var found) ? found : throw new EncoderException(FileName, token, "is missing");
        var (classification, separator, unknown) = (Special("[CLS]"), Special("[SEP]"), Special("[UNK]"));
        foreach (var token in (string[])["[PAD]", "[MASK]"])
            beginnings.Remove(token);
        if (beginnings.Count == 0)
            throw new EncoderException(FileName, "file", "has no words");
        return new(beginnings, continuations)
        {
            Classification = classification,
            Separator = separator,
            Unknown = unknown,
        };
    }
}

using Knowledge.Content.Text;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>
/// A model directory that cannot be used: one line that names file and field. Names out of the file itself are cut and stripped of
/// control characters: it may be anybody's.
/// </summary>
internal sealed class EncoderException(string file, string field, string reason)
    : Exception($"{Printable(file)}: {Printable(field)}: {Printable(reason)}")
{
    private const int MaxCharacters = 160;

    private static string Printable(string text) =>
        string.Concat(Sentences.Truncate(text, MaxCharacters).Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? '?' : c));
}

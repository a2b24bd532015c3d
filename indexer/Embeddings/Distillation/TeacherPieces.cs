using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Indexer.Embeddings.Distillation;

/// <summary>
/// The teacher's word pieces that may become entries of a table: letters and digits of ASCII, which is what a table's words are
/// made of nearly always.
/// </summary>
internal static class TeacherPieces
{
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<string> Read(string teacher) =>
        [
            .. File.ReadLines(Path.Combine(teacher, Vocabulary.FileName))
                .Where(piece =>
                    Bare(piece) is { Length: > 0 and <= WordEnumerator.MaxWordCharacters } bare
                    && bare.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
                )
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>What the teacher is asked for a piece.</summary>
    public static string Bare(string piece) =>
        piece.StartsWith(TableVocabulary.Continuation, StringComparison.Ordinal) ? piece[TableVocabulary.Continuation.Length..] : piece;
}

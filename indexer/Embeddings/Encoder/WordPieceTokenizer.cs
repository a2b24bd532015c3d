using System.Globalization;
using System.Text;

namespace Knowledge.Indexer.Embeddings.Encoder;

internal sealed record TokenizerOptions
{
    public required bool LowerCase { get; init; }
    public required bool StripAccents { get; init; }

    /// <summary>Each character of the blocks of Chinese characters is a word of its own.</summary>
    public required bool SpaceCjk { get; init; }
}

/// <summary>
/// Word pieces as BERT makes them: the text is cleaned, cut into words at space and punctuation, and each word into the longest
/// pieces that the vocabulary has.
/// </summary>
/// <remarks>
/// Follows BertTokenizer of Hugging Face transformers (in its fast form: accents go before letters are lowered, each letter by
/// itself), but for one thing: a special token that is written in a text is ordinary text.
/// Source: Devlin et al., BERT, 2019; https://github.com/google-research/bert/blob/master/tokenization.py.
/// </remarks>
internal sealed class WordPieceTokenizer(Vocabulary vocabulary, TokenizerOptions options)
{
    // Characters of a longer word are not looked at: it is unknown.
    private const int MaxWordCharacters = 100;

    /// <summary>
    /// [CLS], the ids of the text's pieces, [SEP]: at most <paramref name="max"/>, the end of the text cut off. A text is read
    /// only as far as it counts.
    /// </summary>
    public int[] Tokenize(string text, int max)
    {
        var ids = new List<int>(Math.Min(max, text.Length / 2 + 8)) { vocabulary.Classification };
        var word = new Word(vocabulary, ids, max - 1);
        var plain = new StringBuilder();
        foreach (var character in text.EnumerateRunes())
        {
            if (word.IsFull)
                break;
            if (character.IsAscii)
                Add(character, word);
            else if (IsSpace(character))
                word.End();
            else if (!IsDropped(character))
                AddNonAscii(character, word, plain);
        }
        word.End();
        ids.Add(vocabulary.Separator);
        return [.. ids];
    }

    private void AddNonAscii(Rune character, Word word, StringBuilder plain)
    {
        var alone = options.SpaceCjk && IsCjk(character.Value);
        if (alone)
            word.End();
        plain.Clear();
        if (options.StripAccents)
            Decomposition.AppendWithoutAccents(character, plain);
        else
            plain.Append(character.ToString());
        foreach (var chunk in plain.GetChunks())
        foreach (var part in chunk.Span.EnumerateRunes())
            Add(part, word);
        if (alone)
            word.End();
    }

    private void Add(Rune character, Word word)
    {
        if (IsSpace(character))
            word.End();
        else if (IsPunctuation(character))
        {
            word.End();
            word.Append(character);
            word.End();
        }
        else if (IsDropped(character))
            return;
        else if (!options.LowerCase)
            word.Append(character);
        else if (character.Value == 'İ')
        {
            // The one letter whose lower case is two characters.
            word.Append(new('i'));
            word.Append(new('\u0307'));
        }
        else
            word.Append(Rune.ToLowerInvariant(character));
    }

    private static bool IsSpace(Rune character) =>
        character.IsAscii
            ? character.Value is ' ' or '\t' or '\n' or '\r'
            : Rune.GetUnicodeCategory(character)
                is UnicodeCategory.SpaceSeparator
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator;

    // What could not be decoded, and all categories C: control, format, private use, not assigned.
    private static bool IsDropped(Rune character) =>
        character.IsAscii
            ? character.Value is < ' ' or 0x7F
            : character == Rune.ReplacementChar
                || Rune.GetUnicodeCategory(character)
                    is UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.Surrogate
                        or UnicodeCategory.PrivateUse
                        or UnicodeCategory.OtherNotAssigned;

    // Of ASCII all that is neither letter, digit nor space, "$" and "^" too.
    private static bool IsPunctuation(Rune character) =>
        character.IsAscii
            ? character.Value is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~')
            : Rune.GetUnicodeCategory(character)
                is UnicodeCategory.ConnectorPunctuation
                    or UnicodeCategory.DashPunctuation
                    or UnicodeCategory.OpenPunctuation
                    or UnicodeCategory.ClosePunctuation
                    or UnicodeCategory.InitialQuotePunctuation
                    or UnicodeCategory.FinalQuotePunctuation
                    or UnicodeCategory.OtherPunctuation;

    // Chinese characters only: Japanese syllables and Korean are written with spaces or cut like other words.
    private static bool IsCjk(int code) =>
        code
            is (>= 0x4E00 and <= 0x9FFF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0x20000 and <= 0x2A6DF)
                or (>= 0x2A700 and <= 0x2B73F)
                or (>= 0x2B740 and <= 0x2B81F)
                or (>= 0x2B820 and <= 0x2CEAF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>The word that is being read; at its end its pieces are added.</summary>
    private sealed class Word(Vocabulary vocabulary, List<int> ids, int max)
    {
        private readonly char[] text = new char[2 * MaxWordCharacters];
        private int length;
        private int characters;

        public bool IsFull => ids.Count >= max;

        public void Append(Rune character)
        {
            if (++characters <= MaxWordCharacters)
                length += character.EncodeToUtf16(text.AsSpan(length));
        }

        public void End()
        {
            if (characters > 0)
            {
                AddPieces(characters > MaxWordCharacters ? [] : text.AsSpan(0, length));
                if (ids.Count > max)
                    ids.RemoveRange(max, ids.Count - max);
            }
            length = characters = 0;
        }

        private void AddPieces(ReadOnlySpan<char> word)
        {
            var before = ids.Count;
            var at = 0;
            while (at < word.Length)
            {
                var size = Math.Min(word.Length - at, vocabulary.MaxPieceCharacters);
                int id;
                while ((id = vocabulary.Find(word.Slice(at, size), at > 0)) < 0 && size > 1)
                    size--;
                if (id < 0)
                    break;
                ids.Add(id);
                at += size;
            }
            if (at == word.Length && at > 0)
                return;
            ids.RemoveRange(before, ids.Count - before);
            ids.Add(vocabulary.Unknown);
        }
    }
}

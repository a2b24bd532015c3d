using Knowledge.Indexer.Text;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;
using Token = Knowledge.Indexer.Text.Token;
using Tokenizer = Knowledge.Indexer.Text.Tokenizer;

namespace Knowledge.Indexer.Archive;

/// <summary>A term of a text and where it stands among its words.</summary>
/// <param name="Position">Number of the word; a name as a whole stands where its first part does.</param>
internal readonly record struct PositionedTerm(string Term, int Position);

/// <summary>Terms of the product's own tokenizer as Lucene takes them.</summary>
/// <remarks>One is used again and again by one thread.</remarks>
internal sealed class ArchiveTokens : TokenStream
{
    // Between title, headings and text: no phrase goes from one to the other.
    private const int Gap = 100;

    private readonly ICharTermAttribute term;
    private readonly IPositionIncrementAttribute increment;
    private readonly List<Token> tokens = [];
    private readonly List<PositionedTerm> terms = [];
    private int next;

    public ArchiveTokens()
    {
        term = AddAttribute<ICharTermAttribute>();
        increment = AddAttribute<IPositionIncrementAttribute>();
    }

    /// <summary>From now on gives the terms of these texts, one after the other.</summary>
    public ArchiveTokens Over(params ReadOnlySpan<string> texts)
    {
        terms.Clear();
        var position = 0;
        foreach (var text in texts)
        {
            tokens.Clear();
            Tokenizer.Tokenize(text, tokens);
            position = Place(tokens, position, terms) + Gap;
        }
        next = 0;
        return this;
    }

    public override bool IncrementToken()
    {
        if (next == terms.Count)
            return false;
        ClearAttributes();
        term.SetEmpty().Append(terms[next].Term);
        increment.PositionIncrement = terms[next].Position - (next == 0 ? -1 : terms[next - 1].Position);
        next++;
        return true;
    }

    public override void Reset() => next = 0;

    /// <summary>The terms of a text with their positions.</summary>
    public static IReadOnlyList<PositionedTerm> Of(string text)
    {
        var placed = new List<PositionedTerm>();
        Place(Tokenizer.Tokenize(text), 0, placed);
        return placed;
    }

    /// <summary>One term a word, as phrases are matched by: position and term.</summary>
    public static IReadOnlyList<PositionedTerm> WordsOf(string text) =>
        [.. Tokenizer.Words(Tokenizer.Tokenize(text)).Select((t, i) => new PositionedTerm(t.Term, i))];

    /// <returns>The first position that is free.</returns>
    private static int Place(List<Token> tokens, int position, List<PositionedTerm> into)
    {
        var (chunk, hasWord) = (-1, false);
        foreach (var token in tokens)
        {
            var isWord = token.Kind is TokenKind.Word or TokenKind.Number;
            if (token.Chunk != chunk)
                (chunk, hasWord, position) = (token.Chunk, false, position + 1);
            else if (isWord && hasWord)
                position++;
            hasWord |= isWord;
            into.Add(new(token.Term, position - 1));
        }
        return position;
    }
}

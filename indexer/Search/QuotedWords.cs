using System.Runtime.InteropServices;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Syntax;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Looks up in the texts of documents whether they say words in quotes, as long as one search may read.</summary>
internal sealed class QuotedWords(LexicalIndex index)
{
    /// <summary>Characters that one search reads: some milliseconds.</summary>
    private const int MaxCharacters = 600_000;

    private readonly List<Token> tokens = [];
    private readonly List<string> words = [];
    private readonly Dictionary<string, string[]> wanted = new(StringComparer.Ordinal);
    private int left = MaxCharacters;

    /// <summary>Whether no more is read.</summary>
    public bool IsSpent => left <= 0;

    /// <param name="passages">Those in which the words may stand, by segment; null when only the title is meant.</param>
    public bool Says(int segment, int document, SyntaxNode.Words quoted, Bitmap[]? passages)
    {
        var of = index.Segments[segment].Segment;
        var page = of.Documents[document];
        if (Has(Passages.Titles(page), quoted))
            return true;
        if (passages is null)
            return false;
        for (var passage = of.FirstPassage[document]; passage < of.FirstPassage[document + 1] && !IsSpent; passage++)
            if (passages[segment][passage])
            {
                var number = passage - of.FirstPassage[document];
                var read = Passages.At(page, number);
                if (
                    read.Fields.Length > 1
                        ? read.Fields.Any(f => Has(f.Text, quoted))
                        : Has(DocumentFilter.WithNext(page, read, number), quoted)
                )
                    return true;
                if (Has(read.HeadingPath, quoted))
                    return true;
            }
        return false;
    }

    private bool Has(string text, SyntaxNode.Words quoted)
    {
        if (text.Length == 0)
            return false;
        left -= text.Length;
        if (!wanted.TryGetValue(quoted.Text, out var inOrder))
            wanted[quoted.Text] = inOrder = [.. Tokenizer.Words(Tokenizer.Tokenize(quoted.Text)).Select(t => t.Term)];
        tokens.Clear();
        words.Clear();
        Tokenizer.Tokenize(text, tokens);
        foreach (var token in Tokenizer.Words(tokens))
            words.Add(token.Term);
        return Proximity.IsNear(CollectionsMarshal.AsSpan(words), inOrder, quoted.Slop ?? 0);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Index;

/// <summary>
/// Counts the terms of units (passages, whole documents), one after the other, with one set of term numbers for all of them.
/// </summary>
internal sealed class TermCounter
{
    private const int Recent = 1 << 14;

    private readonly Dictionary<string, int> numbers = [];
    private readonly List<string> terms = [];
    private readonly List<ushort> printOfTerm = [];
    private readonly HashSet<string> words = [];
    private readonly List<Token> tokens = [];
    private readonly (string? Term, int Number)[] recentTerms = new (string?, int)[Recent];
    private readonly string?[] recentWords = new string?[Recent];
    private readonly List<int> scratch = [];
    private readonly List<int> titles = [];
    private readonly List<int> headings = [];
    private readonly List<ushort> order = [];
    private readonly FieldCounts passage = new();
    private readonly FieldCounts whole = new();
    private TextLanguage language = TextLanguage.English;
    private bool isOrdered;

    /// <summary>Terms by their numbers.</summary>
    public IReadOnlyList<string> Terms => terms;

    /// <summary>Words as they stand in the text, lower case: what typing errors are corrected with.</summary>
    public IReadOnlyCollection<string> Words => words;

    /// <summary>What stands in one unit; valid until the next is counted.</summary>
    internal ref struct Counts
    {
        /// <summary>Numbers of the terms, each once.</summary>
        public required ReadOnlySpan<int> Terms;
        public required ReadOnlySpan<int> Lengths;
        public required ReadOnlySpan<ushort> All;

        /// <summary>One count per <see cref="Field"/>.</summary>
        public readonly ReadOnlySpan<ushort> Of(int term) => All.Slice(term * Bm25F.Fields, Bm25F.Fields);
    }

    internal delegate void Unit(Counts counts);

    /// <summary>Counts a document: each passage with its page's title, then the document as a whole.</summary>
    /// <param name="prints">Takes the order of the words; null when nobody wants it.</param>
    public void Count(Document document, Unit onPassage, Unit onWhole, WordPrintsWriter? prints = null)
    {
        (language, isOrdered) = (TextLanguage.Of(document.Language), prints is not null);
        Number(Passages.Titles(document), titles);
        whole.Add(Field.Title, titles);
        prints?.Begin();
        AddOrder(prints);
        string? section = null;
        foreach (var part in Passages.Of(document))
        {
            passage.Add(Field.Title, titles);
            prints?.Begin();
            if (part.HeadingPath.Length > 0)
            {
                Number(part.HeadingPath, headings);
                passage.Add(Field.Headings, headings);
                if (!part.Continues)
                {
                    prints?.Separate();
                    AddOrder(prints);
                }
            }
            // A section that was cut has one heading, however many passages it has.
            if (part.HeadingPath.Length > 0 && section != part.Anchor)
            {
                Number(part.Heading, headings);
                whole.Add(Field.Headings, headings);
            }
            section = part.Anchor;
            foreach (var (field, text) in part.Fields)
            {
                Number(text, scratch);
                passage.Add(field, scratch);
                if (!part.Continues)
                    prints?.Separate();
                AddOrder(prints);
                // Of the page as a whole a symptoms section is part of the text, as it is in documents that have no such section.
                whole.Add(field == Field.Symptoms && part.HeadingPath.Length > 0 ? Field.Body : field, scratch);
            }
            onPassage(passage.Counts);
            passage.Clear();
        }
        onWhole(whole.Counts);
        whole.Clear();
    }

    private void Number(string text, List<int> into)
    {
        into.Clear();
        tokens.Clear();
        Tokenizer.Tokenize(text, tokens, language);
        var read = tokens.Count;
        Negations.Add(tokens, language);
        foreach (var token in tokens)
        {
            // Running text repeats itself, and its words are the same objects each time: looking at the object is faster than at
            // its letters.
            ref var recent = ref recentTerms[RuntimeHelpers.GetHashCode(token.Term) & (Recent - 1)];
            if (!ReferenceEquals(recent.Term, token.Term))
                recent = (token.Term, NumberOf(token.Term));
            if (token.Kind == TokenKind.Word)
            {
                ref var word = ref recentWords[RuntimeHelpers.GetHashCode(token.Surface) & (Recent - 1)];
                if (!ReferenceEquals(word, token.Surface))
                    words.Add(word = token.Surface);
            }
            into.Add(recent.Number);
        }
        if (isOrdered)
            Order(into, read);
    }

    // One print a word, as Tokenizer.Words gives them: the parts of a name, not the whole.
    private void Order(List<int> numbers, int read)
    {
        order.Clear();
        for (var i = 0; i < read; )
        {
            var (first, hasWords) = (i, false);
            for (; i < read && tokens[i].Chunk == tokens[first].Chunk; i++)
                if (tokens[i].Kind is TokenKind.Word or TokenKind.Number)
                {
                    hasWords = true;
                    order.Add(printOfTerm[numbers[i]]);
                }
            if (!hasWords)
                order.Add(printOfTerm[numbers[first]]);
        }
    }

    private void AddOrder(WordPrintsWriter? prints)
    {
        foreach (var print in order)
            prints?.Add(print);
    }

    private int NumberOf(string term)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, term, out var known);
        if (!known)
        {
            number = terms.Count;
            terms.Add(term);
            printOfTerm.Add(WordPrints.Of(term));
        }
        return number;
    }

    /// <summary>Counts per term and field of the unit at hand.</summary>
    private sealed class FieldCounts
    {
        private readonly List<int> seen = [];
        private readonly int[] lengths = new int[Bm25F.Fields];
        private ushort[] counts = new ushort[1024 * Bm25F.Fields];
        private bool[] isSeen = new bool[1024];

        public Counts Counts =>
            new()
            {
                Terms = CollectionsMarshal.AsSpan(seen),
                Lengths = lengths,
                All = counts,
            };

        public void Add(Field field, List<int> terms)
        {
            lengths[(int)field] += terms.Count;
            foreach (var term in terms)
            {
                if (term >= isSeen.Length)
                {
                    Array.Resize(ref isSeen, term * 2);
                    Array.Resize(ref counts, term * 2 * Bm25F.Fields);
                }
                if (!isSeen[term])
                {
                    isSeen[term] = true;
                    seen.Add(term);
                }
                ref var count = ref counts[term * Bm25F.Fields + (int)field];
                if (count < ushort.MaxValue)
                    count++;
            }
        }

        public void Clear()
        {
            foreach (var term in seen)
            {
                isSeen[term] = false;
                counts.AsSpan(term * Bm25F.Fields, Bm25F.Fields).Clear();
            }
            seen.Clear();
            Array.Clear(lengths);
        }
    }
}

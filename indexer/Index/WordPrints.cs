using System.IO.Hashing;
using System.Text;

namespace Knowledge.Indexer.Index;

/// <summary>
/// The words of titles and passages in their order, a print of 16 bits for each: what words in quotes are looked up in. Immutable.
/// </summary>
/// <remarks>
/// A title comes before the passages of its document. What stands in one text lies side by side, also where a long section was cut
/// into passages; between texts stands a <see cref="Separator"/>. Two words may share a print: what is found by prints is certain
/// only where the passage holds no other word with one of them.
/// </remarks>
/// <param name="Starts">Where each title and passage begins in <paramref name="Prints"/>, and the end of the last.</param>
internal sealed record WordPrints(int[] Starts, ushort[] Prints)
{
    public const ushort Separator = 0;

    public long MemoryBytes => 4L * Starts.Length + 2L * Prints.Length;

    /// <summary>The words of a title or passage.</summary>
    public ReadOnlySpan<ushort> In(int unit) => Prints.AsSpan(Starts[unit]..Starts[unit + 1]);

    /// <summary>Whether a passage goes on where the one before it was cut: another text begins with a separator.</summary>
    public bool GoesOn(int unit) => In(unit) is [] or [not Separator, ..];

    public static ushort Of(string term) => Of(Encoding.UTF8.GetBytes(term));

    /// <summary>The print of a term as an index has it, in UTF-8.</summary>
    public static ushort Of(ReadOnlySpan<byte> term) => (ushort)(XxHash3.HashToUInt64(term) % ushort.MaxValue + 1);
}

/// <summary>Writes <see cref="WordPrints"/>: for each document its title, then its passages.</summary>
internal sealed class WordPrintsWriter
{
    private readonly List<int> starts = [];
    private readonly List<ushort> prints = [];

    /// <summary>From here on it is the next title or passage.</summary>
    public void Begin() => starts.Add(prints.Count);

    /// <summary>What follows is another text.</summary>
    public void Separate() => prints.Add(WordPrints.Separator);

    public void Add(ushort print) => prints.Add(print);

    /// <summary>Adds a document of another segment as it is.</summary>
    public void Copy(Segment segment, int document)
    {
        var (first, end) = (segment.TitleUnit(document), segment.TitleUnit(document + 1));
        var (from, shift) = (segment.Prints.Starts[first], prints.Count - segment.Prints.Starts[first]);
        for (var unit = first; unit < end; unit++)
            starts.Add(segment.Prints.Starts[unit] + shift);
        prints.AddRange(segment.Prints.Prints.AsSpan(from..segment.Prints.Starts[end]));
    }

    public WordPrints Take()
    {
        starts.Add(prints.Count);
        return new([.. starts], [.. prints]);
    }
}

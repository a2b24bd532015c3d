namespace Knowledge.Indexer.Text;

internal enum TokenKind
{
    /// <summary>A word of language, lower case and stemmed.</summary>
    Word,

    /// <summary>A name, path, code or version as a whole, lower case, never stemmed and never corrected.</summary>
    Identifier,

    /// <summary>A name with its value, <c>rows_read=0</c>, however it was written (<c>"rows_read": 0</c>).</summary>
    Pair,

    /// <summary>Digits.</summary>
    Number,
}

/// <summary>One term of a text and where it stands.</summary>
/// <param name="Term">What is indexed and looked up.</param>
/// <param name="Surface">The same before stemming, lower case.</param>
/// <param name="Start">Offset in the text, in characters.</param>
/// <param name="Chunk">Ordinal of the run of characters it came from; a name and its parts share one.</param>
internal readonly record struct Token(string Term, string Surface, TokenKind Kind, int Start, int Length, int Chunk);

using System.Buffers;
using System.Collections.Frozen;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>What of a Chinese, Japanese or Korean query is grammar and says nothing about what is wrong.</summary>
internal static class CharacterPairs
{
    private static readonly SearchValues<char> Chinese = SearchValues.Create(
        "的了吗呢吧啊么们是在我你他她它这那就都也很还把被及或怎什为何哪谁"
    );
    private static readonly SearchValues<char> Japanese = SearchValues.Create("はがをにでとのもへ");
    private static readonly SearchValues<char> Korean = SearchValues.Create("은는이가을를에의도로와과요다니까습고면");

    // csharpier-ignore
    private static readonly FrozenSet<string> JapaneseEndings = new[]
    {
        "です", "ます", "まし", "した", "して", "てい", "いる", "いま", "ない", "なく", "なか", "から", "まで", "など", "ため", "よう", "こと", "もの",
        "れる", "れて", "れた", "れな", "られ", "され", "くだ", "ださ", "さい", "たい", "った", "って", "っと", "あり", "ある", "する", "すぎ", "きな",
        "なる", "なっ", "いて", "いた", "おり", "けど", "だっ", "ませ", "せん", "どう", "らい", "いい", "ずっ", "まま", "たま", "しま", "ちゃ", "じゃ",
    }.ToFrozenSet();

    /// <summary>Whether a text in these characters is Japanese: only that has syllables of its own between them.</summary>
    public static bool IsJapanese(string text) => text.AsSpan().ContainsAnyInRange('\u3040', '\u30FF');

    /// <summary>Whether a character is mostly grammar.</summary>
    /// <param name="isJapanese">Then it is only in the syllables that grammar is written in.</param>
    public static bool IsFunction(char c, bool isJapanese) =>
        isJapanese ? c is >= '\u3041' and <= '\u309F' : Chinese.Contains(c) || Korean.Contains(c);

    /// <summary>Whether a pair is nothing but grammar.</summary>
    public static bool IsFunction(string pair, bool isJapanese) =>
        pair.All(c => IsFunction(c, isJapanese)) && (!isJapanese || pair.AsSpan().ContainsAny(Japanese) || JapaneseEndings.Contains(pair));

    /// <summary>Whether what a pair says beside grammar is in the pair before or behind it as well.</summary>
    /// <param name="tokens">Words in the order of the query.</param>
    public static bool IsAskedBeside(IReadOnlyList<Token> tokens, int at, bool isJapanese)
    {
        return IsBeside(at - 1) || IsBeside(at + 1);

        bool IsBeside(int i) =>
            i >= 0
            && i < tokens.Count
            && Math.Abs(tokens[i].Start - tokens[at].Start) == 1
            && !tokens[i].Surface.Any(c => IsFunction(c, isJapanese));
    }
}

namespace Knowledge.Indexer.Text;

/// <summary>
/// Letters, digits and signs in full width, as input methods for Chinese, Japanese and Korean write them, as the usual ones.
/// </summary>
/// <remarks>Unicode, UAX #15: NFKC makes them the same. Here each stays one character, so that positions in the text stay.</remarks>
internal static class FullWidth
{
    private const char First = '\uFF01';
    private const char Last = '\uFF5E';
    private const int Distance = First - '!';

    public static string Narrowed(string text) =>
        text.AsSpan().ContainsAnyInRange(First, Last)
            ? string.Create(
                text.Length,
                text,
                static (narrow, wide) =>
                {
                    for (var i = 0; i < wide.Length; i++)
                        narrow[i] = wide[i] is >= First and <= Last ? (char)(wide[i] - Distance) : wide[i];
                }
            )
            : text;
}

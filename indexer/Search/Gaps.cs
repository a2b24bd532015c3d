using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Makes a gap from words that found nothing: without mail addresses and phone numbers, and with the same id for the same words.</summary>
internal static partial class Gaps
{
    private const int MaxCharacters = 200;

    public static Gap Of(string query, Owner? owner)
    {
        var kept = Sentences.Cut(WithoutPeople(query), MaxCharacters);
        var words = string.Join(' ', Tokenizer.Words(Tokenizer.Tokenize(kept)).Select(t => t.Term));
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words.Length > 0 ? words : kept)))[..12];
        return new(id, kept, owner);
    }

    /// <summary>Takes mail addresses and phone numbers out and folds white space and control characters.</summary>
    public static string WithoutPeople(string text)
    {
        var clean = Phone().Replace(Mail().Replace(text, " "), " ");
        return string.Join(' ', new string([.. clean.Select(c => char.IsControl(c) ? ' ' : c)]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex(@"[\p{L}\p{N}._%+\-]{1,64}@[\p{L}\p{N}.\-]{1,255}", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();

    // Seven digits or more with the usual separators; an IPv4 address has too many dots and too short groups to be one.
    [GeneratedRegex(@"(\+|00)[0-9][0-9 ()\-./]{5,20}[0-9]|\(?0[0-9]{1,4}\)?[ \-/][0-9][0-9 \-/]{3,14}[0-9]|[0-9]{3}[ \-.][0-9]{3}[ \-.][0-9]{4}", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();
}

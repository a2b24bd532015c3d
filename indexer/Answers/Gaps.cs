using System.Security.Cryptography;
using System.Text;
using Knowledge.Content.Catalog;
using Knowledge.Content.Text;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Answers;

/// <summary>
/// Makes a gap from words that found nothing: without secrets, mail addresses and phone numbers, and with the same id for the same words.
/// </summary>
internal static class Gaps
{
    private const int MaxCharacters = 200;

    public static Gap Of(string query, Owner? owner)
    {
        var clean = KeptQuery.Of(query).Replace('\n', ' ');
        var kept = Sentences.Truncate(clean, MaxCharacters);
        var words = PastedText.TermsOf(kept);
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words.Length > 0 ? words : kept)))[..12];
        return new(id, kept, owner);
    }
}

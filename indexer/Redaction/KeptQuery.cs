namespace Knowledge.Indexer.Redaction;

/// <summary>What of a text that somebody searched with may be kept, shown to others and sent elsewhere.</summary>
internal static class KeptQuery
{
    /// <summary>Without keys, tokens and passwords, mail addresses and phone numbers; lines stay lines.</summary>
    public static string Of(string query) => PersonalData.Remove(SecretRedaction.Of(query), "[mail]", "[phone]");
}

namespace Knowledge.Api.Languages;

/// <summary>
/// Sentences with names or counts in them that other parts of the program compose in English, for files, API and <c>kb</c> too. A page
/// in another language knows them again by these patterns. What has none is shown in English.
/// </summary>
internal static class CoreSentences
{
    /// <summary>As keys of the texts; what is filled in is kept as it is.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        // Reasons of the eleven areas.
        "no such runbook: {0}",
        "{0} leads to {1}, which is only a stub",
        "{0} leads to {1}",
        "no alert of this postmortem leads to {0}; give its rule the `runbook_url`",
        "no alert rule is called `{0}`",
        "{0} watches none of what failed ({1}); a rule on the cause has that component as a label",
        "{0} watches {1}",
        "{0} has an owner",
        "{0} have owners",
        "nobody in the catalog owns {0}",
        "{0} has steps, a verification and an owner",
        "{0} lacks {1}",
        "all {0} searches of that day give a card",
        "“{0}” gives no card at all",
        "“{0}” has no words",
        "{0} sentences for customers",
        "`twins` names no owner for {0}",
        // Why an alert leads to a page.
        "the alert names the document {0}",
        "the page is for alerts {0}",
        "it solved this alert before ({0} time)",
        "it solved this alert before ({0} times)",
        "by its words ({0})",
        // What is wrong with a field.
        "“{0}” is not a date. {1} is not a month. Write it as 2026-03-02.",
        "“{0}” is not a date. {1} is not a day of that month. Write it as 2026-03-02.",
        "“{0}” is not a date. Write it as 2026-03-02.",
        "“{0}” is not a time. {1} is not a minute. Write it as 2026-03-02 07:31, which is UTC, or with its zone: 2026-03-02 08:31 +01:00.",
        "“{0}” is not a time. {1} is not an hour. Write it as 2026-03-02 07:31, which is UTC, or with its zone: 2026-03-02 08:31 +01:00.",
        "“{0}” is not a time. {1} is not a day of that month. Write it as 2026-03-02 07:31, which is UTC, or with its zone: "
            + "2026-03-02 08:31 +01:00.",
        "“{0}” is not a time. {1} is not a month. Write it as 2026-03-02 07:31, which is UTC, or with its zone: 2026-03-02 08:31 +01:00.",
        "“{0}” is not a time. Write it as 2026-03-02 07:31, which is UTC, or with its zone: 2026-03-02 08:31 +01:00.",
        "“{0}” is not a number of minutes. Write digits only, such as 20.",
        // What is left out of a summary for customers, and where a sentence comes from.
        "it names {0}",
        "what to tell customers, {0}",
        "section {0}",
        // Why an incident is like another.
        "cause: {0}",
        "seen: {0}",
        "services: {0}",
        "words: {0}",
        // What is to be known of a search.
        "No page is in {0}. Pages in other languages are found by what they mean and by names that they share with the question.",
        "No page is in {0}. Pages in other languages are found only by names that they share with the question.",
        // What became of a document.
        "“{0}” was deleted on {1}. “{2}” holds {3} of its content.",
    ];

    private static readonly SentencePatterns Patterns = new([.. All, .. FindingSentences.Reasons, .. StateSentences.All]);

    /// <returns>Null for a sentence that none of these is.</returns>
    public static string? Translated(string sentence) => Patterns.Translated(sentence);
}

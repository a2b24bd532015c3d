using Knowledge.Content.Markup;
using Knowledge.Indexer.Text;

namespace Knowledge.Api.Assistant.Verification;

/// <summary>
/// Shows of a reply only the sentences that the sections carry which they cite; everything else is dropped and counted. The same reply
/// and evidence always give the same: nothing is asked, nothing is guessed. A model may leave out and join, never add.
/// </summary>
internal static class ReplyVerifier
{
    public const int MaxReplyCharacters = 8_000;

    /// <summary>This share of the content words of a sentence must stand in what it cites.</summary>
    public const double CarriedFrom = 0.75;

    /// <summary>Who cites everything cites nothing: with enough sentences behind it, any word stands somewhere.</summary>
    public const int MaxCitations = 3;

    private const int MaxSentenceCharacters = 400;

    /// <param name="reply">Whole, as the model ended it.</param>
    /// <param name="evidence">What was sent, each number once.</param>
    public static VerifiedReply Verify(string reply, IReadOnlyList<EvidenceSentence> evidence)
    {
        var text = reply.Trim();
        if (text.Length > MaxReplyCharacters)
            return new([], [new(text[..MaxSentenceCharacters], DropReason.TooLong)]);
        if (text.StartsWith('{') || text.StartsWith("```", StringComparison.Ordinal) || text.StartsWith("[{", StringComparison.Ordinal))
            return new([], [new(text[..Math.Min(text.Length, MaxSentenceCharacters)], DropReason.HoldsMarkup)]);
        var byNumber = evidence.ToDictionary(e => e.Number);
        var (kept, dropped) = (new List<VerifiedSentence>(), new List<DroppedSentence>());
        foreach (var sentence in CitedSentence.In(text))
        {
            var cited = sentence.Citations.Distinct().Select(n => byNumber.GetValueOrDefault(n)).ToList();
            var known = cited.OfType<EvidenceSentence>().ToList();
            if ((known.Count < cited.Count ? DropReason.CitesWhatWasNotSent : ReasonToDrop(sentence.Text, known)) is { } reason)
                dropped.Add(new(sentence.Text, reason));
            else if (kept.All(k => k.Text != sentence.Text))
                kept.Add(new(sentence.Text, known));
        }
        return new(kept, dropped);
    }

    /// <returns>Null when the citations carry the sentence.</returns>
    public static DropReason? ReasonToDrop(string sentence, IReadOnlyList<EvidenceSentence> cited)
    {
        if (cited.Count == 0)
            return DropReason.CitesNothing;
        if (cited.Count > MaxCitations)
            return DropReason.CitesTooMuch;
        if (sentence.Length > MaxSentenceCharacters)
            return DropReason.TooLong;
        if (HiddenCharacters.AreIn(sentence) || sentence.Any(char.IsControl))
            return DropReason.HoldsHiddenText;
        var source = string.Join('\n', cited.Select(c => c.Text));
        if (WebAddress.IsIn(sentence))
            return DropReason.HoldsAddress;
        if (LiteralText.HoldsMarkup(sentence))
            return DropReason.HoldsMarkup;
        if (LiteralText.Commands(sentence).Any(c => !source.Contains(c, StringComparison.Ordinal)))
            return DropReason.ChangesCommand;
        if (ChangesNumber(sentence, source))
            return DropReason.ChangesNumber;
        if (LiteralText.Identifiers(sentence).Any(w => !LiteralText.StandsIn(w, source)))
            return DropReason.ChangesCommand;
        return ChangesName(sentence, source) ? DropReason.ChangesName : ReasonByWords(sentence, source);
    }

    private static DropReason? ReasonByWords(string sentence, string source)
    {
        var (said, written) = (SentenceWords.Of(sentence), SentenceWords.Of(source.Split('\n')));
        if (said.Negated.Any(w => !said.Affirmed.Contains(w) && written.Affirmed.Contains(w) && !written.Negated.Contains(w)))
            return DropReason.ChangesNegation;
        if (said.Affirmed.Any(w => written.Negated.Contains(w) && !written.Affirmed.Contains(w)))
            return DropReason.ChangesNegation;
        var everything = AllStems(source);
        if (AllStems(sentence).Any(w => !everything.Contains(w) && Opposites.Turns(w, everything)))
            return DropReason.SaysOpposite;
        var carried = said.Stems.Count(written.Stems.Contains);
        if (said.Stems.Count == 0 || carried < CarriedFrom * said.Stems.Count)
            return DropReason.NotCarried;
        // A word that is hardly one of the language is a name, wherever it stands.
        var squashed = LiteralText.Squashed(source);
        return Tokenizer
            .Words(Tokenizer.Tokenize(sentence))
            .Any(t =>
                t.Kind == TokenKind.Word
                && !written.Stems.Contains(t.Term)
                && IsName(t.Surface)
                && !squashed.Contains(t.Surface, StringComparison.Ordinal)
            )
            ? DropReason.ChangesName
            : null;
    }

    private static bool ChangesNumber(string sentence, string source)
    {
        var written = Figure.In(source);
        return Figure.In(sentence).Any(f => !f.StandsIn(written));
    }

    private static bool ChangesName(string sentence, string source)
    {
        var squashed = LiteralText.Squashed(source);
        return LiteralText
            .Hyphenated(sentence)
            .Concat(LiteralText.Names(sentence))
            .Any(w => !squashed.Contains(LiteralText.Squashed(w), StringComparison.Ordinal));
    }

    private static bool IsName(string word) =>
        word.Length > 3 && word.All(char.IsAsciiLetter) && float.IsPositiveInfinity(EnglishWords.MaxIdf(word)) && !IsFormOfWord(word);

    // "unresponsive", "restarting": built from a frequent word.
    private static bool IsFormOfWord(string word) => !float.IsPositiveInfinity(EnglishWords.MaxIdf(Tokenizer.TermOf(word)));

    private static HashSet<string> AllStems(string text) =>
        [.. Tokenizer.Words(Tokenizer.Tokenize(text)).Select(t => Tokenizer.TermOf(t.Surface))];
}

using Knowledge.Api.Assistant.Verification;
using Knowledge.Content.Text;
using Knowledge.Content.Timelines;
using SentMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Knowledge.Api.Assistant;

/// <summary>A message that the timeline took for small talk and that may belong into it.</summary>
/// <param name="Why">A sentence that the message carries.</param>
public sealed record MissedMoment(ChatEvent Message, string Why);

/// <summary>Something that may have contributed, as a question to the author.</summary>
/// <param name="Messages">Those that raise it, one to three.</param>
public sealed record FactorQuestion(string Text, IReadOnlyList<ChatEvent> Messages);

/// <summary>What a language model finds in the chat of an incident. Each piece is accepted by a person or leaves nothing behind.</summary>
/// <param name="Dropped">Lines of the reply that are not shown: the messages they cite do not exist or do not carry them.</param>
/// <param name="Read">Messages that were sent, from the beginning of the chat.</param>
/// <param name="Problem">Why there is nothing, as the end of a sentence; null when there was a reply.</param>
public sealed record ChatFindings(
    IReadOnlyList<MissedMoment> Moments,
    IReadOnlyList<FactorQuestion> Questions,
    int Dropped,
    int Read,
    IReadOnlyList<SentMessage> Sent,
    string? Problem
)
{
    public const int MaxMoments = 12;
    public const int MaxQuestions = 8;
    public const int MaxQuestionCharacters = 300;

    private const int MaxMessages = 250;
    private const int MaxCharacters = 16_000;
    private const int MaxMessageCharacters = 400;
    private const string Moment = "moment:";
    private const string Factor = "factor:";

    public static ChatFindings None(string problem, int read = 0, IReadOnlyList<SentMessage>? sent = null) =>
        new([], [], 0, read, sent ?? [], problem);

    /// <summary>The messages as numbered lines, from the first on, as many as one request may hold: only here a chat is cited.</summary>
    internal static IReadOnlyList<EvidenceSentence> Lines(ChatTimeline timeline)
    {
        var lines = new List<EvidenceSentence>();
        var characters = 0;
        foreach (var message in timeline.Events.Take(MaxMessages))
        {
            var text = Sentences.Truncate(
                ChatEndpoint.Outgoing($"{(message.Participant.Length > 0 ? $"{message.Participant}: " : "")}{OneLine(message.Text)}"),
                MaxMessageCharacters
            );
            if ((characters += text.Length) > MaxCharacters)
                break;
            lines.Add(new(message.Number, text, "", "", $"#message-{message.Number}"));
        }
        return lines;
    }

    /// <summary>Keeps what begins as it was asked to and is carried by the messages that it cites.</summary>
    internal static ChatFindings Of(
        string reply,
        ChatTimeline timeline,
        IReadOnlyList<EvidenceSentence> lines,
        IReadOnlyList<SentMessage> sent
    )
    {
        var byNumber = timeline.Events.ToDictionary(e => e.Number);
        var (moments, questions, dropped) = (new List<MissedMoment>(), new List<FactorQuestion>(), 0);
        foreach (
            var line in reply.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            var text = line.TrimStart('-', '*', ' ');
            var isMoment = text.StartsWith(Moment, StringComparison.OrdinalIgnoreCase);
            if (!isMoment && !text.StartsWith(Factor, StringComparison.OrdinalIgnoreCase))
            {
                dropped++;
                continue;
            }
            var verified = ReplyVerifier.Verify(text[Moment.Length..], lines);
            dropped += verified.Dropped.Count;
            foreach (var kept in verified.Kept)
                if (isMoment)
                    // What stands in the timeline already was not missed.
                    moments.AddRange(
                        kept.Citations.Select(c => byNumber[c.Number])
                            .Where(m => m.Kind == MessageKind.Other && moments.All(known => known.Message != m))
                            .Select(m => new MissedMoment(m, kept.Text))
                    );
                else if (!kept.Text.EndsWith('?') || kept.Text.Length > MaxQuestionCharacters)
                    dropped++;
                else
                    questions.Add(new(kept.Text, [.. kept.Citations.Select(c => byNumber[c.Number])]));
        }
        return new([.. moments.Take(MaxMoments)], [.. questions.Take(MaxQuestions)], dropped, lines.Count, sent, null);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using Knowledge.Api.Assistant.Verification;
using Knowledge.Content.Timelines;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Knowledge.Api.Assistant;

/// <summary>What came of asking for a summary.</summary>
/// <param name="Reply">What is left of the reply after it was checked.</param>
/// <param name="Sent">Every message that was sent, as it left; empty when nothing was.</param>
/// <param name="Problem">Why there is no reply, as the end of a sentence; null when there is one.</param>
public sealed record Summary(VerifiedReply Reply, IReadOnlyList<ChatMessage> Sent, string? Problem);

/// <summary>A search in other words, and what it found.</summary>
public sealed record Rewrite(string Words, IReadOnlyList<Hit> Hits);

/// <summary>What came of asking for other words.</summary>
public sealed record Rewrites(IReadOnlyList<Rewrite> Found, IReadOnlyList<ChatMessage> Sent, string? Problem);

/// <summary>
/// Shortens what pages say and says a search in other words; every sentence is carried by what it cites, or is not shown.
/// </summary>
internal sealed class GroundedAssistant(ChatReplies replies)
{
    private const int MaxRewrites = 3;
    private const int MaxRewriteCharacters = 120;
    private const int MaxHits = 5;

    /// <summary>Of a search with an answer; of one without nothing is sent.</summary>
    public async Task<Summary> SummariseAsync(SearchResponse response, KnowledgeBase knowledge, CancellationToken cancellation)
    {
        if (response.Confidence < ConfidenceScale.AnswerFloor || response.Answers.Count == 0)
            return new(VerifiedReply.Nothing, [], "no page answers this with confidence");
        var evidence = Evidence.Of(response, knowledge);
        if (evidence.Count == 0)
            return new(VerifiedReply.Nothing, [], "the pages hold no sentences");
        return await SayAsync(ChatPrompts.Summary(response.Query, evidence), evidence, ReplyVerifier.Verify, cancellation);
    }

    /// <summary>What a postmortem says for areas that are left unpatched; decides nothing.</summary>
    public Task<Summary> NameCandidatesAsync(AreaCandidates candidates, CancellationToken cancellation) =>
        candidates.Areas.Count == 0 || candidates.Evidence.Count == 0
            ? Task.FromResult(new Summary(VerifiedReply.Nothing, [], "no area is left unpatched, or the page holds no sentences"))
            : SayAsync(ChatPrompts.Areas(candidates), candidates.Evidence, (reply, _) => candidates.Verify(reply), cancellation);

    /// <summary>Steps of a runbook out of what was done during an alert.</summary>
    public Task<Summary> DraftStepsAsync(IReadOnlyList<EvidenceSentence> done, CancellationToken cancellation) =>
        done.Count == 0
            ? Task.FromResult(new Summary(VerifiedReply.Nothing, [], "no step was ticked"))
            : SayAsync(ChatPrompts.Steps(done), done, ReplyVerifier.Verify, cancellation);

    /// <summary>What the timeline of a chat may have missed. The reply is kept nowhere.</summary>
    public async Task<ChatFindings> ReadChatAsync(ChatTimeline timeline, CancellationToken cancellation)
    {
        var lines = ChatFindings.Lines(timeline);
        if (lines.Count == 0)
            return ChatFindings.None("the chat holds no message");
        var messages = Outgoing(ChatPrompts.Chat(lines));
        try
        {
            var reply = await replies.AskAsync(messages, cancellation, mayBeKept: false);
            return ChatFindings.Of(IsNothing(reply) ? "" : reply, timeline, lines, messages);
        }
        catch (ChatException e)
        {
            return ChatFindings.None(e.Message, lines.Count, messages);
        }
    }

    private async Task<Summary> SayAsync(
        IReadOnlyList<ChatMessage> asked,
        IReadOnlyList<EvidenceSentence> evidence,
        Func<string, IReadOnlyList<EvidenceSentence>, VerifiedReply> verify,
        CancellationToken cancellation
    )
    {
        var messages = Outgoing(asked);
        try
        {
            var reply = await replies.AskAsync(messages, cancellation);
            return new(IsNothing(reply) ? VerifiedReply.Nothing : verify(reply, evidence), messages, null);
        }
        catch (ChatException e)
        {
            return new(VerifiedReply.Nothing, messages, e.Message);
        }
    }

    /// <summary>Searches in other words for what found nothing; only what really finds something is given.</summary>
    /// <param name="search">Our own search; it must keep no gap of these words.</param>
    public async Task<Rewrites> RewriteAsync(
        string query,
        Func<SearchRequest, CancellationToken, ValueTask<SearchResponse>> search,
        CancellationToken cancellation
    )
    {
        var messages = Outgoing(ChatPrompts.Rewrite(query));
        try
        {
            var reply = await replies.AskAsync(messages, cancellation);
            var found = new List<Rewrite>();
            foreach (var words in IsNothing(reply) ? [] : WordsOf(reply, query))
                if (await search(new(words, MaxHits), cancellation) is { Confidence: >= Confidence.Medium, Hits.Count: > 0 } response)
                    found.Add(new(words, response.Hits));
            return new(found, messages, null);
        }
        catch (ChatException e)
        {
            return new([], messages, e.Message);
        }
    }

    /// <summary>Searches out of a reply, as plain words: what would be an operator is none.</summary>
    internal static IReadOnlyList<string> WordsOf(string reply, string query) =>
        [
            .. reply
                .ReplaceLineEndings("\n")
                .Split('\n')
                .Select(PlainWords)
                .Where(w => w.Length is > 2 and <= MaxRewriteCharacters && !w.Equals(query.Trim(), StringComparison.OrdinalIgnoreCase))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(MaxRewrites),
        ];

    private static string PlainWords(string line) =>
        string.Join(
            ' ',
            ChatEndpoint
                .Outgoing(line)
                .Replace(':', ' ')
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(w => w.Trim('"', '\'', '-', '*', '`', '(', ')', '[', ']', '.', ',', '“', '”', '>', '<'))
                .Where(w => w.Any(char.IsLetter))
        );

    private static bool IsNothing(string reply) =>
        reply.Trim().TrimEnd('.').Equals(ChatPrompts.Nothing, StringComparison.OrdinalIgnoreCase);

    // The page shows what left, so that goes in which comes out of the one place through which all passes.
    private static IReadOnlyList<ChatMessage> Outgoing(IReadOnlyList<ChatMessage> messages) =>
        [.. messages.Select(m => new ChatMessage(m.Role, ChatEndpoint.Outgoing(m.Text)))];
}

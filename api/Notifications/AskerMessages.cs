using Knowledge.Api.Access;
using Knowledge.Api.Languages;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Visibility;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Notifications;

/// <summary>
/// Tells who asked that what they searched for is answered: once, by a page that they may see. Whoever is to be told waits in the store;
/// a message is put into the outbox when there is an answer, and written when it is sent.
/// </summary>
internal sealed partial class AskerMessages(LiveKnowledge live, Uri root, TimeProvider time, ILogger logger)
{
    public static readonly NotifyTarget Target = new(NotifyTarget.Askers, NotifyKind.Mail, null);

    private const int MaxWordCharacters = 200;

    // A search that somebody waits for is in the store within a second; what is not there after this was deleted.
    private static readonly TimeSpan GapIsWrittenWithin = TimeSpan.FromHours(1);

    private readonly GapAnswers answers = new(live, time);

    /// <summary>Puts a message into the outbox for each whose answer is there now, and forgets who needs none any more.</summary>
    /// <returns>False when the store cannot be read or written.</returns>
    public bool Put()
    {
        // A page that is still to come may be the better answer, and say who may see it.
        if (!live.IsComplete)
            return true;
        if (live.QueryStore(s => s.GapAskers.All()) is not { } askers)
            return false;
        if (askers.Count == 0)
            return true;
        if (live.FindGaps([.. askers.Select(a => a.GapId).Distinct()]) is not { } found)
            return false;
        var (gaps, now) = (found.ToDictionary(g => g.Id), time.GetUtcNow());
        IReadOnlyList<long> done = [.. askers.Where(a => IsDone(a, gaps.ContainsKey(a.GapId), now)).Select(a => a.Id)];
        IReadOnlyList<long> answered =
        [
            .. askers.Where(a => !a.IsTold && gaps.TryGetValue(a.GapId, out var gap) && AnswerFor(a, gap) is not null).Select(a => a.Id),
        ];
        return (done.Count == 0 || live.UpdateStore(s => s.GapAskers.Delete(done)))
            && (answered.Count == 0 || live.UpdateStore(s => s.GapAskers.Tell(answered, Target.Name, now)));
    }

    /// <summary>The message that waits, as it stands now.</summary>
    public WrittenMessage Of(PendingMessage waiting)
    {
        if (!live.IsComplete)
            return new([waiting], IsPutOff: true);
        if (live.QueryStore(s => s.GapAskers.Find(waiting.AskerId!.Value)) is not { } askers)
            return new([waiting], IsUnknown: true);
        // They took it back, or were taken out of the store.
        if (askers is not [var asker] || EmailAddress.Of(asker.Email) is not { } address)
            return new([waiting], IsOver: true);
        if (live.FindGaps([asker.GapId]) is not { } gaps)
            return new([waiting], IsUnknown: true);
        if (gaps is not [var gap])
            return new([waiting], IsOver: true);
        try
        {
            if (AnswerFor(asker, gap) is { } answer)
                return new([waiting], TextOf(asker, gap, answer), Address: address);
        }
        catch (Exception e)
        {
            LogFault(e);
            return new([waiting], Problem: NotificationWriter.Fault);
        }
        return live.UpdateStore(s => s.GapAskers.WaitOn(asker.Id, waiting.Id))
            ? new([waiting], IsOver: true)
            : new WrittenMessage([waiting], IsUnknown: true);
    }

    /// <summary>Whether somebody was told, or it was given up, or they never will be.</summary>
    internal static bool IsDone(GapAsker asker, bool hasGap, DateTimeOffset now) =>
        (asker.IsTold && !asker.IsWaiting) || (!hasGap && now - asker.At > GapIsWrittenWithin) || EmailAddress.Of(asker.Email) is null;

    // As a member of their groups: what somebody sees as an administrator alone is not sent out of the house.
    private Document? AnswerFor(GapAsker asker, RecordedGap gap) =>
        answers.Of(gap, live.VisibleTo(Viewer.Of(asker.Actor ?? "", Groups.Read(asker.MemberOf ?? "[]"))))?.Page;

    private string TextOf(GapAsker asker, RecordedGap gap, Document answer)
    {
        var words = Sentences.Truncate(OneLine(gap.Query), MaxWordCharacters);
        var before = Language.Current;
        Language.Current = Language.Find(asker.Language) ?? Language.English;
        try
        {
            return string.Join(
                '\n',
                T("Answered: {0}", words),
                "",
                T("You searched for this on {0} and found nothing. Now a page answers it:", Dates.Minute(asker.At)),
                "",
                OneLine(answer.Title),
                new Uri(root, Urls.Of(answer)).AbsoluteUri,
                "",
                T("Search again: {0}", new Uri(root, $"/search?q={Uri.EscapeDataString(words)}").AbsoluteUri),
                T("You asked for this message. There will be no other about this search.")
            );
        }
        finally
        {
            Language.Current = before;
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [LoggerMessage(LogLevel.Error, "A mail to somebody who asked could not be written; it is tried again")]
    private partial void LogFault(Exception e);
}

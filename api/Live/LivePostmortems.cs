using System.Security.Cryptography;
using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Content.Postmortems;
using Knowledge.Content.Text;
using Knowledge.Indexer.Checks;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Sources;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Live;

/// <summary>
/// Postmortems that are written here: drafts, what is published, and what may be closed; for one person, to whom what they must not see
/// is not there.
/// </summary>
public sealed class LivePostmortems(LiveKnowledge live, VisibleKnowledge visible, TimeProvider time)
{
    /// <summary>Why something is closed that the rules leave open, at the most.</summary>
    public const int MaxReasonCharacters = 300;

    /// <summary>What the note of a revision begins with that was closed over the gate.</summary>
    public const string ClosedOver = "closed over the gate: ";

    private readonly VisibleRevisions revisions = new(live, visible.Viewer);

    private const int MaxSlugCharacters = 80;
    private const int MaxNumbered = 100;

    // Without vowels, so that they are no words.
    private const string SuffixLetters = "bcdfghjkmnpqrstvwxz23456789";
    private const int SuffixCharacters = 6;

    // Who publishes waits for being found, but not for long.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>Whether the store can be used; what is not found while it cannot may be there all the same.</summary>
    public bool HasStore => live.HasStore;

    /// <summary>The newest revision of each without its text, last saved first; null when the store cannot be read.</summary>
    public IReadOnlyList<AuthoredRevision>? List() => revisions.Of(live.QueryStore(s => s.Authored.List()));

    /// <summary>As it stands.</summary>
    public AuthoredRevision? Find(string slug) =>
        live.QueryStore(s => s.Authored.Newest(slug)) is { } newest && revisions.Shows(newest) ? newest : null;

    /// <summary>One revision: what was hidden when it was written stays so.</summary>
    public AuthoredRevision? Find(string slug, int number) =>
        Find(slug) is { } newest
        && (newest.Number == number ? newest : live.QueryStore(s => s.Authored.Find(slug, number))) is { } revision
        && revisions.Shows(revision)
            ? revision
            : null;

    /// <summary>Whether somebody sees a revision as an administrator alone: that is written down.</summary>
    public bool IsSeenAsAdministrator(AuthoredRevision revision) => revisions.AreSeenAsAdministrator(revision);

    /// <summary>Newest first, without their texts; null when the store cannot be read.</summary>
    public IReadOnlyList<AuthoredRevision>? Revisions(string slug, int limit) =>
        Find(slug) is null
            ? NothingOf<AuthoredRevision>()
            : revisions.Without(slug, live.QueryStore(s => s.Authored.Revisions(slug, limit)), r => r.Number);

    /// <summary>What people say of one, in the order in which they wrote it; null when it cannot be read just now.</summary>
    public IReadOnlyList<PageComment>? Comments(string slug) =>
        Find(slug) is null ? NothingOf<PageComment>() : revisions.Without(slug, live.QueryStore(s => s.Comments.Of(slug)), c => c.Revision);

    /// <summary>Keeps a remark on the newest revision; false when it could not be kept.</summary>
    public bool Comment(AuthoredRevision newest, PageCommentKind what, string actor, string text, string? whom) =>
        live.QueryStore(s => s.Comments.Add(newest.Slug, new(what, newest.Number, actor, time.GetUtcNow(), text, whom)));

    /// <summary>The document that a text would be, whether or not it is published; null when it would be none.</summary>
    public static Document? Read(string slug, string text) =>
        AuthoredSource.Read(slug, text).Documents is [var document, ..] ? document : null;

    /// <summary>Begins a draft; its slug is made of date and title, numbered when that is taken.</summary>
    /// <returns>Null when nothing can be kept just now.</returns>
    public SaveResult? Create(string text, string actor)
    {
        text = WithState("draft", PostmortemText.WithKey(PostmortemText.Normalised(text), "id", null), "draft");
        var front = Read("draft", text)?.FrontMatter ?? FrontMatter.Empty;
        return Create(SlugOf(front.Title ?? "postmortem", front.Date ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)), text, actor);
    }

    /// <summary>The same for a runbook; its slug is made of its title.</summary>
    /// <returns>Null when nothing can be kept just now.</returns>
    public SaveResult? CreateRunbook(string title, string text, string actor)
    {
        var slug = AuthoredSource.RunbookSlugOf(NameOf(title));
        return Create(slug, WithState(slug, PostmortemText.WithKey(PostmortemText.Normalised(text), "id", null), "draft"), actor);
    }

    // Where some pages are hidden every address ends in letters by chance: a number would say that a page of this name is there.
    private SaveResult? Create(string slug, string text, string actor)
    {
        var now = time.GetUtcNow();
        var isNumbered = live.Everybody.SeesAll || !(live.HidesAny || IsHidden(slug, text));
        for (var number = 1; number <= MaxNumbered; number++)
        {
            // Of so many of one name a number says nothing any more.
            var candidate =
                !isNumbered || number == MaxNumbered ? $"{slug}-{RandomNumberGenerator.GetString(SuffixLetters, SuffixCharacters)}"
                : number == 1 ? slug
                : $"{slug}-{number}";
            // An address that a hidden page has is taken, too.
            if (live.Whole.Find(AuthoredSource.IdOf(candidate)) is not null)
                continue;
            var result = live.QueryStore(s => s.Authored.Create(candidate, text, actor, now));
            if (result is not { Outcome: SaveOutcome.Taken })
                return result;
            isNumbered &= result.Newest is { } taken && revisions.Shows(taken);
        }
        return new(SaveOutcome.TooMany, null);
    }

    /// <summary>Saves a text over the revision it was made from.</summary>
    /// <param name="note">What was done, when it was not only edited.</param>
    /// <returns>Null when nothing can be kept just now.</returns>
    public SaveResult? Save(string slug, int expected, string text, string actor, string note = "", bool isAutosave = false)
    {
        if (Find(slug) is null)
            return live.HasStore ? new(SaveOutcome.NotFound, null) : null;
        var result = live.QueryStore(s =>
            s.Authored.Save(slug, expected, PostmortemText.Normalised(text), null, actor, note, isAutosave, time.GetUtcNow())
        );
        if (result is { Outcome: SaveOutcome.Saved, Newest.State: not "draft" })
            _ = live.RefreshAsync(Timeout);
        return result;
    }

    /// <summary>What is wrong with a text as a new postmortem; null when nothing is.</summary>
    public static string? Validate(string text)
    {
        text = PostmortemText.Normalised(text);
        return SecretIn(text) is { } secret ? secret
            : text.Length <= DocumentReader.MaxCharacters && !PostmortemText.HasEditableKeys(text)
                ? T("Its front matter is not YAML between `---` lines that can be read; correct it first.")
            : Validate(
                new("draft", 1, "draft", "", "", default, ""),
                WithState("draft", PostmortemText.WithKey(text, "id", null), "draft")
            );
    }

    /// <summary>What is wrong with a text as the newest one of a postmortem, so that it must not be saved; null when nothing is.</summary>
    public static string? Validate(AuthoredRevision newest, string text)
    {
        if (SecretIn(text) is { } secret)
            return secret;
        if (text.Length > DocumentReader.MaxCharacters)
            return T(
                "The text has {0:N0} characters and may have {1:N0}; shorten it or split it.",
                text.Length,
                DocumentReader.MaxCharacters
            );
        var reading = AuthoredSource.Read(newest.Slug, text);
        if (reading.Findings.FirstOrDefault(f => f.Code == FindingCodes.InvalidYaml) is { } unread)
            return T("Line {0}: {1}", unread.Line, unread.Message);
        if (reading.Documents is not [var document, ..])
            return T("This would be no page: {0}.", reading.NotADocument);
        if (document.Kind != KindOf(newest.Slug))
            return T("`kind` must stay `{0}`.", KindOf(newest.Slug).ToString().ToLowerInvariant());
        if (document.Id.Value != AuthoredSource.IdOf(newest.Slug))
            return T("`id` cannot be changed here; leave it out or make it `{0}`.", AuthoredSource.IdOf(newest.Slug));
        var state = StateOf(newest.State);
        return document.FrontMatter.Status == state
            ? null
            : T("`status` is changed with the buttons, not in the text: it is `{0}`.", state);
    }

    /// <summary>
    /// Publishes, closes, reopens, takes back to draft, discards or brings back; what is published is served when this returns.
    /// </summary>
    /// <param name="reason">
    /// Why it is closed although the rules leave it open, of somebody who may: it stands in the history. Null to go by the rules.
    /// </param>
    /// <returns>What was saved; or why it may not be, one sentence each. Null when nothing can be kept just now.</returns>
    public async Task<(SaveResult? Result, IReadOnlyList<string> Missing)> ChangeStateAsync(
        string slug,
        int expected,
        string state,
        string actor,
        string? reason = null
    )
    {
        if (Find(slug) is not { } newest)
            return (live.HasStore ? new(SaveOutcome.NotFound, null) : null, []);
        if (newest.Number != expected)
            return (new(SaveOutcome.Conflict, newest), []);
        if (!NextStates(slug, newest.State).Contains(state))
            return (
                new(SaveOutcome.Unchanged, newest),
                [$"from {newest.State} it cannot become {state}; next can be {string.Join(" or ", NextStates(slug, newest.State))}"]
            );
        IReadOnlyList<string> missing = state == "closed" ? await MissingAsync(newest) : [];
        if (missing.Count > 0 && string.IsNullOrWhiteSpace(reason))
            return (new(SaveOutcome.Unchanged, newest), missing);
        if (state is "published" or "closed" && SecretIn(newest.Text) is { } secret)
            return (new(SaveOutcome.Unchanged, newest), [secret]);
        if (state == "published" && Read(slug, newest.Text) is { } document && PublishProblem(document) is { } unfit)
            return (new(SaveOutcome.Unchanged, newest), [unfit]);
        var note = (newest.State, state) switch
        {
            ("closed", "published") => "reopened",
            ("discarded", _) => "brought back",
            (_, "draft") => "withdrawn",
            _ when missing.Count > 0 => ClosedOver + SecretRedaction.Of(Sentences.Truncate(reason!.Trim(), MaxReasonCharacters)),
            _ => state,
        };
        var result = live.QueryStore(s =>
            s.Authored.Save(slug, expected, WithState(slug, newest.Text, StateOf(state)), state, actor, note, false, time.GetUtcNow())
        );
        if (result is { Outcome: SaveOutcome.Saved })
            await live.RefreshAsync(Timeout);
        return (result, []);
    }

    /// <summary>The states that may follow one; only a postmortem is ever closed.</summary>
    public static IReadOnlyList<string> NextStates(string slug, string state) =>
        state switch
        {
            "published" when AuthoredSource.IsRunbook(slug) => ["draft"],
            "draft" => ["published", "discarded"],
            "published" => ["closed", "draft"],
            "discarded" => ["draft"],
            _ => ["published"],
        };

    /// <summary>How the surfaces stand: of what is served when that is this text, else of the text beside it.</summary>
    public PatchMatrix PatchesOf(AuthoredRevision revision)
    {
        if (AuthoredSource.IsRunbook(revision.Slug))
            return new([]);
        var (knowledge, now) = (visible.Current, time.GetUtcNow());
        if (Served(revision) is { } served)
            return knowledge.PatchesOf(served, now);
        return Read(revision.Slug, revision.Text) is { } document ? PatchMatrix.Of(document, knowledge, now) : new([]);
    }

    private async Task<IReadOnlyList<string>> MissingAsync(AuthoredRevision newest)
    {
        if (Served(newest) is null)
            await live.RefreshAsync(Timeout);
        return Served(newest) is { } served
            ? PatchMatrix.Of(served, visible.Current, time.GetUtcNow()).Missing
            : ["it is not served yet, or a file of the same name is served in its place; try again in a moment"];
    }

    private IReadOnlyList<T>? NothingOf<T>() => live.HasStore ? [] : null;

    /// <summary>Why a text may not stand in what is written here: it holds a key. Every revision is kept, so none may come in.</summary>
    public static string? SecretIn(string text) =>
        SecretInContent.FirstIn(text) is { } found
            ? T("Line {0} holds what looks like a {1}: withdraw it where it was issued, and take it out.", found.Line, found.Kind)
            : null;

    // By its text: what is served may be a revision behind.
    private Document? Served(AuthoredRevision revision) =>
        visible
            .Current.Snapshots.FirstOrDefault(r => r.Name == AuthoredSource.Name)
            ?.Files.FirstOrDefault(f => f.Path == AuthoredSource.PathOf(revision.Slug))
            is { Documents.Count: 1 } file
        && file.Text == revision.Text
            ? visible.Current.Find(file.Documents[0].Id.Value)
            : null;

    private static string? PublishProblem(Document document) =>
        document.Title.Trim().Length == 0 ? "it has no title"
        : document.Sections.All(s => s.Text.Trim().Length == 0) ? "nothing is written in it yet"
        : null;

    private static string StateOf(string state) => state == "discarded" ? "draft" : state;

    private static DocumentKind KindOf(string slug) => AuthoredSource.IsRunbook(slug) ? DocumentKind.Runbook : DocumentKind.Postmortem;

    private static string WithState(string slug, string text, string state) =>
        PostmortemText.WithKey(
            PostmortemText.WithKey(text, "kind", $"kind: {KindOf(slug).ToString().ToLowerInvariant()}\n"),
            "status",
            $"status: {state}\n"
        );

    private static bool IsHidden(string slug, string text) => DocumentReader.VisibleTo(AuthoredSource.PathOf(slug), text) is not null;

    private static string SlugOf(string title, DateOnly date)
    {
        var slug = NameOf(title);
        return slug.StartsWith($"{date:yyyy-MM-dd}", StringComparison.Ordinal) ? slug : $"{date:yyyy-MM-dd}-{slug}";
    }

    private static string NameOf(string title)
    {
        var name = DocumentId.FromText(title.Replace('/', '-')).Value.Replace('.', '-').Trim('-');
        return name.Length > MaxSlugCharacters ? name[..MaxSlugCharacters].Trim('-') : name;
    }
}

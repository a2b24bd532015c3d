using Knowledge.Content.Documents;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Postmortems;

/// <summary>Whether an action is done, as far as its postmortem says.</summary>
public enum ActionState
{
    Open,
    Done,
    NotSaid,
}

/// <summary>Something that a postmortem says is to be done: an action item, or a surface that is open.</summary>
/// <param name="Id">The same while document and text are the same.</param>
/// <param name="Slug">Of a postmortem that is written here; null for a file, which is changed at its source.</param>
/// <param name="IsSurface">A surface that is declared open, not an item of the list of actions.</param>
/// <param name="Team">Who is to do it: named by the action, else the owner of the postmortem; null when nobody is.</param>
/// <param name="Surfaces">What it touches, by its words.</param>
public sealed record TrackedAction(
    string Id,
    string DocumentId,
    string? Slug,
    string Postmortem,
    DateOnly? Date,
    string Url,
    string Text,
    bool IsSurface,
    ActionState State,
    string? Team,
    DateOnly? Due,
    bool IsOverdue,
    string? Link,
    IReadOnlyList<string> Surfaces
);

/// <summary>All that postmortems say is to be done, overdue first, then by due date.</summary>
public sealed record ActionRegister(IReadOnlyList<TrackedAction> Actions)
{
    public int Open => Actions.Count(a => a.State == ActionState.Open);

    public int Done => Actions.Count(a => a.State == ActionState.Done);

    public int Overdue => Actions.Count(a => a.IsOverdue);

    public static ActionRegister Of(KnowledgeBase knowledge, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return new([
            .. knowledge
                .Documents.Where(d => d.Kind == DocumentKind.Postmortem && d.FrontMatter.Status != "draft")
                .SelectMany(d => OfItems(d, knowledge, today).Concat(OfSurfaces(d, knowledge, now, today)))
                .OrderBy(a => a.State)
                .ThenByDescending(a => a.IsOverdue)
                .ThenBy(a => a.Due ?? DateOnly.MaxValue)
                .ThenByDescending(a => a.Date)
                .ThenBy(a => a.DocumentId, StringComparer.Ordinal),
        ]);
    }

    private static IEnumerable<TrackedAction> OfItems(Document document, KnowledgeBase knowledge, DateOnly today) =>
        (document.Postmortem?.Actions ?? []).Select(action =>
        {
            var details = ActionDetails.Of(action);
            var state = action.Done switch
            {
                true => ActionState.Done,
                false => ActionState.Open,
                null => ActionState.NotSaid,
            };
            return Of(
                document,
                knowledge,
                today,
                action.Text,
                isSurface: false,
                state,
                details.Owner,
                details.Due,
                details.Link ?? details.Ticket,
                ActionSurfaces.Of(action.Text)
            );
        });

    private static IEnumerable<TrackedAction> OfSurfaces(Document document, KnowledgeBase knowledge, DateTimeOffset now, DateOnly today) =>
        document.FrontMatter.Surfaces.Count == 0
            ? []
            : knowledge
                .PatchesOf(document, now)
                .Surfaces.Where(s => s.Declared?.State == "open" && s.State is not (SurfaceState.Patched or SurfaceState.NotNeeded))
                .Select(s =>
                    Of(
                        document,
                        knowledge,
                        today,
                        SurfaceQuestion.Of(s.Name).Work,
                        isSurface: true,
                        ActionState.Open,
                        s.Declared!.Owner,
                        s.Declared.Due,
                        s.Declared.Link,
                        [s.Name]
                    )
                );

    private static TrackedAction Of(
        Document document,
        KnowledgeBase knowledge,
        DateOnly today,
        string text,
        bool isSurface,
        ActionState state,
        string? owner,
        DateOnly? due,
        string? link,
        IReadOnlyList<string> surfaces
    ) =>
        new(
            $"{document.Id.Value}#{(isSurface ? "surface" : "action")}-{HashOf(text)}",
            document.Id.Value,
            AuthoredSource.SlugOf(document),
            document.Title,
            document.FrontMatter.Date,
            Urls.Of(document, isSurface ? "surfaces" : AnchorOf(document)),
            text,
            isSurface,
            state,
            owner ?? document.FrontMatter.Owner ?? knowledge.OwnerOf(document, default)?.Team,
            due,
            state == ActionState.Open && due < today,
            link,
            surfaces
        );

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(System.IO.Hashing.XxHash64.Hash(System.Text.Encoding.UTF8.GetBytes(text)))[..10];

    private static string AnchorOf(Document document) => document.Sections.FirstOrDefault(s => s.Kind == SectionKind.Actions)?.Anchor ?? "";
}

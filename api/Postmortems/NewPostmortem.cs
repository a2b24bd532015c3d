using System.Globalization;
using Knowledge.Api.Access;
using Knowledge.Api.Assistant;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;
using Knowledge.Content.Timelines;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Postmortems;

/// <summary>What a new postmortem begins with, as the form has it.</summary>
/// <param name="Alert">Id of an alert that was posted here.</param>
/// <param name="Searched">Words that found nothing.</param>
/// <param name="Chat">As pasted.</param>
/// <param name="Date">As typed.</param>
/// <param name="Template">Name of the chosen one.</param>
/// <param name="Alerts">The newest, to be picked from.</param>
/// <param name="Ticked">What was ticked before the page was asked for once more; null for what it ticks itself.</param>
/// <param name="Assistant">Name of the language model that may be asked what the timeline missed; null when there is none.</param>
/// <param name="Findings">What it found; null when it was not asked.</param>
public sealed record NewModel(
    string Title,
    string Alert,
    string Searched,
    string Chat,
    string Date,
    string Offset,
    bool Initials,
    ChatTimeline? Timeline,
    string? Problem,
    string Actor,
    string Template,
    IReadOnlyList<PostmortemTemplate> Templates,
    IReadOnlyList<AlertRecord> Alerts,
    TickedSuggestions? Ticked = null,
    string? Assistant = null,
    ChatFindings? Findings = null
)
{
    /// <summary>Whether nobody but its authors may see it, until they say who may.</summary>
    public bool IsPrivate { get; init; }
}

/// <param name="Accepted">Ids of suggestions.</param>
/// <param name="Kinds">Kinds of which all are accepted.</param>
/// <param name="Events">Numbers of messages for the timeline.</param>
/// <param name="Questions">What may have contributed, as questions.</param>
public sealed record TickedSuggestions(
    IReadOnlySet<string> Accepted,
    IReadOnlySet<string> Kinds,
    IReadOnlySet<string> Events,
    IReadOnlySet<string> Questions
);

/// <summary>
/// <c>GET</c> and <c>POST /postmortems/new</c>: begins a postmortem, empty, from an alert, from words that found nothing, or from a
/// chat whose suggestions are accepted one by one.
/// </summary>
internal static class NewPostmortem
{
    private const int MaxDateCharacters = 10;
    private const int OfferedAlerts = 50;

    // A chat of the most characters, beside the other fields.
    private const long MaxBodyBytes = 5L * ChatReader.MaxCharacters;

    public static void MapNewPostmortem(this RouteGroupBuilder pages)
    {
        pages.MapPage("/postmortems/new", Show);
        pages.MapPost("/postmortems/new", Handle).WithBodyUpTo(MaxBodyBytes);
    }

    private static IResult Show(
        HttpContext http,
        LiveAlerts alerts,
        VisibleKnowledge live,
        ServerOptions options,
        TimeProvider time,
        string? title = null,
        string? alert = null,
        string? searched = null
    ) =>
        Shown(
            new(
                Truncate(title, CreatePostmortem.MaxTitleCharacters),
                Truncate(alert, 100),
                Truncate(searched, SearchRequest.MaxQueryCharacters),
                "",
                Today(time),
                "",
                false,
                null,
                null,
                Actor.Of(http.Request),
                PostmortemTemplate.Plain.Name,
                TemplateFiles.All(options.Serving, live),
                alerts.List(new(), OfferedAlerts) ?? []
            )
        );

    private static async Task<IResult> Handle(
        HttpContext http,
        LivePostmortems postmortems,
        LiveAlerts alerts,
        VisibleKnowledge live,
        ServerOptions options,
        [FromServices] AssistantAccess access,
        IFormCollection form
    )
    {
        var model = new NewModel(
            Truncate(form["title"], CreatePostmortem.MaxTitleCharacters),
            Truncate(form["alert"], 100),
            Truncate(form["searched"], SearchRequest.MaxQueryCharacters),
            form["chat"].ToString(),
            Truncate(form["date"], MaxDateCharacters),
            Truncate(form["offset"], 10),
            form["initials"] == "yes",
            null,
            null,
            Actor.Remember(http, form["actor"]),
            TemplateFiles.Named(options.Serving, live, form["template"].ToString()).Name,
            TemplateFiles.All(options.Serving, live),
            alerts.List(new(), OfferedAlerts) ?? []
        )
        {
            IsPrivate = form["private"] == "yes",
        };
        if (!DateOnly.TryParseExact(model.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return Shown(model with { Problem = T("The date must be such as 2026-03-02.") }, StatusCodes.Status422UnprocessableEntity);
        TimeSpan? offset = TimeSpan.Zero;
        if (model.Offset.Length > 0 && (offset = ChatOptions.ReadOffset(model.Offset)) is null)
            return Shown(
                model with
                {
                    Problem = T("The offset of times must be such as +01:00, or Z."),
                },
                StatusCodes.Status422UnprocessableEntity
            );

        ChatTimeline? timeline = null;
        if (!string.IsNullOrWhiteSpace(model.Chat))
        {
            var (read, problem) = ChatTimeline.Read(model.Chat, new(model.Initials, date, offset.Value));
            if (read is null)
                return Shown(model with { Problem = problem }, StatusCodes.Status422UnprocessableEntity);
            timeline = read;
            model = model with { Assistant = access.Assistant is null ? null : options.Chat?.Name };
            if (form["do"] == "ask" && access.Assistant is { } assistant)
                return Shown(
                    model with
                    {
                        Timeline = timeline,
                        Ticked = Ticked(form),
                        Findings = await assistant.ReadChatAsync(timeline, http.RequestAborted),
                    }
                );
            if (form["do"] != "begin" && form["do"] != "begin-all")
                return Shown(model with { Timeline = timeline });
        }
        else if (model.Title.Length + model.Alert.Length + model.Searched.Length == 0)
            return Shown(
                model with
                {
                    Problem = T("Give at least one thing to begin with: a title, an alert, the words that found nothing, or the chat."),
                },
                StatusCodes.Status422UnprocessableEntity
            );
        PostmortemDraft? draft;
        if (model.Alert.Length > 0)
        {
            var found = alerts.Find(model.Alert);
            if (found is { IsKnown: true, Alert: null })
                return Shown(
                    model with
                    {
                        Problem = T("There is no such alert any more; empty the field, or open the alert again."),
                    },
                    StatusCodes.Status422UnprocessableEntity
                );
            draft = found.Alert is { } alert ? CreatePostmortem.OfAlert(alerts, live, alert, options.RootFor(http.Request)) : null;
            if (draft is null)
                return Shown(
                    model with
                    {
                        Problem = T("The alert cannot be read just now. Try again in a few seconds."),
                    },
                    StatusCodes.Status503ServiceUnavailable
                );
            if (model.Title.Length > 0)
                draft = draft with { Title = model.Title };
            draft = draft.Searching(model.Searched);
        }
        else if (model.Searched.Trim().Length > 0)
            draft =
                PostmortemDraft.OfGap(model.Searched, date) is var gap && model.Title.Length > 0
                    ? gap with
                    {
                        Title = model.Title,
                    }
                    : PostmortemDraft.OfGap(model.Searched, date);
        else
            draft = PostmortemDraft.Of(model.Title.Length > 0 ? model.Title : $"Incident of {date:yyyy-MM-dd}", date);
        if (timeline is not null)
        {
            var ticked = Ticked(form);
            var all = form["do"] == "begin-all";
            draft = draft
                .With(
                    [.. timeline.Events.Where(e => ticked.Events.Contains(e.Number.ToString(CultureInfo.InvariantCulture)))],
                    [.. timeline.Suggestions.Where(s => all || ticked.Accepted.Contains(s.Id) || ticked.Kinds.Contains(s.Kind.ToString()))]
                )
                .Asking(ticked.Questions);
        }
        var text = draft.Text(template: TemplateFiles.Named(options.Serving, live, model.Template));
        if (model.IsPrivate)
            text = VisibilityForm.Apply(text, PageVisibility.Nobody);
        if (LivePostmortems.Validate(text) is { } error)
            return Shown(model with { Timeline = timeline, Problem = error }, StatusCodes.Status422UnprocessableEntity);
        if (postmortems.Create(text, model.Actor) is not { Outcome: SaveOutcome.Saved, Newest: { } created })
            return Shown(
                model with
                {
                    Timeline = timeline,
                    Problem = Problem.StoreUnavailable.Cause,
                },
                StatusCodes.Status503ServiceUnavailable
            );
        AuditedChange.Set(http, null, created.Text);
        return TypedResults.LocalRedirect($"/postmortems/{created.Slug}/edit");
    }

    private static TickedSuggestions Ticked(IFormCollection form) =>
        new(
            form["accept"].OfType<string>().ToHashSet(),
            form["accept-kind"].OfType<string>().ToHashSet(),
            form["event"].OfType<string>().ToHashSet(),
            form["question"]
                .OfType<string>()
                .Select(q => Sentences.Truncate(q, ChatFindings.MaxQuestionCharacters))
                .Take(ChatFindings.MaxQuestions)
                .ToHashSet()
        );

    private static IResult Shown(NewModel model, int status = StatusCodes.Status200OK) =>
        Page.Of<NewPostmortemPage, NewModel>(model, status);

    private static string Today(TimeProvider time) => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Truncate(string? text, int limit) => Sentences.Truncate((text ?? "").Trim(), limit);
}

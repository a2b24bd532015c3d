using System.Text;
using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Content.Markup;
using Knowledge.Content.Text;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Proposals;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Proposals;

/// <param name="Text">As it stands in the form.</param>
/// <param name="Base">Hash of the file that it was made from.</param>
/// <param name="Change">One line: what changes.</param>
public sealed record ProposeChangeModel(Document Document, string Text, string Base, string Change, string Reason, string Actor)
{
    /// <summary>What the forge calls a request to merge; null where none is configured.</summary>
    public string? RequestName { get; init; }

    public bool IsCompared { get; init; }

    /// <summary>Null where the texts are too long to be compared.</summary>
    public IReadOnlyList<IReadOnlyList<DiffLine>>? Difference { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public RenderedPage? Preview { get; init; }

    public string? Problem { get; init; }

    /// <summary>Where the request is that was opened.</summary>
    public Uri? Opened { get; init; }
}

/// <summary>
/// <c>GET</c> and <c>POST /propose/{id}</c>: changes the text of a page that comes from a repository, and makes a patch of it, or a branch
/// with a request to merge it.
/// </summary>
internal static partial class ProposeChange
{
    private const int MaxTitle = 100;
    private const int MaxReason = 4_000;

    public static void MapProposeChange(this RouteGroupBuilder pages)
    {
        pages.MapPage("/propose/{**id}", Show);
        pages.MapPost("/propose/{**id}", Handle);
    }

    private static IResult Show(
        HttpContext http,
        VisibleKnowledge live,
        LiveHistory history,
        ServingOptions options,
        Forges forges,
        string? id = null
    )
    {
        var (document, file, refusal) = Open(http, live, history, options, forges, id);
        return refusal
            ?? Page.Of<ProposeChangePage, ProposeChangeModel>(
                new(document!, file!.Text, file.Hash, "", "", Actor.Of(http.Request))
                {
                    RequestName = forges.SettingsOf(document!.Source)?.RequestName,
                }
            );
    }

    private static async Task<IResult> Handle(
        HttpContext http,
        VisibleKnowledge live,
        LiveHistory history,
        ServingOptions options,
        Forges forges,
        TimeProvider time,
        ILogger<Forge> logger,
        IFormCollection form,
        CancellationToken cancellation,
        string? id = null
    )
    {
        var (document, file, refusal) = Open(http, live, history, options, forges, id);
        if (refusal is not null)
            return refusal;
        var edited = form["text"].ToString().ReplaceLineEndings("\n");
        var now = file!.FileOf(edited);
        var change = Sentences.Truncate(form["change"].ToString().Trim(), MaxTitle);
        var reason = Sentences.Truncate(form["reason"].ToString().ReplaceLineEndings("\n").Trim(), MaxReason);
        var actor = Actor.Remember(http, form["actor"]);
        var source = live.Current.Snapshots.First(s => s.Name == document!.Source);
        var parsed = DocumentReader.Read(source.TextAt(document!.Path, edited));
        var model = new ProposeChangeModel(document, edited, file.Hash, change, reason, actor)
        {
            RequestName = forges.SettingsOf(document.Source)?.RequestName,
            IsCompared = true,
            Difference = TextDiff.Of(file.Text, edited),
            Findings = parsed.Findings,
            Preview = parsed.Documents is [var preview, ..] ? live.Preview(preview) : null,
        };
        var what = form["do"].ToString();
        if (edited.Length > DocumentReader.MaxCharacters)
            return Refused(
                T(
                    "The text has {0:N0} characters and may have {1:N0}; shorten it or split it.",
                    edited.Length,
                    DocumentReader.MaxCharacters
                )
            );
        if (form["base"].ToString() != file.Hash)
            return Refused(
                T("The page has changed since you opened it. The difference below is from its newest text; check it, then send again.")
            );
        if (what is not ("patch" or "request"))
            return Page.Of<ProposeChangePage, ProposeChangeModel>(model);
        if (now == file.Original)
            return Refused(T("Nothing is changed yet."));
        if (change.Length == 0)
            return Refused(T("Say in one line what changes."));
        // A repository forgets nothing. What stands in it already keeps nobody from mending something else.
        if ((SecretIn(file.Text, edited) ?? LivePostmortems.SecretIn($"{change}\n{reason}")) is { } secret)
            return Refused(secret);
        var proposal = new Proposal(file.Path, file.Original, now, change, reason, actor, time.GetUtcNow());
        AuditedChange.Set(http, file.Original, now);
        if (what == "patch")
            return TypedResults.File(Encoding.UTF8.GetBytes(ProposalPatch.Of(proposal)), "text/x-patch", NameOf(document));
        if (forges.Of(document.Source) is not { } forge)
            return Refused(T("No repository is configured in which a request could be opened. Download the patch."));
        try
        {
            var opened = await forge.RequestAsync(proposal, cancellation);
            LogOpened(logger, document.Id.Value, opened, actor);
            return Page.Of<ProposeChangePage, ProposeChangeModel>(model with { Opened = opened });
        }
        catch (ForgeException e)
        {
            LogRefused(logger, document.Id.Value, e.Message);
            return Page.Of<ProposeChangePage, ProposeChangeModel>(
                model with
                {
                    Problem = T("Not sent: {0}. Your text is still in the form.", e.Message),
                },
                StatusCodes.Status502BadGateway
            );
        }

        IResult Refused(string why) =>
            Page.Of<ProposeChangePage, ProposeChangeModel>(model with { Problem = why }, StatusCodes.Status422UnprocessableEntity);
    }

    private static (Document? Document, ProposedFile? File, IResult? Refusal) Open(
        HttpContext http,
        VisibleKnowledge live,
        LiveHistory history,
        ServingOptions options,
        Forges forges,
        string? id
    )
    {
        var address = DocumentAddress.Of(live, id ?? "");
        if (address.MovedTo is not null)
            return (null, null, address.Redirect(http, "/propose/"));
        if (address.Document is not { } document)
            return (null, null, ErrorResponse.Page(http, Problem.NotFoundIn(live)));
        if (!ProposedFile.IsPossible(document, history, forges))
            return (null, null, ErrorResponse.Page(http, Problem.NotFromRepository));
        var (file, problem) = ProposedFile.Read(document, options, history);
        return (document, file, file is null ? ErrorResponse.Page(http, Problem.NotFromRepository, problem) : null);
    }

    private static string? SecretIn(string before, string after) =>
        LivePostmortems.SecretIn(before) is null ? LivePostmortems.SecretIn(after) : null;

    private static string NameOf(Document document) => $"{document.Id.Value[(document.Id.Value.LastIndexOf('/') + 1)..]}.patch";

    [LoggerMessage(LogLevel.Information, "A change of {Document} was proposed at {Address} by {Actor}")]
    private static partial void LogOpened(ILogger logger, string document, Uri address, string actor);

    [LoggerMessage(LogLevel.Warning, "A change of {Document} could not be proposed: {Reason}")]
    private static partial void LogRefused(ILogger logger, string document, string reason);
}

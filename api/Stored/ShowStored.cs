using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Store;
using Knowledge.Api.Ui;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Stored;

/// <summary>What is asked before it is deleted.</summary>
/// <param name="Entry">One of the kind by its name; null for all before a day.</param>
/// <param name="Count">How many would go; null where one is named.</param>
public sealed record AskedDeletion(string Kind, string? Entry, string? Before, long? Count);

/// <param name="Message">What is wrong with what was typed, or what was done.</param>
/// <param name="Retention">How long each kind is kept.</param>
public sealed record StoredModel(IReadOnlyList<StoredKindStatus> Kinds, AskedDeletion? Asked, string? Message, Retention Retention);

/// <summary>
/// <c>GET /stored</c>: what is stored, how long it is kept, and forms to delete it, which ask before they do;
/// <c>POST /stored/delete</c>: does it.
/// </summary>
internal static class ShowStored
{
    private const int MaxEntryCharacters = 300;

    public static void MapStoredPage(this RouteGroupBuilder pages) => pages.MapPage("/stored", Show);

    public static void MapDeleteStoredForm(this RouteGroupBuilder pages) => pages.MapPost("/stored/delete", Delete);

    private static IResult Show(
        HttpContext http,
        LiveKnowledge live,
        ServingOptions options,
        string? kind = null,
        string? entry = null,
        string? before = null,
        string? deleted = null
    )
    {
        if (ListStored.Kinds(live, options.Retention) is not { } kinds)
            return ErrorResponse.Page(http, Problem.CannotRead);
        if (string.IsNullOrEmpty(kind))
            return Page.Of<StoredPage, StoredModel>(
                new(kinds, null, int.TryParse(deleted, out var count) ? Deleted(count) : null, options.Retention)
            );
        var (asked, mistake) = Asked(live, kind, entry, before);
        return Page.Of<StoredPage, StoredModel>(new(kinds, asked, mistake, options.Retention), mistake is null ? 200 : 422);
    }

    private static IResult Delete(
        HttpContext http,
        LiveKnowledge live,
        ServingOptions options,
        StoredDeletion deletion,
        IFormCollection form
    )
    {
        var (asked, mistake) = Asked(live, form["kind"].ToString(), form["entry"], form["before"]);
        if (asked is null)
            return ListStored.Kinds(live, options.Retention) is { } kinds
                ? Page.Of<StoredPage, StoredModel>(new(kinds, null, mistake, options.Retention), 422)
                : ErrorResponse.Page(http, Problem.CannotRead);
        var kind = StoredKinds.Find(asked.Kind)!;
        var deleted = asked.Entry is { } named
            ? deletion.One(http, kind, named)
            : deletion.Old(http, kind, StoredDeletion.Day(asked.Before)!.Value);
        return deleted is { } count
            ? TypedResults.LocalRedirect($"/stored?deleted={count}")
            : ErrorResponse.Page(http, Problem.StoreUnavailable);
    }

    private static (AskedDeletion? Asked, string? Mistake) Asked(LiveKnowledge live, string kind, string? entry, string? before)
    {
        if (StoredKinds.Find(kind) is not { } known)
            return (null, T("There is no such kind."));
        entry = entry?.Trim();
        if (entry is { Length: > 0 and <= MaxEntryCharacters })
            return known.Delete is null
                ? (null, T("Entries of this kind cannot be deleted one by one."))
                : (new(kind, entry, null, null), null);
        if (StoredDeletion.Day(before) is not { } day || !known.HasOption)
            return (null, T("Say which one, or give a date: what came before it is deleted."));
        return live.QueryStore<long?>(s => known.CountOld(s.Database, StoredDeletion.StartOf(day))) is { } count
            ? (new(kind, null, StoredDeletion.InWords(day), count), null)
            : (null, T("What is stored cannot be read just now."));
    }

    private static string Deleted(int count) =>
        count switch
        {
            0 => T("Nothing was deleted: there is none of that name, or none that old."),
            _ => Plural(count, "{0:N0} entry is deleted for good.", "{0:N0} entries are deleted for good."),
        };
}

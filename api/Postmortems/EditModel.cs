using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary>What “Leave the rest open” was filled in with.</summary>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
public sealed record RestOpen(string? Owner, string? Due, string? Problem = null);

/// <param name="Revision">The revision that the text was made from.</param>
/// <param name="Text">As it stands in the form, saved or not.</param>
/// <param name="Document">What the text would be; null when it would be no page.</param>
/// <param name="Preview">Rendered; null when it was not asked for.</param>
/// <param name="Message">What was done, or why not; null when nothing was.</param>
/// <param name="Missing">What stands in the way of the state that was asked for, a sentence each.</param>
public sealed record EditModel(
    AuthoredRevision Revision,
    string Text,
    Document? Document,
    PatchMatrix Patches,
    bool AsText,
    RenderedPage? Preview,
    string? Message,
    bool IsFault,
    IReadOnlyList<string> Missing,
    string Actor,
    EditorPickers Pickers
)
{
    /// <summary>Incidents like it, and its actions that earlier ones had, done or not.</summary>
    public IReadOnlyList<SimilarIncident> Similar { get; init; } = [];

    public IReadOnlyList<RepeatedAction> Repeated { get; init; } = [];

    /// <summary>What is typed into fields and could not be kept.</summary>
    public IReadOnlyList<FieldProblem> Problems { get; init; } = [];

    /// <summary>Null when they cannot be read just now.</summary>
    public IReadOnlyList<PageComment>? Comments { get; init; }

    /// <summary>What a runbook lacks; null for a postmortem.</summary>
    public IReadOnlyList<string>? Lacks { get; init; }

    public RestOpen Rest { get; init; } = new(null, null);

    /// <summary>The state that a button just brought it to, which can be undone; null when none did.</summary>
    public string? Undoable { get; init; }
}

/// <param name="Ours">What could not be saved.</param>
/// <param name="Merge">Both put together; null when the texts are too long to be compared.</param>
public sealed record MergeModel(
    AuthoredRevision Newest,
    string Ours,
    TextMerge? Merge,
    IReadOnlyList<IReadOnlyList<DiffLine>>? Difference,
    string Actor
);

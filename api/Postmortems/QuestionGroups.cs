using Knowledge.Indexer.Postmortems.Surfaces;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Postmortems;

/// <summary>Questions that stand in the same way to closing.</summary>
/// <param name="Title">How many there are and what that means.</param>
public sealed record QuestionGroup(string Title, IReadOnlyList<SurfaceVerdict> Verdicts);

/// <summary>The eleven questions in the order of need: what blocks closing, what is open, what is answered.</summary>
internal static class QuestionGroups
{
    public static IReadOnlyList<QuestionGroup> Of(PatchMatrix matrix)
    {
        var blocking = matrix.Surfaces.Where(s => s.Missing is not null).ToList();
        var open = matrix.Surfaces.Where(s => s.Missing is null && s.State == SurfaceState.Open).ToList();
        var answered = matrix.Surfaces.Except(blocking).Except(open).ToList();
        return
        [
            .. new QuestionGroup[]
            {
                new(Plural(blocking.Count, "{0} blocks closing", "{0} block closing"), blocking),
                new(Plural(open.Count, "{0} open, with owner and date", "{0} open, with owner and date"), open),
                new(Plural(answered.Count, "{0} answered", "{0} answered"), answered),
            }.Where(g => g.Verdicts.Count > 0),
        ];
    }

    /// <summary>How many are answered, and how many stand in the way.</summary>
    public static string Summary(PatchMatrix matrix) =>
        T("{0} of {1} answered", matrix.Surfaces.Count(s => s.Missing is null), matrix.Total);
}

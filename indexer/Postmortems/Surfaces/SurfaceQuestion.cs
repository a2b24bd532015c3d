namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>A surface as people are asked for it. Files, API and <c>kb</c> use its name.</summary>
/// <param name="Name">As in <see cref="Content.Documents.Surface.Names"/>.</param>
/// <param name="Question">What a person would ask.</param>
/// <param name="Work">What is to be done while the answer is no.</param>
/// <param name="Remedy">The shortest way to a yes.</param>
public sealed record SurfaceQuestion(string Name, string Question, string Work, string Remedy)
{
    private static readonly Dictionary<string, SurfaceQuestion> All = new SurfaceQuestion[]
    {
        new("code", "Is the fault fixed in the code?", "Fix the fault in the code", "Link the change that fixed it."),
        new("data", "Is the data correct again?", "Correct the data", "Link the correction, or say why nothing was wrong."),
        new("detection", "Would we notice next time?", "Alert on what failed", "Name the alert rule that watches what failed."),
        new(
            "alert-link",
            "Does the alert lead to the runbook?",
            "Link the alert to its runbook",
            "Name the runbook, and give the alert rule its address."
        ),
        new(
            "runbook",
            "Does the runbook say what to do?",
            "Complete the runbook",
            "Write the steps, how one sees that they worked, and who owns them."
        ),
        new(
            "searchability",
            "Could support find it?",
            "Make it findable by the words of that day",
            "Add the words of that day to the runbook, or write the runbook."
        ),
        new("ownership", "Does everything that failed have an owner?", "Name the owners", "Name the owner in the catalog."),
        new(
            "twin-change",
            "Do we know what must change together?",
            "Name the linked code",
            "Name the two paths, each with its repository and owner."
        ),
        new(
            "status-page",
            "Do we know what to tell customers?",
            "Write what to tell customers",
            "Write one sentence that is true before the cause is known."
        ),
        new("process", "Will people act faster next time?", "Change how people act", "Link what was agreed."),
        new("drill", "Have we practised it?", "Practise the case", "Link the practice run, or plan one: owner and date."),
    }.ToDictionary(q => q.Name);

    /// <param name="surface">One of the eleven names.</param>
    public static SurfaceQuestion Of(string surface) => All[surface];
}

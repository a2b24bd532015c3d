using Knowledge.Content.Postmortems;

namespace Knowledge.Indexer.Postmortems;

/// <param name="Hint">What belongs there, said beside the field.</param>
/// <param name="Body">What stands there already.</param>
public sealed record TemplateSection(string Heading, string Hint, string Body = "");

/// <summary>Which sections a new postmortem has.</summary>
/// <param name="Name">By which it is chosen.</param>
/// <param name="Title">For people.</param>
public sealed record PostmortemTemplate(string Name, string Title, IReadOnlyList<TemplateSection> Sections)
{
    private const int MaxSections = 60;

    private static readonly TemplateSection Summary = new("Summary", "What happened, in four sentences.");
    private static readonly TemplateSection Impact = new("Impact", "Who saw what, how many, for how long? What was missed?");
    private static readonly TemplateSection Timeline = new(
        "Timeline",
        "- 09:35 What was seen, suspected, found, done; also what was wrong"
    );
    private static readonly TemplateSection Detection = new("Detection", "Who noticed, how, and how long after it began?");
    private static readonly TemplateSection Resolution = new(
        "Resolution",
        "1. What was done, with commands, and how one saw that it worked"
    );
    private static readonly TemplateSection Actions = new("Action items", "- [ ] What, by 2026-04-30 (team)");
    private static readonly TemplateSection Cause = new("Root cause", "**One sentence that names the cause.** Then why nothing showed it.");
    private static readonly TemplateSection Factors = new("Contributing factors", "- What made it worse, longer, or harder to see");

    public static PostmortemTemplate Plain { get; } =
        new("plain", "Plain", [.. PostmortemForm.Sections.Select(s => new TemplateSection(s.Heading, s.Hint))]);

    /// <summary>The ones that come with the program.</summary>
    public static IReadOnlyList<PostmortemTemplate> Shipped { get; } =
    [
        Plain,
        new(
            "sre-book",
            "As in the SRE book",
            [
                Summary,
                Impact,
                new("Root causes", "**One sentence that names the cause.** Then what else was needed for it."),
                new("Trigger", "What triggered it on that day?"),
                Resolution,
                Detection,
                Actions,
                new("Lessons learned", "### What went well\n\n### What went wrong\n\n### Where we got lucky", LessonsBody),
                Timeline,
                new("Supporting information", "- Links to dashboards, logs, chats"),
            ]
        ),
        new(
            "pagerduty",
            "As PagerDuty writes them",
            [
                new("Overview", "Two or three sentences: what, how long, for whom."),
                new("What happened", "What happened, in order."),
                Factors,
                Cause,
                Resolution,
                Impact,
                new("Responders", "- Role: who"),
                Timeline,
                new("How did we do?", "### What went well\n\n### What did not go so well", HowBody),
                Actions,
                new("Messaging", "What was communicated inside and outside, and when."),
            ]
        ),
        new("timeline-first", "Timeline first", [Timeline, Summary, Impact, Cause, Factors, Detection, Resolution, Actions]),
        new(
            "five-whys",
            "Five whys",
            [
                Summary,
                Impact,
                new("Five whys", "Ask why of each answer, until the answer is something that can be changed.", WhysBody),
                Cause,
                Timeline,
                Resolution,
                Actions,
                new("Lessons", "- What the next one should know"),
            ]
        ),
    ];

    private const string LessonsBody = "### What went well\n\n### What went wrong\n\n### Where we got lucky";
    private const string HowBody = "### What went well\n\n### What did not go so well";
    private const string WhysBody =
        "1. Why did users see it? Because\n2. Why was that so? Because\n3. Why was that so? Because\n4. Why was that so? Because\n"
        + "5. Why was that so? Because";

    /// <summary>A template of the company: a Markdown file whose headings of the second level are the sections.</summary>
    /// <param name="name">Of its file, without extension.</param>
    /// <returns>Null when it has no such heading.</returns>
    public static PostmortemTemplate? OfFile(string name, string text)
    {
        var sections = PostmortemText.Sections(PostmortemText.Normalised(text));
        return sections.Count == 0
            ? null
            : new(
                $"own/{name}",
                name.Replace('-', ' ').Replace('_', ' '),
                [
                    .. sections
                        .DistinctBy(s => s.Heading, StringComparer.OrdinalIgnoreCase)
                        .Take(MaxSections)
                        .Select(s => new TemplateSection(s.Heading, "", s.Body)),
                ]
            );
    }
}

using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Api.Postmortems;

/// <summary>What a runbook that is being written lacks, said while it is written, as <c>kb check</c> would say it of a file.</summary>
internal static class RunbookFindings
{
    /// <param name="text">The whole page.</param>
    /// <returns>A sentence each; none when it is complete.</returns>
    public static IReadOnlyList<string> Of(Document document, string text, KnowledgeBase knowledge)
    {
        var found = document.Findings.Select(f => $"Line {f.Line}: {f.Message}").ToList();
        found.AddRange(RunbookCompleteness.MissingParts(document, knowledge).Select(part => $"It lacks {part}."));
        if (text.Length < RunbookCompleteness.MinCharacters)
            found.Add(
                $"It has {text.Length} characters; below {RunbookCompleteness.MinCharacters} it counts as a stub, and no alert "
                    + "is led to it."
            );
        if (document.FrontMatter.Alerts.Count == 0)
            found.Add("No alert is named, so none leads to it by its name.");
        if (document.FrontMatter.Symptoms.Count == 0 && !document.Sections.Any(s => s.Kind == SectionKind.Symptoms && s.Text.Length > 0))
            found.Add("No symptoms: people who search for what they see do not find it.");
        return found;
    }
}

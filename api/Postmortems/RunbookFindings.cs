using Knowledge.Api.Languages;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Postmortems.Surfaces;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Postmortems;

/// <summary>What a runbook that is being written lacks, said while it is written, as <c>kb check</c> would say it of a file.</summary>
internal static class RunbookFindings
{
    /// <param name="text">The whole page.</param>
    /// <returns>A sentence each; none when it is complete.</returns>
    public static IReadOnlyList<string> Of(Document document, string text, KnowledgeBase knowledge)
    {
        var found = document.Findings.Select(f => T("Line {0}: {1}", f.Line, FindingSentences.Of(f))).ToList();
        found.AddRange(RunbookCompleteness.MissingParts(document, knowledge).Select(part => T("Missing: {0}.", FromEnglish(part))));
        if (text.Length < RunbookCompleteness.MinCharacters)
            found.Add(
                T(
                    "It has {0} characters; below {1} it counts as a stub, and no alert leads to it.",
                    text.Length,
                    RunbookCompleteness.MinCharacters
                )
            );
        if (document.FrontMatter.Alerts.Count == 0)
            found.Add(T("No alert is named, so none leads to it by its name."));
        if (document.FrontMatter.Symptoms.Count == 0 && !document.Sections.Any(s => s.Kind == SectionKind.Symptoms && s.Text.Length > 0))
            found.Add(T("No symptoms: people who search for what they see do not find it."));
        return found;
    }
}

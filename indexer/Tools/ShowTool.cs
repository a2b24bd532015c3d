using System.ComponentModel;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Archive;

namespace Knowledge.Indexer.Tools;

/// <summary><c>show</c>: one page as Markdown, with what is known around it; or a page of an archive.</summary>
internal static class ShowTool
{
    public static KnowledgeTool Of(IServedKnowledge served)
    {
        string Show(
            [Description("Id of the page, as other tools give it")] string id,
            [Description("From the answer before, for its next page")] string? cursor = null
        )
        {
            if (ArchiveAddress.Read(id).IsCertain && served.ArchivedPage(id) is { } archived)
                return AnswerPage.Of(ArchivedPageText.Quoted(archived), cursor);
            var document = Find(served, id);
            return AnswerPage.Of(PageText.Quoted(document, served.View(document)), cursor);
        }

        return KnowledgeTool.Of(
            "show",
            "Show one page",
            "Gives one runbook, postmortem, alert rule or article as Markdown, with owner, last change and findings; "
                + "or an archived page, old and maybe out of date, by its id or url.",
            ["""{"id": "nightly-load-stuck"}"""],
            Show
        );
    }

    /// <exception cref="ToolException">There is no such page.</exception>
    public static Document Find(IServedKnowledge served, string id)
    {
        if (string.IsNullOrWhiteSpace(id))
            throw new ToolException("id is empty; search gives ids.");
        var wanted = id.Split('#')[0].Trim().Trim('/');
        if (wanted.StartsWith("docs/", StringComparison.Ordinal))
            wanted = wanted[5..];
        if (wanted.Length > DocumentId.MaxLength)
            throw new ToolException($"No page has an id of {wanted.Length} characters; search gives ids.");
        return served.Current.Find(wanted)
            ?? served.Current.Find(DocumentId.FromText(wanted).Value)
            ?? throw new ToolException($"There is no page '{QuotedContent.Line(wanted, 100)}'; search finds it by what it says.");
    }
}

using System.ComponentModel;
using System.Globalization;
using System.Text;
using Knowledge.Content.Catalog;
using Knowledge.Indexer.Reports;

namespace Knowledge.Indexer.Tools;

/// <summary><c>list_services</c>: services with who answers for them.</summary>
internal static class ListServicesTool
{
    public static KnowledgeTool Of(IServedKnowledge served, TimeProvider time)
    {
        string List(
            [Description("Only services whose name or team holds this")] string? filter = null,
            [Description("From the answer before, for its next page")] string? cursor = null
        )
        {
            var knowledge = served.Current;
            var services = ServiceRow
                .All(knowledge, time.GetUtcNow())
                .Where(s => string.IsNullOrWhiteSpace(filter) || Holds(s.Name, filter) || Holds(s.Owner?.Team, filter))
                .ToList();
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"services: {services.Count}\n");
            if (knowledge.FirstContact(time.GetUtcNow()) is { } first)
                text.Append("Whom to call when nobody is named:\n").Append(QuotedContent.Of(OwnerText.Of(first)));
            foreach (var service in services)
            {
                var documents = knowledge.DocumentsOfService(service.Name).Count;
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"\n- pages: {documents}, owner: {(service.Owner is null ? "nobody is named" : "below")}\n"
                );
                text.Append(QuotedContent.Of(service.Name));
                if (service.Component?.Description is { } description)
                    text.Append(QuotedContent.Of(QuotedContent.Line(description)));
                if (service.Owner is { } owner)
                    text.Append(QuotedContent.Of("owner: " + OwnerText.Of(owner)));
            }
            return AnswerPage.Of(text.ToString(), cursor);
        }

        return KnowledgeTool.Of(
            "list_services",
            "List services and their owners",
            "Gives the services that are known, each with whom to call, who stands in when the team is away, and how many pages name it.",
            ["""{"filter": "web-ui"}"""],
            List
        );
    }

    private static bool Holds(string? text, string part) => text?.Contains(part.Trim(), StringComparison.OrdinalIgnoreCase) == true;
}

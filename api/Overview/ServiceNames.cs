using Knowledge.Indexer;

namespace Knowledge.Api.Overview;

/// <summary>The services that pages name, to choose from.</summary>
internal static class ServiceNames
{
    public static IReadOnlyList<string> Of(KnowledgeBase knowledge) =>
        [
            .. knowledge
                .Documents.SelectMany(d => d.FrontMatter.Services.Concat(d.FrontMatter.Failing))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
}

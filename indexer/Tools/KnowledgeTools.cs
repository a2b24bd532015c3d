namespace Knowledge.Indexer.Tools;

/// <summary>
/// All that a machine can ask, made once for what is served: the tools of MCP, the functions of the assistant and the table in
/// <c>docs/mcp.md</c> are these.
/// </summary>
public static class KnowledgeTools
{
    public static IReadOnlyList<KnowledgeTool> Of(IServedKnowledge served, TimeProvider time) =>
        [
            SearchTool.Of(served),
            ShowTool.Of(served),
            MatchAlertTool.Of(served),
            ListServicesTool.Of(served, time),
            RecentIncidentsTool.Of(served, time),
            SimilarPostmortemsTool.Of(served),
            CheckPathsTool.Of(served, time),
            UnansweredSearchesTool.Of(served),
        ];
}

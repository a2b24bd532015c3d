using Knowledge.Content;
using Knowledge.Indexer.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Knowledge.Indexer.Mcp;

/// <summary>
/// What is served over the Model Context Protocol, whatever carries it: tools, pages as resources, prompts, instructions. Made once;
/// a server without sessions takes the same parts for every request.
/// </summary>
public sealed class KnowledgeMcp
{
    private readonly McpServerPrimitiveCollection<McpServerTool> tools = [];
    private readonly PageResources pages;
    private readonly Action<string, Exception> failed;

    /// <param name="failed">Told of what went wrong in a tool: its caller learns only that it failed.</param>
    public KnowledgeMcp(IServedKnowledge served, TimeProvider time, Action<string, Exception> failed)
    {
        this.failed = failed;
        pages = new(served);
        foreach (var tool in KnowledgeTools.Of(served, time))
            tools.Add(
                McpServerTool.Create(
                    new ToolCall(tool.Function, failed),
                    new McpServerToolCreateOptions
                    {
                        Title = tool.Title,
                        ReadOnly = true,
                        Destructive = false,
                        Idempotent = true,
                        OpenWorld = false,
                    }
                )
            );
    }

    /// <summary>Sets all that this server offers.</summary>
    public void Configure(McpServerOptions options)
    {
        options.ServerInfo = new Implementation
        {
            Name = "knowledge",
            Title = Product.Name,
            Version = Product.Version,
        };
        options.ServerInstructions = Instructions.Text;
        options.ToolCollection = tools;
        options.Handlers.ListResourcesHandler = Guarded<ListResourcesRequestParams, ListResourcesResult>(pages.List);
        options.Handlers.ListResourceTemplatesHandler = Guarded<ListResourceTemplatesRequestParams, ListResourceTemplatesResult>(_ =>
            PageResources.Templates()
        );
        options.Handlers.ReadResourceHandler = Guarded<ReadResourceRequestParams, ReadResourceResult>(pages.Read);
        options.Handlers.ListPromptsHandler = Guarded<ListPromptsRequestParams, ListPromptsResult>(_ => Prompts.List());
        options.Handlers.GetPromptHandler = Guarded<GetPromptRequestParams, GetPromptResult>(Prompts.Get);
    }

    // What is wrong with a request is said to the client, what is wrong here only to the log.
    private McpRequestHandler<TParams, TResult> Guarded<TParams, TResult>(Func<TParams?, TResult> answer) =>
        (request, _) =>
        {
            try
            {
                return ValueTask.FromResult(answer(request.Params));
            }
            catch (ToolException e)
            {
                throw new McpProtocolException(e.Message, McpErrorCode.InvalidParams);
            }
            catch (Exception e)
            {
                failed(typeof(TResult).Name, e);
                throw new McpProtocolException("This failed; the log of the server says why.", McpErrorCode.InternalError);
            }
        };
}

using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Mcp;
using Knowledge.Indexer.Tools;
using ModelContextProtocol.Server;

namespace Knowledge.Api.Mcp;

/// <summary>
/// <c>/mcp</c>: the Model Context Protocol over streamable HTTP, without sessions. Host, origin and rate are checked as for the API;
/// what is no message of the protocol is turned away before the protocol's own code sees it.
/// </summary>
internal static partial class McpEndpoint
{
    public const string Path = "/mcp";

    public static void AddMcp(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IServedKnowledge, ServerKnowledge>();
        builder.Services.AddSingleton<KnowledgeMcp>(services =>
        {
            var logger = services.GetRequiredService<ILogger<KnowledgeMcp>>();
            return new(
                services.GetRequiredService<IServedKnowledge>(),
                services.GetRequiredService<TimeProvider>(),
                (tool, e) => LogFailed(logger, e, tool)
            );
        });
        builder.Services.AddOptions<McpServerOptions>().Configure<KnowledgeMcp>((options, mcp) => mcp.Configure(options));
        builder.Services.AddMcpServer().WithHttpTransport(http => http.Stateless = true);
        // It logs what clients send wrong as its own errors.
        builder.Logging.AddFilter("ModelContextProtocol", LogLevel.Critical);
    }

    public static void MapMcpServer(this WebApplication app) =>
        app.MapGroup("").For(Role.Viewer).ExcludeFromDescription().MapMcp(Path).AddEndpointFilter(ReadMessage);

    private static async ValueTask<object?> ReadMessage(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method))
            return await next(context);
        if (!http.Request.HasJsonContentType())
            return ErrorResponse.Json(http, Problem.UnsupportedMediaType);
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var (body, problem) = await RequestBody.ReadAsync(http, RequestBody.DefaultMaxBytes, time, http.RequestAborted);
        if (body is null)
            return ErrorResponse.Json(http, problem!);
        if (RpcMessage.Check(body) is { } wrong)
            return wrong;
        http.Request.Body = new MemoryStream(body, writable: false);
        http.Response.OnStarting(BlameTheMessage, http.Response);
        return await next(context);
    }

    // What fails in a tool, a page or a prompt is caught, logged and answered: a fault that is left lies in the message.
    private static Task BlameTheMessage(object response)
    {
        if (((HttpResponse)response).StatusCode >= StatusCodes.Status500InternalServerError)
            ((HttpResponse)response).StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Error, "The tool {Tool} failed")]
    private static partial void LogFailed(ILogger logger, Exception e, string tool);
}

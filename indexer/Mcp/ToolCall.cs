using System.Text.Json;
using Knowledge.Indexer.Tools;
using Microsoft.Extensions.AI;
using ModelContextProtocol;

namespace Knowledge.Indexer.Mcp;

/// <summary>A tool as a client calls it: what is wrong with a call is said to the client, what is wrong here only to the log.</summary>
internal sealed class ToolCall(AIFunction tool, Action<string, Exception> failed) : DelegatingAIFunction(tool)
{
    // The method that is behind it would make it a long-running task for some clients.
    public override System.Reflection.MethodInfo? UnderlyingMethod => null;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await base.InvokeCoreAsync(arguments, cancellationToken);
        }
        catch (ToolException e)
        {
            throw new McpException(e.Message);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new McpException($"The arguments of {Name} are not as its schema says: {JsonSchema.GetRawText()}");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failed(Name, e);
            throw new McpException($"{Name} failed; the log of the server says why. Ask in other words, or tell its operator.");
        }
    }
}

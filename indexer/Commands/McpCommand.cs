using System.CommandLine;
using Knowledge.Indexer.Mcp;
using Knowledge.Indexer.Tools;
using ModelContextProtocol.Server;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb mcp</c>: the directories for an assistant on this machine, over standard input and output; asks no network.</summary>
internal static class McpCommand
{
    public static Command Create(CommonOptions common)
    {
        var archives = new ArchiveOption();
        var command = new Command("mcp", "Serve the content to an assistant over standard input and output (Model Context Protocol)")
        {
            common.Content,
            common.EditUrl,
        };
        archives.AddTo(command);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                if (common.Sources(parsed) is not { } sources)
                    return ExitCode.UsageError;
                // Whatever anybody prints must not get between the messages.
                Console.SetOut(Console.Error);
                var (opened, problem) = archives.Open(parsed);
                using var held = opened;
                if (problem is not null)
                {
                    Console.Error.WriteLine($"kb: {problem}");
                    return ExitCode.UsageError;
                }
                var served = new DirectoryKnowledge(sources, TimeProvider.System, held);
                if (served.Current.Documents.Count == 0)
                {
                    Console.Error.WriteLine("kb: there is no document in the content directory; `kb check` says why files were not read.");
                    return ExitCode.Unavailable;
                }
                using var log = new StandardErrorLog();
                var options = new McpServerOptions();
                new KnowledgeMcp(
                    served,
                    TimeProvider.System,
                    (tool, e) => StandardErrorLog.Write($"{tool} failed: {e.GetType().Name}: {e.Message}")
                ).Configure(options);
                await using var transport = new StdioServerTransport(options, log);
                await using var server = McpServer.Create(transport, options, log);
                try
                {
                    await server.RunAsync(cancellation);
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    // Ended from outside, as a client may do.
                }
                return ExitCode.Success;
            }
        );
        return command;
    }
}

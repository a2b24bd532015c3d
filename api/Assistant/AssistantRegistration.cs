using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Indexer.Tools;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Knowledge.Api.Assistant;

/// <summary>Puts the assistant together, where an operator named a language model.</summary>
internal static class AssistantRegistration
{
    /// <summary>Name under which the kernel has the tools.</summary>
    public const string Plugin = "knowledge";

    public static void AddAssistant(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<AssistantAccess>(services =>
        {
            var options = services.GetRequiredService<ServerOptions>();
            if (options.Chat is not { } chat)
                return new(null, "");
            var time = services.GetRequiredService<TimeProvider>();
            var tools = KnowledgeTools.Of(services.GetRequiredService<IServedKnowledge>(), time);
            return new(
                new(
                    new(
                        chat,
                        KernelFor(chat, tools, time),
                        services.GetRequiredService<LiveKnowledge>().Cache,
                        new(options.Serving.DataDirectory, chat.DailyTokens, time, services.GetRequiredService<ILogger<TokenBudget>>()),
                        time
                    )
                ),
                chat.Name
            );
        });

    /// <summary>A kernel with the model, and with the tools as its functions: all of them only read.</summary>
    public static Kernel KernelFor(ChatSettings chat, IEnumerable<KnowledgeTool> tools, TimeProvider time)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IChatClient>(new ChatEndpoint(chat, ChatEndpoint.CreateClient(), time));
#pragma warning disable SKEXP0001 // The bridge from Microsoft.Extensions.AI may still be renamed; it is called here only.
        builder.Plugins.AddFromFunctions(Plugin, tools.Select(t => t.Function.AsKernelFunction()));
#pragma warning restore SKEXP0001
        return builder.Build();
    }
}

/// <summary>The assistant, where there is one.</summary>
/// <param name="Assistant">Null when no language model was named; never behind <see cref="AssistantRequest.Guard"/>.</param>
/// <param name="Model">What the model is called; empty without one.</param>
internal sealed record AssistantAccess(GroundedAssistant? Assistant, string Model);

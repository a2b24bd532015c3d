using Microsoft.Extensions.AI;

namespace Knowledge.Indexer.Tools;

/// <summary>One thing that a machine can ask; read-only.</summary>
/// <param name="Title">For people, who choose what a machine may do.</param>
/// <param name="Function">Has the name, the description and the JSON schema of the arguments.</param>
/// <param name="Examples">Arguments as JSON.</param>
public sealed record KnowledgeTool(string Title, AIFunction Function, IReadOnlyList<string> Examples)
{
    public string Name => Function.Name;

    /// <param name="method">Gives the answer as text; throws <see cref="ToolException"/> for a question that has none.</param>
    internal static KnowledgeTool Of(string name, string title, string description, IReadOnlyList<string> examples, Delegate method) =>
        new(
            title,
            AIFunctionFactory.Create(
                method,
                new AIFunctionFactoryOptions
                {
                    Name = name,
                    Description = $"{description} Example: {examples[0]}",
                    ExcludeResultSchema = true,
                    // A text stays one: as JSON it would come in quotation marks.
                    MarshalResult = static (result, _, _) => ValueTask.FromResult(result),
                }
            ),
            examples
        );
}

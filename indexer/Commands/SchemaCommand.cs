using System.CommandLine;
using Knowledge.Indexer.Schemas;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb schema</c>: the JSON Schema of front matter, or of the catalog's annotations.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name")
        {
            Description = string.Join(" or ", Schema.Names),
            DefaultValueFactory = _ => "front-matter",
        };
        var command = new Command("schema", "Print the JSON Schema of front matter or of the catalog") { name };
        command.SetAction(parsed =>
        {
            if (Schema.Find(parsed.GetValue(name)!) is not { } text)
            {
                Console.Error.WriteLine(
                    $"kb: there is no schema '{parsed.GetValue(name)}'; there are {string.Join(" and ", Schema.Names)}"
                );
                return ExitCode.UsageError;
            }
            Console.Out.Write(text);
            return ExitCode.Success;
        });
        return command;
    }
}

using System.CommandLine;
using System.Text.Json;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Commands;

/// <summary>What a command answers with; scripts rely on the numbers.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Findings = 1;
    public const int UsageError = 2;
    public const int Unavailable = 3;
    public const int NotFound = 4;
}

/// <summary>What all commands share: where the content lies, and how the answer is written.</summary>
internal sealed class CommonOptions
{
    public Option<string[]> Content { get; } =
        new("--content")
        {
            Description = "Directory with runbooks and postmortems; repeatable, NAME=DIR names the source (default: runbooks)",
            HelpName = "DIR",
        };

    public Option<string[]> EditUrl { get; } =
        new("--edit-url")
        {
            Description =
                "Where the files of the content are edited, for links; with several sources "
                + "NAME=URL; repeatable; {path} stands for the path",
            HelpName = "URL",
        };

    public Option<string> Output { get; } =
        new("--output", "-o") { Description = "How to print the result", DefaultValueFactory = _ => "table" };

    /// <param name="more">Formats in addition to table and json.</param>
    public CommonOptions(params string[] more) => Output.AcceptOnlyFromAmong(["table", "json", .. more]);

    public void AddTo(Command command)
    {
        command.Options.Add(Content);
        command.Options.Add(EditUrl);
        command.Options.Add(Output);
    }

    public string OutputOf(ParseResult parsed) => parsed.GetValue(Output)!;

    public bool IsJson(ParseResult parsed) => OutputOf(parsed) == "json";

    /// <summary>Reads the content; null when the directories make no sense, which is then said on stderr.</summary>
    public IReadOnlyList<SourceSnapshot>? Read(ParseResult parsed) => Sources(parsed) is { } sources ? Read(sources) : null;

    public static IReadOnlyList<SourceSnapshot> Read(IReadOnlyList<SourceDirectory> sources) =>
        [.. sources.Select(s => DirectoryReader.Read(s))];

    /// <summary>The directories of the content; null when they make no sense, which is then said on stderr.</summary>
    public IReadOnlyList<SourceDirectory>? Sources(ParseResult parsed)
    {
        var given = parsed.GetValue(Content) ?? [];
        if (given.Length == 0 && Directory.Exists(SourceDirectories.Default))
            given = [SourceDirectories.Default];
        var (sources, error) = SourceDirectories.Parse(given, parsed.GetValue(EditUrl) ?? []);
        if (error is not null)
            Console.Error.WriteLine($"kb: {error}");
        return error is not null ? null : sources;
    }

    public static void PrintJson<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, ContractJson.Options));
}

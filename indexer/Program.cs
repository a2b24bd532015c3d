using System.CommandLine.Parsing;
using Knowledge.Indexer.Commands;
using Knowledge.Indexer.Configuration;

var terminal = new TerminalOptions();
var root = KbCommands.Create(terminal);
var (file, problem) = ConfigFile.Read(ConfigFile.DefaultPath(Environment.GetEnvironmentVariable));
if (file is null)
{
    Console.Error.WriteLine($"kb: {problem}");
    return ExitCode.UsageError;
}
var kept = new KeptOptions(file, Environment.GetEnvironmentVariable);
var parsed = kept.Parse(root, args);

// What completes a line that is being typed is asked with a directive; nothing of it can be wrong yet.
if (parsed.Tokens.Any(t => t.Type == TokenType.Directive))
    return await parsed.InvokeAsync();
foreach (var unknown in kept.UnknownKeys(root))
    Console.Error.WriteLine($"kb: {unknown}");
if (WrongUse.Of(parsed) is { } error)
{
    Console.Error.WriteLine($"kb: {error} (see kb --help)");
    return ExitCode.UsageError;
}
using var screen = terminal.Begin(parsed);
return await parsed.InvokeAsync();

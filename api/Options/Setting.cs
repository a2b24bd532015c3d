using System.CommandLine;
using System.CommandLine.Parsing;

namespace Knowledge.Api.Options;

/// <summary>
/// One thing that the server can be told: by an option, by a key of the configuration file with the same name, or by an
/// environment variable. An option wins over the file, and both over the variable.
/// </summary>
/// <param name="Value">Stands for the value in the help.</param>
/// <param name="Environment">Name of the variable; null when there is none.</param>
internal sealed record Setting(string Name, string Value, string Description, string? Environment = null)
{
    /// <summary>Whether it may be given several times.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>What stands between several values in the environment variable.</summary>
    public char[] Separators { get; init; } = [];

    /// <summary>Asked for by hosts and tests of the framework, not by people.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Says what is wrong with a value as an argument, which others on the host can read; null when nothing is.</summary>
    public Func<string, string?> MistakeInArgument { get; init; } = _ => null;

    /// <summary>The value, or null when nobody gave one.</summary>
    public string? Of(IConfiguration configuration) =>
        configuration[Name] is { Length: > 0 } given ? given
        : Environment is not null && configuration[Environment] is { Length: > 0 } variable ? variable
        : null;

    /// <summary>All values: those of options and file, else those of the variable.</summary>
    public IReadOnlyList<string> AllOf(IConfiguration configuration)
    {
        IReadOnlyList<string> given =
        [
            .. configuration
                .GetSection(Name)
                .GetChildren()
                .Select(c => c.Value)
                .Prepend(configuration[Name])
                .OfType<string>()
                .Where(v => v.Length > 0),
        ];
        return given.Count > 0 || Environment is null
            ? given
            : configuration[Environment]?.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    /// <summary>The option, and how its values are written for the configuration.</summary>
    public (Option Option, Func<ParseResult, IEnumerable<string>> Settings) ToOption()
    {
        var description = Environment is null ? Description : $"{Description} (environment: {Environment})";
        if (IsRepeatable)
        {
            var many = new Option<string[]>($"--{Name}") { Description = description, HelpName = Value };
            many.Validators.Add(Check);
            return (many, parsed => (parsed.GetValue(many) ?? []).Select((value, i) => $"--{Name}:{i}={value}"));
        }
        var one = new Option<string?>($"--{Name}")
        {
            Description = description,
            HelpName = Value,
            Hidden = IsHidden,
        };
        one.Validators.Add(Check);
        return (one, parsed => parsed.GetValue(one) is { } value ? [$"--{Name}={value}"] : []);
    }

    // The parser takes the next option for the value of one that has none.
    private void Check(OptionResult result)
    {
        if (result.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value) || Settings.IsOption(t.Value)))
            result.AddError($"--{Name} needs a value");
        foreach (var mistake in result.Tokens.Select(t => MistakeInArgument(t.Value)).OfType<string>())
            result.AddError(mistake);
    }
}

using Knowledge.Content.Yaml;

namespace Knowledge.Indexer.Configuration;

/// <param name="Command">Words of the command that it is for; none for every command that has such an option.</param>
/// <param name="Name">Of the option, without its hyphens.</param>
internal sealed record ConfigValue(IReadOnlyList<string> Command, string Name, IReadOnlyList<string> Values, int Line)
{
    public string Key => string.Join('.', [.. Command, Name]);
}

/// <summary>
/// What a user keeps for <c>kb</c>: options by name, and those of one command below its name
/// (<c>search: {limit: 5}</c>). The reader is <see cref="Parse"/>; nobody writes it but people.
/// </summary>
internal sealed record ConfigFile(string Path, bool IsThere, IReadOnlyList<ConfigValue> Values)
{
    private const int MaxCharacters = 64 * 1024;
    private static readonly YamlLimits Limits = new(MaxCharacters, 8, 2_000, 4096, 1);

    /// <summary>Where it lies: what <c>KB_CONFIG</c> names, else <c>kb/config.yaml</c> in the user's folder for configuration.</summary>
    public static string DefaultPath(Func<string, string?> environment) =>
        environment("KB_CONFIG") is { Length: > 0 } named ? named
        : OperatingSystem.IsWindows()
            ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "kb", "config.yaml")
        : System.IO.Path.Combine(
            environment("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder : System.IO.Path.Combine(Home, ".config"),
            "kb",
            "config.yaml"
        );

    /// <summary>Reads it; where there is none there are no values.</summary>
    /// <returns>The file, or one line that says what is wrong with it.</returns>
    public static (ConfigFile? File, string? Problem) Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return (new(path, false, []), null);
            if (file.Length > MaxCharacters)
                return (null, $"{path} has {file.Length:N0} bytes; at most {MaxCharacters:N0} are read");
            var (values, problem) = Parse(File.ReadAllText(path));
            return problem is null ? (new(path, true, values), null) : (null, $"{path}:{problem.Line}: {problem.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{path} cannot be read ({e.GetType().Name}); correct it, or name another file with KB_CONFIG");
        }
    }

    internal static (IReadOnlyList<ConfigValue> Values, YamlProblem? Problem) Parse(string text)
    {
        var values = new List<ConfigValue>();
        var (documents, problem) = GuardedYaml.Read(text, Limits);
        if (problem is not null || documents.Count == 0)
            return (values, problem);
        problem = documents[0] switch
        {
            YamlMap map => Add(map, []),
            YamlScalar { Value: "", IsQuoted: false } => null,
            var other => new(other.Line, other.Column, "options are written as NAME: VALUE, one a line"),
        };
        return (values, problem);

        YamlProblem? Add(YamlMap map, IReadOnlyList<string> command)
        {
            foreach (var (key, node) in map.Entries)
                switch (node)
                {
                    case YamlMap section:
                        if (Add(section, [.. command, key]) is { } wrong)
                            return wrong;
                        break;
                    case YamlScalar { Value: "", IsQuoted: false }:
                        break;
                    case YamlScalar scalar:
                        values.Add(new(command, key, [Expanded(scalar.Value)], scalar.Line));
                        break;
                    case YamlList list when list.Items.All(i => i is YamlScalar):
                        values.Add(new(command, key, [.. list.Items.Select(i => Expanded(((YamlScalar)i).Value))], list.Line));
                        break;
                    default:
                        return new(node.Line, node.Column, $"'{key}' takes a value or a list of values");
                }
            return null;
        }
    }

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    // No shell has looked at it.
    private static string Expanded(string value) =>
        value.StartsWith("~/", StringComparison.Ordinal) ? System.IO.Path.Combine(Home, value[2..]) : value;
}

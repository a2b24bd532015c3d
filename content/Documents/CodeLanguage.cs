using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace Knowledge.Content.Documents;

/// <summary>What the language of a code block says about it: typed into a shell, a query to be copied, or something to look at.</summary>
internal static partial class CodeLanguage
{
    // csharpier-ignore
    private static readonly FrozenSet<string> Shells = FrozenSet.ToFrozenSet(
        [
            "", "sh", "bash", "zsh", "ksh", "fish", "csh", "tcsh", "shell", "shellscript", "bash-shell", "console", "shell-session",
            "shellsession", "sh-session", "bash-session", "session", "terminal", "cli", "command", "commandline", "command-line", "cmd",
            "bat", "batch", "dos", "dosbatch", "powershell", "pwsh", "ps", "ps1", "posh", "azurecli", "azurecli-interactive",
            "azurepowershell", "azurepowershell-interactive", "copy", "prompt", "ipython", "shell-regular", "shell-root",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    // csharpier-ignore
    private static readonly FrozenSet<string> Sessions = FrozenSet.ToFrozenSet(
        ["console", "shell-session", "shellsession", "sh-session", "bash-session", "session", "terminal", "prompt", "shell-root"],
        StringComparer.OrdinalIgnoreCase
    );

    // csharpier-ignore
    private static readonly FrozenSet<string> Queries = FrozenSet.ToFrozenSet(
        [
            "sql", "mysql", "pgsql", "plsql", "tsql", "postgres", "postgresql", "sqlite", "promql", "metricsql", "logql", "traceql",
            "flux", "influxql", "kql", "kusto", "spl", "splunk", "lucene", "cql", "cypher", "graphql", "esql", "es|ql", "datadog",
            "redis", "mongodb", "python", "py", "python3", "pycon", "ruby", "rb", "irb", "erlang", "elixir", "groovy", "jq",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The first word of what stands behind the fence; empty without one and for an indented block.</summary>
    public static string Of(CodeBlock code)
    {
        var language = (code as FencedCodeBlock)?.Info?.Trim() ?? "";
        // ```sh{1,3} and ```{.bash .copy} and ```language-bash of several site generators.
        language = language.Trim('{', '}').TrimStart('.');
        var end = language.AsSpan().IndexOfAny("{,: ");
        language = end >= 0 ? language[..end] : language;
        return language.StartsWith("language-", StringComparison.Ordinal) ? language["language-".Length..] : language;
    }

    public static bool IsShell(string language) => Shells.Contains(language);

    public static bool IsSession(string language) => Sessions.Contains(language);

    /// <summary>Asked of a database, a monitoring system or an interpreter: something to do, though not in a shell.</summary>
    public static bool IsQuery(string language) => Queries.Contains(language);

    /// <summary>A statement of SQL in a sentence.</summary>
    public static bool IsSql(string code) => Sql().IsMatch(code);

    [GeneratedRegex(
        @"\A\s*(select\s+\S.{0,400}?\sfrom\s|select\s+\w+\(|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|"
            + @"(create|alter|drop|truncate)\s+(table|database|index|user|role|view|materialized\s+view|schema|sequence|partition)\s|"
            + @"explain\s+(analyze|select|insert|update|delete)\b|show\s+(full\s+)?(tables|databases|processlist|variables|"
            + @"slave\s+status|replica\s+status|engine|create\s+table)\b)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Sql();
}

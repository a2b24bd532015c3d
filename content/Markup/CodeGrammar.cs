using System.Collections.Frozen;

namespace Knowledge.Content.Markup;

/// <summary>What the signs of a language mean, as far as they are coloured: comments, texts, variables, keys and its fixed words.</summary>
internal sealed record CodeGrammar
{
    /// <summary>What begins a comment that ends with its line.</summary>
    public IReadOnlyList<string> LineComments { get; init; } = ["#"];

    public (string Open, string Close)? BlockComment { get; init; }

    public string Quotes { get; init; } = "\"'";

    /// <summary>Whether a text may go on in the next line.</summary>
    public bool HasLongTexts { get; init; }

    public bool HasVariables { get; init; }

    public CodeKeys Keys { get; init; }

    /// <summary>Whether a word before a parenthesis is a function of the language.</summary>
    public bool CallsAreWords { get; init; }

    public FrozenSet<string> Words { get; init; } = [];

    /// <summary>Null for a language that is shown as it is written.</summary>
    public static CodeGrammar? Of(string language) => ByName.GetValueOrDefault(language.ToLowerInvariant());

    private static FrozenSet<string> WordsOf(string words, bool ignoreCase = false) =>
        words.Split(' ').ToFrozenSet(ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private static readonly CodeGrammar Shell = new()
    {
        HasLongTexts = true,
        HasVariables = true,
        Words = WordsOf("if then else elif fi for in do done while until case esac function return export local exit set unset trap sudo"),
    };

    private static readonly CodeGrammar PowerShell = Shell with
    {
        BlockComment = ("<#", "#>"),
        Words = WordsOf(
            "if else elseif foreach for while do switch function param return try catch finally throw in begin process end",
            true
        ),
    };

    private static readonly CodeGrammar Yaml = new() { Keys = CodeKeys.BeforeColon, Words = WordsOf("true false null yes no on off ~") };

    private static readonly CodeGrammar Json = new()
    {
        LineComments = ["//"],
        Quotes = "\"",
        Keys = CodeKeys.QuotedBeforeColon,
        Words = WordsOf("true false null"),
    };

    private static readonly CodeGrammar Sql = new()
    {
        LineComments = ["--"],
        BlockComment = ("/*", "*/"),
        Quotes = "'\"`",
        HasLongTexts = true,
        Words = WordsOf(
            "select from where group by order having limit offset join left right inner outer full cross on using as and or not in is null "
                + "like between exists case when then else end distinct union all insert into values update set delete create alter drop "
                + "table index view database schema if primary key references default with returning truncate explain analyze show grant "
                + "revoke to begin commit rollback desc asc format settings engine partition optimize final system cluster",
            true
        ),
    };

    private static readonly CodeGrammar PromQl = new()
    {
        Quotes = "\"'`",
        CallsAreWords = true,
        Words = WordsOf("by without on ignoring group_left group_right and or unless bool offset sum avg min max count topk bottomk"),
    };

    private static readonly CodeGrammar Settings = new() { Keys = CodeKeys.BeforeEquals, Words = WordsOf("true false null") };

    private static readonly CodeGrammar Program = new()
    {
        LineComments = ["//"],
        BlockComment = ("/*", "*/"),
        Quotes = "\"'`",
        Words = WordsOf(
            "if else for while do switch case default break continue return function func fun var let const val new class struct interface "
                + "enum public private protected internal static void async await try catch finally throw import package export from using "
                + "namespace true false null nil undefined this type go defer chan map range override object when is in"
        ),
    };

    private static readonly CodeGrammar Script = new()
    {
        HasLongTexts = true,
        Words = WordsOf(
            "if else elif for while in not and or is def class return import from as with try except finally raise lambda pass break "
                + "continue yield None True False end do begin rescue ensure module require nil true false unless then self print"
        ),
    };

    private static readonly FrozenDictionary<string, CodeGrammar> ByName = new (CodeGrammar Grammar, string Names)[]
    {
        (Shell, "sh bash zsh ksh shell shellscript console shell-session shellsession sh-session bash-session terminal dockerfile make"),
        (PowerShell, "powershell pwsh ps1 posh azurepowershell"),
        (Yaml, "yaml yml"),
        (Json, "json json5 jsonc ndjson"),
        (Sql, "sql mysql pgsql plsql tsql postgres postgresql sqlite clickhouse cql"),
        (PromQl, "promql metricsql logql traceql"),
        (Settings with { BlockComment = ("/*", "*/"), LineComments = ["#", "//"] }, "hcl terraform tf nix"),
        (Settings with { LineComments = ["#", ";"] }, "ini toml properties cfg conf systemd env"),
        (Program, "js javascript ts typescript jsx tsx java kotlin kt go golang c cpp c++ csharp cs rust rs scala groovy php swift"),
        (Script, "python py python3 ruby rb"),
    }
        .SelectMany(g => g.Names.Split(' ').Select(name => KeyValuePair.Create(name, g.Grammar)))
        .ToFrozenDictionary();
}

/// <summary>How a language writes the names of its values.</summary>
internal enum CodeKeys
{
    None,

    /// <summary><c>name: value</c> at the beginning of a line.</summary>
    BeforeColon,

    /// <summary><c>"name": value</c>.</summary>
    QuotedBeforeColon,

    /// <summary><c>name = value</c> at the beginning of a line.</summary>
    BeforeEquals,
}

using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Redaction;

/// <summary>
/// Finds what looks like a key, token or password in a line of text, and tells its kind; the value itself leaves this class only to
/// be replaced.
/// </summary>
/// <remarks>
/// Shapes: the issuers' own documentation of their token prefixes (GitHub "About authentication", GitLab "Token overview", AWS IAM
/// identifiers, Slack "Token types", Stripe "API keys"); RFC 7468 (PEM), RFC 7519 (JWT).
/// </remarks>
internal static partial class Secrets
{
    public sealed record Match(string Kind, bool IsCertain, int Start, int Length);

    private const int MaxLineCharacters = 4_096;
    private const int MaxWordBytes = 64;

    // Only lines that hold one of these are looked at by the patterns.
    // csharpier-ignore
    private static readonly SearchValues<string> TokenMarks = SearchValues.Create(
        [
            "AKIA", "ASIA", "aws_secret", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "hooks.slack.com",
            "AIza", "k_live_", "npm_", "pypi-", "sk-", "SG.", "hvs.", "dop_v1_", "AccountKey", "PRIVATE KEY", "eyJ",
            TokenText.Prefix,
        ],
        StringComparison.Ordinal
    );

    private static readonly SearchValues<string> PasswordMarks = SearchValues.Create(
        [
            "passw",
            "pwd",
            "passphrase",
            "secret",
            "token",
            "api_key",
            "apikey",
            "api-key",
            "access_key",
            "access-key",
            "accesskey",
            "curl",
            "://",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    private static readonly (string Group, string Kind)[] Tokens =
    [
        ("aws", "AWS access key"),
        ("github", "GitHub token"),
        ("gitlab", "GitLab token"),
        ("slack", "Slack token"),
        ("hook", "Slack webhook address"),
        ("google", "Google API key"),
        ("stripe", "Stripe key"),
        ("npm", "npm token"),
        ("pypi", "PyPI token"),
        ("openai", "API key"),
        ("sendgrid", "SendGrid key"),
        ("vault", "Vault token"),
        ("ocean", "DigitalOcean token"),
        ("azure", "Azure storage key"),
        ("jwt", "JSON Web Token"),
        ("knowledge", "token of a Knowledge server"),
    ];

    // csharpier-ignore
    private static readonly string[] Placeholders =
    [
        "example", "changeme", "change_me", "change-me", "your", "redacted", "placeholder", "dummy", "xxx", "...", "…", "***",
        "foobar", "insert", "replace", "todo", "null", "none", "true", "false", "secretkeyref", "undefined", "1234", "abcd",
    ];

    /// <summary>Whether a text holds anything that the patterns begin with.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text) => text.ContainsAny(TokenMarks) || text.ContainsAny(PasswordMarks);

    /// <param name="next">The line behind it: a PEM header without a body is no key.</param>
    public static IEnumerable<Match> In(string line, string next = "")
    {
        if (line.Length > MaxLineCharacters)
            line = line[..MaxLineCharacters];
        var mayHoldToken = line.AsSpan().ContainsAny(TokenMarks);
        if (mayHoldToken && Pem().Match(line) is { Success: true } pem && (Body().IsMatch(next) || line.Length > pem.Length + 40))
            yield return new("private key", true, pem.Index, line.Length - pem.Index);
        foreach (
            System.Text.RegularExpressions.Match match in mayHoldToken
                ? Token().Matches(line)
                : Enumerable.Empty<System.Text.RegularExpressions.Match>()
        )
            if (
                Tokens.First(t => match.Groups[t.Group].Success) is var (group, kind)
                && !IsPlaceholder(match.Value)
                && !IsKnownExample(match.Value)
                && (group is "hook" or "jwt" || HasVariety(match.Value))
                && (group != "knowledge" || TokenText.IsWellFormed(match.Value))
            )
                yield return new(kind, true, match.Index, match.Length);
        if (!line.AsSpan().ContainsAny(PasswordMarks))
            yield break;
        foreach (System.Text.RegularExpressions.Match match in Assigned().Matches(line))
            if (match.Groups["value"] is var value && LooksChosen(value.Value))
                yield return new("password or token", false, value.Index, value.Length);
    }

    /// <summary>The text with every secret replaced by its kind.</summary>
    public static string Masked(string text)
    {
        foreach (var match in In(text).OrderByDescending(m => m.Start).ToList())
            if (match.Start + match.Length <= text.Length)
                text = $"{text[..match.Start]}[{match.Kind}]{text[(match.Start + match.Length)..]}";
        return text;
    }

    // Words, variables, paths and calls are not passwords; what somebody thought up has letters and digits or signs in it.
    private static bool LooksChosen(string value) =>
        value.Length is >= 6 and <= 200
        && value.Any(char.IsLetter)
        && value.Any(c => char.IsDigit(c) || c is '!' or '#' or '%' or '&' or '+')
        && value.IndexOfAny(['$', '<', '>', '{', '}', '(', ')', '[', '/', '\\', '`', '*', '|', '@', '=', ';', ':']) < 0
        && !IsPlaceholder(value)
        && !IsWordInBase64(value)
        && !Anchor().IsMatch(value)
        && HasVariety(value)
        && !Name().IsMatch(value);

    private static bool IsPlaceholder(string value) =>
        Placeholders.Any(p => value.Contains(p, StringComparison.OrdinalIgnoreCase)) && !value.StartsWith("eyJ", StringComparison.Ordinal);

    // A word such as "secret" or "hello.world" as a Secret of Kubernetes has it, in an example.
    private static bool IsWordInBase64(string value)
    {
        Span<byte> bytes = stackalloc byte[MaxWordBytes];
        return value.Length % 4 == 0
            && value.Length <= MaxWordBytes
            && Convert.TryFromBase64String(value, bytes, out var count)
            && Encoding.ASCII.GetString(bytes[..count]).Trim() is { Length: > 3 } word
            && word.All(c => char.IsAsciiLetterLower(c) || c is '.' or '-' or '_');
    }

    // The token that the standard's own web page shows.
    private static bool IsKnownExample(string value) =>
        value.StartsWith("eyJ", StringComparison.Ordinal)
        && value.Contains("eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l", StringComparison.Ordinal);

    private static bool HasVariety(string value) => value.Distinct().Count() >= Math.Min(8, value.Length / 2 + 1);

    [GeneratedRegex("-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----", RegexOptions.NonBacktracking)]
    private static partial Regex Pem();

    [GeneratedRegex(@"^\s*(?:[A-Za-z0-9+/=]{32,}|Proc-Type:|Version:)", RegexOptions.NonBacktracking)]
    private static partial Regex Body();

    [GeneratedRegex(
        @"(?<aws>\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|aws_secret_access_key[""']?\s*[=:]\s*[""']?[A-Za-z0-9/+]{40}\b)|"
            + @"(?<github>\bgh[pousr]_[A-Za-z0-9]{36,}|\bgithub_pat_[A-Za-z0-9_]{50,})|(?<gitlab>\bglpat-[A-Za-z0-9_-]{20,})|"
            + @"(?<slack>\bxox[abeoprs]-[A-Za-z0-9-]{12,})|"
            + @"(?<hook>hooks\.slack\.com/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{20,})|"
            + @"(?<google>\bAIza[0-9A-Za-z_-]{35})|(?<stripe>\b[sr]k_live_[0-9A-Za-z]{20,})|(?<npm>\bnpm_[A-Za-z0-9]{36})|"
            + @"(?<pypi>\bpypi-AgE[A-Za-z0-9_-]{40,})|(?<openai>\bsk-(?:proj-|ant-|svcacct-)?[A-Za-z0-9_-]{32,})|"
            + @"(?<sendgrid>\bSG\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{40,})|"
            + @"(?<vault>\bhvs\.[A-Za-z0-9_-]{24,})|(?<ocean>\bdop_v1_[a-f0-9]{64})|(?<azure>AccountKey=[A-Za-z0-9+/]{80,}={0,2})|"
            + @"(?<jwt>\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})|(?<knowledge>\bkb_[A-Za-z0-9]{49}\b)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Token();

    // `password: x`, `TOKEN=x`, `--password x`, `https://user:x@host`, `curl -u user:x`.
    [GeneratedRegex(
        @"(?:\b[\w.-]*(?:password|passwd|passwort|passphrase|pwd|secret|token|api[_-]?key|apikey|access[_-]?key)[\w-]*[""']?\s*(?:[:=]|"
            + @":=|=>)\s*|--(?:password|passwd|token|secret|api-key)[ =])[""']?(?<value>[^\s""',`]+)|"
            + @"[a-z][a-z0-9+.-]*://[^\s/:@]+:(?<value>[^\s/:@]+)@|\bcurl\b.*\s(?:-u|--user)[ =]?[""']?[^\s:""']+:(?<value>[^\s""'`]+)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Assigned();

    // `password: &password <password>`: a name that YAML gives to what follows.
    [GeneratedRegex("^&[A-Za-z_-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Anchor();

    // kebab-case-names, versions, file names, UUID references: `secret: batch-db-2`, `token: support/api-read`.
    [GeneratedRegex(
        @"^(?:[a-z]+(?:[-_.][a-z0-9]+)+|v?\d+(?:\.\d+)*|[A-Z][A-Z0-9_]+|[\w-]+\.(?:json|ya?ml|txt|env|pem|key|crt))$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Name();
}

using System.Text.RegularExpressions;
using Knowledge.Content.Documents;

namespace Knowledge.Api.Search;

/// <summary>Tells commands after which something is gone for good: they carry a warning before they are copied.</summary>
internal static partial class StepRisk
{
    public static bool Deletes(Step step) => Deletes(step.Command) || Deletes(step.Code);

    public static bool Deletes(string? command) => command is not null && Deleting().IsMatch(command);

    [GeneratedRegex(
        @"(^|[\s;|&('""])(rm|rmdir|shred|wipefs|mkfs\S*|truncate)\s|\s-delete\b|\b(kubectl|helm|terraform|aws|gcloud|az)\s(.*\s)?"
            + @"(delete|destroy|uninstall)\b|\b(drop|truncate)\s+(table|database|index|schema|keyspace|topic)\b|\bdelete\s+from\b|"
            + @"\bflush(all|db)\b|\bgit\s+(reset\s+--hard|clean\s+-)",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Deleting();
}

using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Answers;

/// <summary>Tells commands that only look from those that may change something.</summary>
internal static partial class Safety
{
    /// <summary>Whether no known changing word is in it. A guess for ordering checks, not a permission.</summary>
    public static bool LooksReadOnly(string? command) => command is null || !Changing().IsMatch(command);

    [GeneratedRegex(
        @"(^|[\s;|&(])(rm|mv|dd|kill|pkill|reboot|shutdown|truncate|mkfs\S*|chmod|chown|tee|sed +-i|systemctl +(re)?(start|load)|systemctl "
            + @"+stop|service +\S+ +(re)?start|kubectl +\S*( +\S+)* *(delete|apply|scale|rollout "
            + @"+restart|rollout +undo|drain|cordon|patch|edit|exec)|helm "
            + @"+(upgrade|rollback|install|uninstall)|terraform +(apply|destroy)|git +(push|reset)|(DROP|DELETE|UPDATE|INSERT|"
            + @"ALTER|TRUNCATE)\s)|(-X|--request) *(POST|PUT|PATCH|DELETE)|>>?\s*/",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex Changing();
}

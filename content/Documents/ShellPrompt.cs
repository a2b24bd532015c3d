using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Documents;

/// <summary>
/// Prompts of shells, databases and languages as they stand in front of commands in copied terminals; what is behind is the command.
/// </summary>
internal static partial class ShellPrompt
{
    private const int MaxLine = 4096;
    private const int MaxPrompt = 400;

    // No prompt is without one of these.
    private static readonly SearchValues<char> Signs = SearchValues.Create("$#%>]:)❯➜»");

    // What a line that somebody typed begins with; tells `# systemctl restart x` of root from a comment.
    // csharpier-ignore
    private static readonly FrozenSet<string> KnownCommands =
    [
        "ansible", "apt", "apt-get", "awk", "aws", "az", "bash", "brew", "cat", "cd", "ceph", "chmod", "chown", "chronyc", "consul",
        "cp", "crictl", "crontab", "ctr", "curl", "date", "dd", "df", "dig", "dmesg", "dnf", "docker", "docker-compose", "du", "echo",
        "etcdctl", "export", "fdisk", "find", "free", "fsck", "gcloud", "git", "grep", "gsutil", "helm", "host", "hostname", "htop",
        "id", "ifconfig", "iostat", "ip", "iptables", "journalctl", "kill", "killall", "kubectl", "kubeadm", "ldapsearch", "less",
        "ln", "ls", "lsblk", "lsof", "lvextend", "lvs", "make", "mkdir", "mkfs", "mongo", "mongosh", "mount", "mv", "mysql",
        "mysqldump", "nc", "netstat", "nft", "nginx", "nmap", "nohup", "nslookup", "oc", "openssl", "pg_ctl", "pg_dump", "ping",
        "pip", "pkill", "podman", "postqueue", "ps", "psql", "pvs", "python", "python3", "rabbitmqctl", "rbd", "reboot", "redis-cli",
        "resize2fs", "rm", "rpm", "rsync", "scp", "sed", "service", "shutdown", "ss", "ssh", "stat", "su", "sudo", "swapoff", "sync",
        "sysctl", "systemctl", "tail", "tar", "tcpdump", "telnet", "terraform", "top", "touch", "traceroute", "umount", "uptime",
        "vault", "vgs", "vi", "vim", "virsh", "vmstat", "wget", "xfs_growfs", "xfs_repair", "yum", "zfs", "zpool", "zypper",
    ];

    /// <summary>The lines that were typed, without prompts; null when no line carries a prompt.</summary>
    /// <param name="isSession">Whether the block is marked as a copied terminal (<c>console</c>), not as a script.</param>
    public static IReadOnlyList<string>? Typed(IReadOnlyList<string> lines, bool isSession)
    {
        var typed = Behind(lines, CommandBehind);
        if (typed.Count > 0)
            return typed;
        var root = lines.Where(l => l.TrimStart().StartsWith("# ", StringComparison.Ordinal)).ToList();
        if (!root.Exists(l => LooksTyped(l.TrimStart()[2..])))
            return null;
        var others = lines.Where(l => l.Trim().Length > 0 && !l.TrimStart().StartsWith('#')).ToList();
        // In a script the lines behind `# ` are comments, also when they quote a command.
        return others.Count == 0 || (isSession && !others.Exists(LooksTyped))
            ? Behind(lines, line => line.TrimStart() is ['#', ' ', .. var command] && LooksTyped(command) ? command : null)
            : null;
    }

    // A prompt is short; what stands behind it may be long.
    private static string? CommandBehind(string line) =>
        line.AsSpan().ContainsAny(Signs) && Prompt().Match(line, 0, Math.Min(line.Length, MaxPrompt)) is { Success: true } prompt
            ? line[prompt.Groups["command"].Index..]
            : null;

    private static List<string> Behind(IReadOnlyList<string> lines, Func<string, string?> commandOf)
    {
        var typed = new List<string>();
        var goesOn = false;
        string? hereEnd = null;
        foreach (var line in lines)
        {
            if (hereEnd is not null)
            {
                typed.Add(line);
                hereEnd = line.Trim() == hereEnd ? null : hereEnd;
                continue;
            }
            var command = line.Length <= MaxLine ? commandOf(line) : null;
            if (command is null && typed.Count > 0 && Continuation().Match(line) is { Success: true } further)
                command = goesOn || further.Groups["sure"].Success ? further.Groups["command"].Value : null;
            if (command is null && goesOn)
                command = line;
            if (command is null)
                continue;
            typed.Add(command);
            var end = command.TrimEnd();
            goesOn =
                end.EndsWith('\\')
                || end.EndsWith('|')
                || end.EndsWith(" `", StringComparison.Ordinal)
                || end.EndsWith("&&", StringComparison.Ordinal);
            hereEnd = HereDocument().Match(command) is { Success: true } here ? here.Groups["end"].Value : null;
        }
        // A here document that never ends is output behind the command.
        return typed;
    }

    private static bool LooksTyped(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || line.TrimEnd() is [.., '.' or ':' or '!'] && words.Length > 3)
            return false;
        return words[0] is ['/' or '.', '/' or (>= 'a' and <= 'z'), ..]
            || KnownCommands.Contains(words[0])
            || (
                char.IsAsciiLetterLower(words[0][0]) && words.Skip(1).Any(w => w is ['-', not ('-' or '>'), ..] or ['-', '-', not '-', ..])
            );
    }

    // Prompts, by what they belong to: sh, csh and zsh; user and host; root's brackets; bash-5.1; busybox; Windows; databases; languages.
    [GeneratedRegex(
        """
            ^\s*(\([\w.@:/ -]+\)\s*)?
            (
              \$\s+
            | [❯➜»]\s+
            | ➜\s+\S+\s+
            | [\w.-]+@[\w.-]+[:\x20]?[^\s$\#%>]*\s?[$\#%>]\s+
            | \[[\w.-]+@[^\]]+\]\s?[$\#%>]\s*
            | (bash|sh|ksh|zsh|dash|ash)-[\d.]+[$\#]\s+
            | ~[\w./-]*\s?[$]\s+
            | /[\w./-]*\s[$]\s+
            | [/~]\s\#\s+
            | PS(\s([A-Za-z]:|[~/])[^>]*)?>\s*
            | [A-Za-z]:\\[^>]*>\s*
            | (mysql|MariaDB(\s\[[^\]]*\])?|sqlite|psql|sftp|ftp|ghci|scala|cqlsh(:\w+)?|redis|influx|SQL|mongosh?|hbase(:\d+(:\d+)?)?
              |spark-sql|presto(:\w+)?|trino(:\w+)?|duckdb|jshell|\(gdb\)|gdb|iex(\(\d+\))?|julia|sqlplus|RMAN|clickhouse|nodetool
              |pd-ctl|pd-ctl>|db2|hive|kafka|zkcli|ldap|openssl|OpenSSL|irb(\([^)]*\):\d+(:\d+)?)?|pry(\([^)]*\))?|test|admin|config)>\s+
            | \(gdb\)\s+
            | [\w.-]+\s:\)\s+
            | \w[\w-]*=[\#>]\s+
            | (redis\s)?[\w.-]+:\d+(\[\d+\])?>\s+
            | [\w-]+:(PRIMARY|SECONDARY|ARBITER)>\s+
            | \[zk:[^\]]+\]\s+
            | >>>\s+
            | In\s\[\d+\]:\s+
            )
            (?<command>\S)
            """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Prompt();

    // The sure ones continue whatever was before; a bare > only what is not finished.
    [GeneratedRegex(
        """^\s*((?<sure>(\.\.\.|->|\w[\w-]*[-('"][#>]|>>)\s)|>\s)(?<command>.*)$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Continuation();

    [GeneratedRegex("""<<-?\s*['"]?(?<end>[A-Za-z_]\w*)['"]?""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HereDocument();
}

using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;

namespace Knowledge.Indexer.Alerts;

/// <summary>Tells steps that delete, stop or change something from those that look: what a guess must not send somebody into.</summary>
public static partial class RiskyStep
{
    /// <summary>Stands beside such a step of a page that was found by its words only.</summary>
    public const string Warning =
        "This page was found by its words: that it is about this alert is a guess. Make sure of it before you do this.";

    public static bool Is(Step step) => IsCommand(step.Command) || IsCommand(step.Code) || IsAskedFor(step.Text);

    /// <param name="command">Null for none.</param>
    public static bool IsCommand(string? command) => command is not null && (!Safety.LooksReadOnly(command) || IsAskedFor(command));

    /// <summary>Whether its command deletes something for good.</summary>
    public static bool Deletes(Step step) => (step.Command ?? step.Code) is { } command && Deleting().IsMatch(command);

    /// <summary>Whether a text asks for something of the kind.</summary>
    public static bool IsAskedFor(string text) => Says().IsMatch(text);

    // In prose and in commands. "Stopped" and "deleted" tell how something is found, not what to do.
    [GeneratedRegex(
        @"\b(sudo|doas|su|rm|rmdir|unlink|shred|wipefs|mkfs|fdisk|parted|delete|deleting|remove|removing|drop|truncate|purge|prune|wipe|"
            + @"erase|destroy|flushall|flushdb|stop|stopping|kill|killall|pkill|restart|restarting|reboot|rebooting|shutdown|shut down|"
            + @"power off|poweroff|halt|terminate|disable|drain|cordon|evict|failover|fail over|roll back|rollback|scale down|"
            + @"overwrite|reset)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Says();

    [GeneratedRegex(
        @"\b(rm|rmdir|unlink|shred|wipefs|mkfs|delete|drop|truncate|purge|wipe|erase|destroy|flushall|flushdb)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Deleting();
}

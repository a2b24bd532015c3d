namespace Knowledge.Api.Access;

/// <summary>What somebody may do; each may do all that those before may.</summary>
public enum Role
{
    /// <summary>Whoever has not shown who they are.</summary>
    Anyone,

    /// <summary>Searches and reads.</summary>
    Viewer,

    /// <summary>Ticks steps, says what helped, hands over, looks after alerts.</summary>
    Responder,

    /// <summary>Writes, publishes and closes by the rules.</summary>
    Author,

    /// <summary>Takes back what others said, looks after people, tokens and the audit.</summary>
    Admin,
}

internal static class Roles
{
    /// <summary>Those that somebody can have, the one that may do least first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<Role>().Where(r => r != Role.Anyone).Select(NameOf)];

    public static string NameOf(this Role role) => role.ToString().ToLowerInvariant();

    /// <summary>Null for what is no role.</summary>
    public static Role? Parse(string? name) =>
        Names.Contains(name ?? "", StringComparer.OrdinalIgnoreCase) ? Enum.Parse<Role>(name!, ignoreCase: true) : null;
}

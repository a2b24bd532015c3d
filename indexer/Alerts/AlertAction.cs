namespace Knowledge.Indexer.Alerts;

/// <summary>What a person did about an alert.</summary>
public enum AlertActionKind
{
    /// <summary>Said “I am on it”.</summary>
    Acknowledged,

    /// <summary>Is not on it any more.</summary>
    Released,

    /// <summary>Passed it on to somebody.</summary>
    HandedOver,

    /// <summary>Wrote something down.</summary>
    Note,

    /// <summary>Said what solved it.</summary>
    Solved,

    /// <summary>Took back that it is over.</summary>
    Reopened,
}

/// <summary>One thing that a person did about an episode of an alert.</summary>
/// <param name="Text">In their words; empty when they said nothing.</param>
/// <param name="Whom">To whom it was handed over; null otherwise.</param>
public sealed record AlertAction(AlertActionKind What, string Actor, DateTimeOffset At, string Text = "", string? Whom = null)
{
    public const int MaxTextCharacters = 2_000;

    public const int MaxNameCharacters = 200;
}

/// <summary>Who is on an alert.</summary>
/// <param name="IsHandedOver">Whether somebody passed it on to them, so that they may not know yet.</param>
public sealed record AlertHolder(string Name, DateTimeOffset Since, bool IsHandedOver);

/// <summary>What solved an alert, in the words of whoever solved it.</summary>
public sealed record AlertSolution(string Text, string Actor, DateTimeOffset At);

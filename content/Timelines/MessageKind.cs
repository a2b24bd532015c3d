namespace Knowledge.Content.Timelines;

/// <summary>What a message does in an incident.</summary>
public enum MessageKind
{
    /// <summary>Monitoring tells of something, or people repeat that it did.</summary>
    Alert,

    Question,

    /// <summary>Something was seen.</summary>
    Finding,

    /// <summary>Something is suspected.</summary>
    Hypothesis,

    /// <summary>A suspicion was wrong, or a remedy did not help.</summary>
    DeadEnd,

    /// <summary>Something was changed.</summary>
    Action,

    Decision,

    /// <summary>Customers, other teams or the status page were told or asked, or told something.</summary>
    Communication,

    Other,
}

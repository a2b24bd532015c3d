using System.Globalization;

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

    /// <summary>Said that it is over, though its sender did not.</summary>
    Closed,

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

    /// <summary>What was done, in words that continue the name of whoever did it: “is on it”.</summary>
    /// <param name="translated">Into the language of the reader, with <c>{0}</c> where somebody is named; null leaves English.</param>
    public string Words(Func<string, string>? translated = null)
    {
        var words = EnglishWords(What);
        return string.Format(CultureInfo.InvariantCulture, translated?.Invoke(words) ?? words, Whom);
    }

    /// <summary><c>{0}</c> is whom it was handed over to.</summary>
    internal static string EnglishWords(AlertActionKind what) =>
        what switch
        {
            AlertActionKind.Acknowledged => "is on it",
            AlertActionKind.Released => "is not on it any more",
            AlertActionKind.HandedOver => "handed it over to {0}",
            AlertActionKind.Solved => "solved it",
            AlertActionKind.Closed => "closed it",
            AlertActionKind.Reopened => "reopened it",
            _ => "noted",
        };
}

/// <summary>Who is on an alert.</summary>
/// <param name="IsHandedOver">Whether somebody passed it on to them, so that they may not know yet.</param>
public sealed record AlertHolder(string Name, DateTimeOffset Since, bool IsHandedOver);

/// <summary>What solved an alert, in the words of whoever solved it.</summary>
public sealed record AlertSolution(string Text, string Actor, DateTimeOffset At);

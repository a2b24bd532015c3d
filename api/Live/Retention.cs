using System.Collections.Immutable;
using System.Globalization;
using Knowledge.Api.Store;

namespace Knowledge.Api.Live;

/// <summary>How long what people and senders brought is kept, by kind.</summary>
public sealed class Retention
{
    /// <summary>A clock that differs by more from the time that went by was set, and nothing is deleted by it.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    private readonly ImmutableDictionary<string, TimeSpan?> told;

    private Retention(ImmutableDictionary<string, TimeSpan?> told) => this.told = told;

    /// <summary>Nobody said anything else.</summary>
    public static Retention Default { get; } = new(ImmutableDictionary<string, TimeSpan?>.Empty);

    /// <summary>Null for as long as there is room.</summary>
    internal TimeSpan? Of(StoredKind kind) => told.TryGetValue(kind.Name, out var time) ? time : kind.FixedTime ?? kind.DefaultTime;

    internal Retention With(StoredKind kind, TimeSpan? time) => new(told.SetItem(kind.Name, time));

    /// <summary>How long a kind is kept, in words.</summary>
    internal string InWords(StoredKind kind) =>
        kind.HasOption ? InWords(Of(kind)) + (kind.Since is null || Of(kind) is null ? "" : $", {kind.Since}") : kind.Until!;

    internal static string InWords(TimeSpan? time) =>
        time is { } kept ? string.Create(CultureInfo.InvariantCulture, $"{kept.TotalDays:0.##}d") : "forever";

    /// <summary>Whether a clock went as time did, so that what it calls old may be deleted.</summary>
    /// <param name="byClock">What went by from one look to the next, by the clock.</param>
    /// <param name="elapsed">The same by a watch that nobody sets.</param>
    public static bool IsSteady(TimeSpan byClock, TimeSpan elapsed) => (byClock - elapsed).Duration() <= Tolerance;
}

using System.Text.Json.Serialization;
using Knowledge.Content.Text;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Alerts;

/// <summary>What became of the runbook link that an alert brings along. Nothing is ever fetched.</summary>
public enum SenderLinkState
{
    /// <summary>It leads to a page that is served here.</summary>
    Served,

    /// <summary>The page is served here, the section it names is not on it.</summary>
    SectionMissing,

    /// <summary>A README, an index, the front page of a site, or one address for many alerts.</summary>
    Generic,

    /// <summary>There is no such page, but one that must be meant.</summary>
    Rescued,

    /// <summary>It belongs to what is served here, and there is no such page.</summary>
    Dead,

    /// <summary>It leads to a place that is not read here: it may be right.</summary>
    Elsewhere,

    /// <summary>A text in place of an address.</summary>
    NoAddress,
}

/// <summary>A runbook link as an alert or its rule gives it, and what became of it.</summary>
/// <param name="Url">As written.</param>
/// <param name="DocumentId">The page it leads to here, or the one that must be meant; null when there is none.</param>
/// <param name="Page">Address of that page.</param>
public sealed record SenderLink(string Url, SenderLinkState State, string? DocumentId = null, string? Title = null, string? Page = null)
{
    private const int MaxShownCharacters = 200;

    /// <summary>What a browser may follow; null for anything but a web address.</summary>
    [JsonIgnore]
    public Uri? Address => Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    /// <summary>The address as it is shown.</summary>
    [JsonIgnore]
    public string Text => Sentences.Truncate(Url, MaxShownCharacters);

    /// <summary>What became of it, in a few words.</summary>
    [JsonIgnore]
    public string StateText =>
        State switch
        {
            SenderLinkState.Served => "link works",
            SenderLinkState.SectionMissing => "link works, without the section it names",
            SenderLinkState.Generic => "not about this alert alone",
            SenderLinkState.Rescued => "dead: no page has its name; this one must be meant",
            SenderLinkState.Dead => "dead: no page has its name",
            SenderLinkState.Elsewhere => "not read here, so it was not checked",
            _ => "no address",
        };

    internal static SenderLink Of(RunbookLink link) =>
        new(
            link.Url,
            link.Outcome switch
            {
                RunbookLinkOutcome.Exact or RunbookLinkOutcome.Anchor or RunbookLinkOutcome.Tail => SenderLinkState.Served,
                RunbookLinkOutcome.AnchorMissing => SenderLinkState.SectionMissing,
                RunbookLinkOutcome.Generic => SenderLinkState.Generic,
                RunbookLinkOutcome.Rescued => SenderLinkState.Rescued,
                RunbookLinkOutcome.Dead => SenderLinkState.Dead,
                _ => RunbookLinks.IsAddress(link.Url) ? SenderLinkState.Elsewhere : SenderLinkState.NoAddress,
            },
            link.Target?.Id.Value,
            link.Target?.Title,
            link.Target is { } page ? Urls.Of(page, link.Section) : null
        );
}

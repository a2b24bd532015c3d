using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Linking;

/// <summary>Where the runbook link of an alert leads.</summary>
public enum RunbookLinkOutcome
{
    /// <summary>Its path names a page here, directories included.</summary>
    Exact,

    /// <summary>A page, and a section on it.</summary>
    Anchor,

    /// <summary>Its last names (any case, any extension) are those of one page here.</summary>
    Tail,

    /// <summary>The page is there, the section is not.</summary>
    AnchorMissing,

    /// <summary>A README, an index, the front page of a site, or one address for many alerts.</summary>
    Generic,

    /// <summary>There is no such page, but exactly one that must be meant.</summary>
    Rescued,

    /// <summary>It belongs to a source, and there is no such page.</summary>
    Dead,

    /// <summary>It leads to a place that is not read here: it may be right.</summary>
    External,
}

/// <summary>A runbook link as it is written, and where it leads.</summary>
/// <param name="Alert">Name of the alert.</param>
/// <param name="Target">The page; of a rescued link the one that is meant. Null when there is none here.</param>
/// <param name="Section">Anchor on that page; empty for the page as a whole.</param>
/// <param name="Line">1-based line of the annotation in the rule's file; 0 when it is from no file.</param>
public sealed record RunbookLink(
    string Alert,
    string Url,
    RunbookLinkOutcome Outcome,
    Document? Target = null,
    string Section = "",
    int Line = 0
);

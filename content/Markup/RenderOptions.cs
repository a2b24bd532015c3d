namespace Knowledge.Content.Markup;

/// <summary>What a page knows and its text does not.</summary>
/// <param name="ResolveLink">
/// Gets a relative address or an anchor as written, with its query and fragment, and returns the address to use, or null where there
/// is no such page: the words then stay without a link, and an anchor is one of the page itself. An answer with another scheme than
/// http, https or mailto counts as null.
/// </param>
/// <param name="ChecklistAnchors">Anchors of the headings whose ordered lists are steps to tick off.</param>
public sealed record RenderOptions(Func<string, string?> ResolveLink, IReadOnlySet<string> ChecklistAnchors);

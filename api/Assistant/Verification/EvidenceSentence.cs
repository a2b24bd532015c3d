namespace Knowledge.Api.Assistant.Verification;

/// <summary>A sentence of a served section under the number by which a reply may cite it.</summary>
/// <param name="Url">Of the section.</param>
public sealed record EvidenceSentence(int Number, string Text, string DocumentId, string Title, string Url);

namespace Knowledge.Content.Catalog;

/// <summary>Whom to call: the team, how to reach it, and who stands in when it is away.</summary>
/// <param name="Backup">Name and contact of the team that stands in.</param>
/// <param name="Away">Why and until when the team is away; null when it is there.</param>
public sealed record Owner(string Team, string? Contact, string? Backup = null, string? Away = null);

namespace Knowledge.Content.Catalog;

/// <summary>Whom to call, in one line.</summary>
public static class OwnerText
{
    public static string Of(Owner owner) =>
        owner.Team
        + (owner.Contact is null ? "" : $" ({owner.Contact})")
        + (owner.Away is null ? "" : $"; away {owner.Away}")
        + (owner.Backup is null ? "" : $"; backup {owner.Backup}");
}

using Knowledge.Content.Catalog;

namespace Knowledge.Indexer.Tools;

/// <summary>Whom to call, in one line.</summary>
internal static class OwnerText
{
    public static string Of(Owner owner) =>
        owner.Team
        + (owner.Contact is null ? "" : $", {owner.Contact}")
        + (owner.Away is null ? "" : $"; away {owner.Away}")
        + (owner.Backup is null ? "" : $"; stands in: {owner.Backup}");
}

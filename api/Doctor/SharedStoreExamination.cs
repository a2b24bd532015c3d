using Knowledge.Api.Store;

namespace Knowledge.Api.Doctor;

/// <summary>Whether the database that nodes share can be reached and used.</summary>
internal static class SharedStoreExamination
{
    public static IEnumerable<Fault> Of(Patient patient)
    {
        if (patient.Options?.Serving.Store is not { } connection)
            return [];
        try
        {
            PostgresDatabase.Examine(connection);
            return [];
        }
        catch (StoreException e)
        {
            return
            [
                Fault.Error(
                    "database-refused",
                    $"{e.Message.TrimEnd('.')}.",
                    "docs/operate-several-nodes.md says what the database needs; searches continue meanwhile, and alerts wait on the disk."
                ),
            ];
        }
    }
}

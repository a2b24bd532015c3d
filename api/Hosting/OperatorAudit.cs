using Knowledge.Api.Store;

namespace Knowledge.Api.Hosting;

/// <summary>Writes down what an operator did by a command, under the name of the system's user.</summary>
internal static class OperatorAudit
{
    public static void Record(AccessTables tables, string what, string target, string outcome = "done") =>
        tables.Audit.Append(
            new($"operator:{Environment.UserName}", "", "operator", "", what, target, outcome),
            TimeProvider.System.GetUtcNow()
        );
}

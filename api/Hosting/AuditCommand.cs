using System.CommandLine;

namespace Knowledge.Api.Hosting;

/// <summary><c>audit verify</c>: whether the audit is as it was written.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var verify = new Command("verify", "Find rows that were changed, removed or inserted; exit code 1 when there are any");
        var configurationOf = OperatorStore.AddOptionsTo(verify);
        verify.SetAction(parsed =>
            OperatorStore.With(
                parsed,
                configurationOf(parsed),
                tables =>
                {
                    var found = tables.Audit.Verify();
                    var output = parsed.InvocationConfiguration.Output;
                    foreach (var problem in found.Problems)
                        output.WriteLine(problem);
                    if (found.WithoutName > 0)
                        output.WriteLine($"{found.WithoutName} rows have no name any more, which is allowed");
                    output.WriteLine($"{found.Rows} rows, newest {found.Head}");
                    return found.Problems.Count > 0 ? Exit.Findings : Exit.Fine;
                }
            )
        );
        return new Command("audit", "Check the audit of who did what") { verify };
    }
}

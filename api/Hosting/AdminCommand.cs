using System.CommandLine;
using Knowledge.Api.Access;

namespace Knowledge.Api.Hosting;

/// <summary><c>admin link</c>: lets in whoever may read the data directory as an administrator, however sign-in is broken.</summary>
internal static class AdminCommand
{
    public static Command Create()
    {
        var link = new Command("link", "Print a link that works once, for 15 minutes, and lets an administrator in");
        var configurationOf = OperatorStore.AddOptionsTo(link);
        link.SetAction(parsed =>
        {
            var configuration = configurationOf(parsed);
            return OperatorStore.With(
                parsed,
                configuration,
                tables =>
                {
                    var (number, now) = (Secret.Create(), TimeProvider.System.GetUtcNow());
                    tables.Accounts.AddLink(Secret.HashOf(number), null, now + LocalAccounts.AdminLinkLasts, now);
                    OperatorAudit.Record(tables, "admin link", "");
                    parsed.InvocationConfiguration.Output.WriteLine($"{OperatorStore.AddressOf(configuration)}/sign-in/link/{number}");
                    return Exit.Fine;
                }
            );
        });
        return new Command("admin", "Let an administrator in when nobody can sign in") { link };
    }
}

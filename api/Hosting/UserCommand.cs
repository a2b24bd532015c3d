using System.CommandLine;
using Knowledge.Api.Access;
using Knowledge.Api.Store;

namespace Knowledge.Api.Hosting;

/// <summary><c>user add|link|role|groups|end|list</c>: the accounts of <c>--auth local</c>.</summary>
internal static class UserCommand
{
    public static Command Create() =>
        new("user", "Manage the accounts of --auth local")
        {
            Add(),
            OfName("link", "Print a new link to set the password; the one that was set works until then", NewLink),
            SetRole(),
            SetGroups(),
            OfName("end", "Delete an account, and end its sessions and tokens", End),
            List(),
        };

    private static Command Add()
    {
        var name = NameArgument();
        var role = new Option<string>("--role") { Description = "What the account may do", DefaultValueFactory = _ => "viewer" };
        role.AcceptOnlyFromAmong([.. Roles.Names]);
        var command = new Command("add", "Create an account, and print the link with which its owner sets the password") { name, role };
        return Acting(
            command,
            name,
            (parsed, configuration, tables, account) =>
            {
                var asked = parsed.GetValue(role)!;
                if (!tables.Accounts.Add(account, asked, TimeProvider.System.GetUtcNow()))
                    return Exit.With(parsed.InvocationConfiguration.Error, $"there is an account '{account}' already", Exit.WrongUse);
                OperatorAudit.Record(tables, "user add", $"{account} as {asked}");
                return NewLink(parsed, configuration, tables, account);
            }
        );
    }

    private static Command SetRole()
    {
        var name = NameArgument();
        var role = new Argument<string>("ROLE") { Description = string.Join(", ", Roles.Names) };
        role.AcceptOnlyFromAmong([.. Roles.Names]);
        return Acting(
            new Command("role", "Change what an account may do, at once") { name, role },
            name,
            (parsed, _, tables, account) =>
            {
                if (!tables.Accounts.SetRole(account, parsed.GetValue(role)!, LocalAccounts.SubjectOf(account)))
                    return Missing(parsed, account);
                OperatorAudit.Record(tables, "user role", $"{account} as {parsed.GetValue(role)}");
                return Exit.Fine;
            }
        );
    }

    private static Command SetGroups()
    {
        var name = NameArgument();
        var groups = new Argument<string[]>("GROUP")
        {
            Description = "All that the account is in from now on; none for no group",
            Arity = ArgumentArity.ZeroOrMore,
        };
        return Acting(
            new Command("groups", "Set the groups of an account: they decide which pages it sees, at once") { name, groups },
            name,
            (parsed, _, tables, account) =>
            {
                if (tables.Accounts.Find(account) is not { } kept)
                    return Missing(parsed, account);
                var (given, mistake) = Groups.Given(parsed.GetValue(groups) ?? []);
                if (mistake is not null)
                    return Exit.With(parsed.InvocationConfiguration.Error, mistake, Exit.WrongUse);
                var (subject, written) = (LocalAccounts.SubjectOf(account), Groups.Write(given));
                tables.People.Enter(subject, account, kept.Role, written, TimeProvider.System.GetUtcNow());
                tables.People.SetGroups(subject, written);
                OperatorAudit.Record(tables, "user groups", $"{account}: {string.Join(", ", given)}");
                return Exit.Fine;
            }
        );
    }

    private static Command List() =>
        OperatorStore.Listing(
            "All accounts",
            tables =>
                tables
                    .Accounts.List()
                    .Select(account =>
                        (IReadOnlyList<string>)
                            [
                                account.Name,
                                account.Role,
                                OperatorStore.DayOf(DateTimeOffset.FromUnixTimeMilliseconds(account.Created)),
                                StateOf(account),
                                string.Join(", ", GroupsOf(tables, account.Name)),
                            ]
                    )
        );

    private static string StateOf(AccountRow account) =>
        account.Password is null ? "no password yet"
        : account.Locked > TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() ? "locked for a while"
        : "active";

    private static IReadOnlyList<string> GroupsOf(AccessTables tables, string account) =>
        tables.People.Find(LocalAccounts.SubjectOf(account)) is { } person ? Groups.Read(person.MemberOf) : [];

    private static Command OfName(string verb, string description, Func<ParseResult, IConfiguration, AccessTables, string, int> act)
    {
        var name = NameArgument();
        return Acting(new Command(verb, description) { name }, name, act);
    }

    private static Command Acting(Command command, Argument<string> name, Func<ParseResult, IConfiguration, AccessTables, string, int> act)
    {
        var configurationOf = OperatorStore.AddOptionsTo(command);
        command.SetAction(parsed =>
        {
            if (LocalAccounts.NameOf(parsed.GetValue(name)) is not { } account)
                return Exit.With(
                    parsed.InvocationConfiguration.Error,
                    $"'{parsed.GetValue(name)}' is no name: up to {LocalAccounts.MaxNameCharacters} letters, digits and . - _ @ +",
                    Exit.WrongUse
                );
            var configuration = configurationOf(parsed);
            return OperatorStore.With(parsed, configuration, tables => act(parsed, configuration, tables, account));
        });
        return command;
    }

    private static int NewLink(ParseResult parsed, IConfiguration configuration, AccessTables tables, string account)
    {
        if (tables.Accounts.Find(account) is null)
            return Missing(parsed, account);
        var (number, now) = (Secret.Create(), TimeProvider.System.GetUtcNow());
        tables.Accounts.AddLink(Secret.HashOf(number), account, now + LocalAccounts.LinkLasts, now);
        OperatorAudit.Record(tables, "user link", account);
        parsed.InvocationConfiguration.Output.WriteLine($"{OperatorStore.AddressOf(configuration)}/sign-in/link/{number}");
        return Exit.Fine;
    }

    private static int End(ParseResult parsed, IConfiguration configuration, AccessTables tables, string account)
    {
        if (!tables.Accounts.Delete(account, LocalAccounts.SubjectOf(account)))
            return Missing(parsed, account);
        OperatorAudit.Record(tables, "user end", account);
        return Exit.Fine;
    }

    private static int Missing(ParseResult parsed, string account) =>
        Exit.With(parsed.InvocationConfiguration.Error, $"there is no account '{account}'", Exit.WrongUse);

    private static Argument<string> NameArgument() => new("NAME") { Description = "Of the account, as it is typed to sign in" };
}

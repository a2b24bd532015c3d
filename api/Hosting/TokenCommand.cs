using System.CommandLine;
using Knowledge.Api.Access;
using Knowledge.Indexer.Redaction;

namespace Knowledge.Api.Hosting;

/// <summary><c>token new|list|end</c>: tokens of programs that belong to nobody in particular.</summary>
internal static class TokenCommand
{
    public static Command Create() => new("token", "Manage the tokens of programs") { New(), List(), End() };

    private static Command New()
    {
        var name = new Argument<string>("NAME") { Description = "What uses it" };
        var scope = new Option<string[]>("--scope")
        {
            Description = $"What it may do, repeatable: {string.Join(", ", TokenScopeNames.All)}",
            HelpName = "SCOPE",
            DefaultValueFactory = _ => ["read"],
        };
        var days = new Option<int>("--days")
        {
            Description = $"How long it lasts, 1 to {AccessToken.MostDays}",
            HelpName = "DAYS",
            DefaultValueFactory = _ => AccessToken.DefaultDays,
        };
        var group = new Option<string[]>("--group")
        {
            Description = "It sees pages as a member of the group, repeatable; without it what everybody may see",
            HelpName = "GROUP",
        };
        var command = new Command("new", "Create a token and print it; it is stored nowhere") { name, scope, group, days };
        var configurationOf = OperatorStore.AddOptionsTo(command);
        command.SetAction(parsed =>
        {
            var (given, scopes, lasts) = (
                parsed.GetValue(name)!.Trim(),
                TokenScopeNames.Parse(parsed.GetValue(scope)!),
                parsed.GetValue(days)
            );
            var (groups, wrong) = Groups.Given(parsed.GetValue(group) ?? []);
            if ((AccessToken.Mistake(given, scopes, lasts, Role.Admin) ?? wrong) is { } mistake)
                return Exit.With(parsed.InvocationConfiguration.Error, mistake, Exit.WrongUse);
            return OperatorStore.With(
                parsed,
                configurationOf(parsed),
                tables =>
                {
                    var token = TokenText.Create();
                    var now = TimeProvider.System.GetUtcNow();
                    var row = AccessToken.Row(
                        token,
                        given,
                        AccessToken.OperatorSubject,
                        given,
                        Role.Admin,
                        scopes!.Value,
                        now,
                        lasts,
                        groups.Count > 0 ? groups : null
                    );
                    if (!tables.Tokens.Add(row, int.MaxValue))
                        return Exit.With(parsed.InvocationConfiguration.Error, "the token could not be kept", Exit.StoreRefused);
                    OperatorAudit.Record(
                        tables,
                        "token new",
                        $"{row.Id} {given} ({row.Scopes}, {lasts} days{(groups.Count > 0 ? $", sees as {string.Join(", ", groups)}" : "")})"
                    );
                    parsed.InvocationConfiguration.Output.WriteLine(token);
                    return Exit.Fine;
                }
            );
        });
        return command;
    }

    private static Command List() =>
        OperatorStore.Listing(
            "All tokens, of people too",
            tables =>
                tables
                    .Tokens.List()
                    .Select(AccessToken.Of)
                    .Select(token =>
                        (IReadOnlyList<string>)
                            [
                                token.Id,
                                token.Name,
                                token.Actor,
                                token.Scopes.Write(),
                                $"until {OperatorStore.DayOf(token.Expires)}",
                                token.Used is { } used ? $"used {OperatorStore.DayOf(used)}" : "never used",
                                string.Join(", ", token.Groups),
                            ]
                    )
        );

    private static Command End()
    {
        var id = new Argument<string>("ID") { Description = "As the list shows it" };
        var command = new Command("end", "Revoke a token, within seconds") { id };
        var configurationOf = OperatorStore.AddOptionsTo(command);
        command.SetAction(parsed =>
            OperatorStore.With(
                parsed,
                configurationOf(parsed),
                tables =>
                {
                    if (!tables.Tokens.End(parsed.GetValue(id)!, null))
                        return Exit.With(parsed.InvocationConfiguration.Error, $"there is no token '{parsed.GetValue(id)}'", Exit.WrongUse);
                    OperatorAudit.Record(tables, "token end", parsed.GetValue(id)!);
                    return Exit.Fine;
                }
            )
        );
        return command;
    }
}

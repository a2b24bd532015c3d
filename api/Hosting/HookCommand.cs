using System.CommandLine;
using Knowledge.Api.Options;
using Knowledge.Api.Store;

namespace Knowledge.Api.Hosting;

/// <summary><c>hook secret NAME</c>: shows what a sender is to be given, for the operator alone.</summary>
internal static class HookCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The sender, as in /hooks/NAME" };
        var (store, readStore) = Settings.Store.ToOption();
        var secret = new Command("secret", "Show the secret that a sender must send, created at the first start") { name, store };
        var configuration = secret.TakesDataDirectory(readStore);
        secret.SetAction(parsed => Show(parsed.GetValue(name)!, configuration(parsed), parsed));
        return new Command("hook", "Manage senders of alerts") { secret };
    }

    // As the server reads them.
    public static IConfiguration ConfigurationOf(string[] settings) => WebApplication.CreateBuilder(settings).Configuration;

    private static int Show(string name, IConfiguration configuration, ParseResult parsed)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (!HookSource.IsName(name))
            return Exit.With(error, $"'{name}' is no name of a sender: letters, digits, - and _", Exit.WrongUse);
        if (name.Equals("slack", StringComparison.OrdinalIgnoreCase))
            return Exit.With(error, "Slack has a signing secret of its own: give it as KB_HOOK_SLACK_SECRET", Exit.WrongUse);
        var (given, wrong) = HookSource.SecretsOf(configuration, name);
        if (wrong is not null)
            return Exit.With(error, wrong, Exit.WrongUse);
        if (given.Count > 0)
            return Exit.With(error, $"'{name}' has a secret of the environment or a file; it is not shown", Exit.WrongUse);
        if (ServerOptions.DataDirectoryOf(configuration, out var directory) is { } mistake)
            return Exit.With(error, mistake, Exit.WrongUse);
        if (ServerOptions.StoreOf(configuration, out var connection) is { } unread)
            return Exit.With(error, unread, Exit.WrongUse);
        // Nodes that share a store have one key.
        if (connection is not null)
            return OperatorStore.With(
                parsed,
                configuration,
                access =>
                {
                    output.WriteLine(HookKey.SecretOf(HookKey.Shared(access.Keys, directory!), name));
                    return Exit.Fine;
                }
            );
        // A secret of a place that nobody named and no server has used is that of no server.
        if (Settings.Data.Of(configuration) is null && !Directory.Exists(directory))
            return Exit.With(
                error,
                $"there is no data directory '{directory}' yet: name the server's with --data DIR, or start the server first",
                Exit.StoreRefused
            );
        var isMade = !HookKey.IsThere(directory!);
        if (HookKey.SecretOf(directory!, name) is not { } secret)
            return Exit.With(error, $"the key in '{directory}' can neither be read nor made; check the directory", Exit.StoreRefused);
        if (isMade)
            error.WriteLine($"a new key was made in '{directory}': the secret holds at a server with this data directory");
        output.WriteLine(secret);
        return Exit.Fine;
    }
}

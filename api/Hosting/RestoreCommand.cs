using System.CommandLine;
using System.Globalization;
using Knowledge.Api.Backups;
using Knowledge.Api.Options;

namespace Knowledge.Api.Hosting;

/// <summary>
/// <c>restore FILE --data DIR</c>: puts a backup into an empty directory; <c>restore --check FILE</c> proves that it could be.
/// </summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The backup" };
        var check = new Option<bool>("--check") { Description = "Only check that it can be restored: unpack it, read it, keep nothing" };
        var (data, readData) = Settings.Data.ToOption();
        var command = new Command("restore", "Put a backup into a directory that is missing or empty; all of it or nothing")
        {
            file,
            check,
            data,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Restore(
                        parsed.GetValue(file)!,
                        parsed.GetValue(check),
                        HookCommand.ConfigurationOf([.. readData(parsed)]),
                        parsed,
                        cancellation
                    )
                )
        );
        return command;
    }

    private static int Restore(string file, bool isCheck, IConfiguration configuration, ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var (passphrase, wrong) = BackupOptions.PassphraseOf(configuration);
        if (wrong is not null)
            return Exit.With(error, wrong, Exit.WrongUse);
        // Never the place where a server would look by itself: that is mostly the one that is to be kept.
        var given = Settings.Data.Of(configuration);
        if (given is null && !isCheck)
            return Exit.With(error, "say where it is to go with --data DIR, or --check to only look at it", Exit.WrongUse);
        var directory = Path.GetFullPath(given ?? ".");
        return OperatorCommand.Run(
            parsed,
            $"{file}: ",
            tell =>
            {
                var manifest = isCheck
                    ? BackupRestore.Check(file, passphrase, tell, cancellation)
                    : BackupRestore.Restore(file, directory, passphrase, tell, cancellation);
                var what = string.Create(
                    CultureInfo.InvariantCulture,
                    $"the store as it was on {manifest.Created.UtcDateTime:yyyy-MM-dd HH:mm} UTC after {manifest.Writes:N0} writes"
                );
                output.WriteLine(
                    isCheck ? $"{file} is good: {what}" : $"{directory} holds {what}. Start the server with --data {directory}"
                );
                return Exit.Fine;
            }
        );
    }
}

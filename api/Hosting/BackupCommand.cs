using System.CommandLine;
using Knowledge.Api.Backups;
using Knowledge.Api.Live;
using Knowledge.Api.Options;

namespace Knowledge.Api.Hosting;

/// <summary><c>backup --out FILE</c>: all of a data directory that cannot be made again, in one file, also while a server runs.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out")
        {
            Description = "File to write; an existing one is not overwritten",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command(
            "backup",
            "Write a backup of the data directory, also while the server runs; encrypted when KB_BACKUP_KEY_FILE names a passphrase"
        )
        {
            output,
        };
        var (store, readStore) = Settings.Store.ToOption();
        command.Options.Add(store);
        var configuration = command.TakesDataDirectory(readStore);
        command.SetAction(
            (parsed, cancellation) => Task.FromResult(Write(parsed.GetValue(output)!, configuration(parsed), parsed, cancellation))
        );
        return command;
    }

    private static int Write(string file, IConfiguration configuration, ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (ServerOptions.DataDirectoryOf(configuration, out var directory) is { } mistake)
            return Exit.With(error, mistake, Exit.WrongUse);
        if (ServerOptions.StoreOf(configuration, out var connection) is not null || connection is not null)
            return Exit.With(
                error,
                "the store is the database of KB_STORE: back it up as you do your others (pg_dump, pgBackRest); a node's data directory "
                    + $"can be made again, but for alerts in {AlertSpool.Folder} while the database is away",
                Exit.WrongUse
            );
        var (passphrase, wrong) = BackupOptions.PassphraseOf(configuration);
        if (wrong is not null)
            return Exit.With(error, wrong, Exit.WrongUse);
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } place && !Directory.Exists(place))
            return Exit.With(error, $"there is no directory '{place}'; mount or make it", Exit.WrongUse);
        return OperatorCommand.Run(
            parsed,
            "",
            tell =>
            {
                var manifest = BackupWriter.Write(
                    directory!,
                    file,
                    passphrase,
                    TimeProvider.System.GetUtcNow(),
                    tell,
                    cancellation: cancellation
                );
                var size = new FileInfo(file).Length;
                output.WriteLine(
                    $"{file}: {manifest.Files.Count} files, {manifest.TotalBytes:N0} bytes in {size:N0}"
                        + (passphrase is null ? ", not encrypted: it holds the key of the senders" : ", encrypted")
                );
                foreach (var name in BackupContents.StrangersIn(directory!))
                    output.WriteLine($"left out, because Knowledge did not put it there: {name}");
                return Exit.Fine;
            }
        );
    }
}

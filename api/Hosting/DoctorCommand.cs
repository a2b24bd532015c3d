using System.CommandLine;
using System.Text.Json;
using Knowledge.Api.Doctor;
using Knowledge.Api.Options;
using Knowledge.Api.Store;
using Knowledge.Indexer;

namespace Knowledge.Api.Hosting;

/// <summary>
/// <c>doctor</c>: names what is wrong with a server, the cause and what to do; beside it while it runs, or before it is started.
/// </summary>
internal static class DoctorCommand
{
    private const int MaxAnswerBytes = 4 << 20;
    private const string BadCertificate = "the certificate cannot be read";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="paths">Keys of the configuration that were given by their paths.</param>
    public static Command Create(IReadOnlyList<string> paths)
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "How to print what was found: table or json",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "table",
        };
        output.AcceptOnlyFromAmong("table", "json");
        var insecure = new Option<bool>($"--{Settings.Insecure}") { Description = "As of the server" };
        var command = new Command("doctor", "Name what is wrong with a server and what to do; takes the options of the server")
        {
            output,
            insecure,
        };
        var settings = new List<Func<ParseResult, IEnumerable<string>>>
        {
            parsed => parsed.GetValue(insecure) ? [$"--{Settings.Insecure}=true"] : [],
        };
        foreach (var (option, read) in Settings.All.Select(s => s.ToOption()))
        {
            command.Options.Add(option);
            settings.Add(read);
        }
        command.SetAction(
            (parsed, _) => Run([.. settings.SelectMany(s => s(parsed)), .. paths], parsed.GetValue(output) == "json", parsed)
        );
        return command;
    }

    private static async Task<int> Run(string[] settings, bool isJson, ParseResult parsed)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        Patient patient;
        try
        {
            patient = PatientOf(settings, TimeProvider.System.GetUtcNow());
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Exit.With(error, $"the configuration or the data directory cannot be read: {e.Message.Split('\n')[0]}", Exit.WrongUse);
        }
        var faults = await Examination.Of(patient);
        if (isJson)
            output.WriteLine(JsonSerializer.Serialize(faults, ContractJson.Options));
        else
            Print(output, patient, faults);
        return faults.Count == 0 ? Exit.Fine : Exit.Findings;
    }

    internal static Patient PatientOf(string[] settings, DateTimeOffset now)
    {
        var configuration = HookCommand.ConfigurationOf(settings);
        var mistake = ServerStart.Mistake(configuration);
        ServerOptions.Read(configuration, out var options);
        if (ServerOptions.DataDirectoryOf(configuration, out var directory) is not null)
            directory = Path.GetFullPath(Settings.Data.Of(configuration) ?? ".");
        return new(
            configuration,
            options,
            mistake,
            directory!,
            SqliteDatabase.IsInUse(directory!),
            now,
            path => Ask(ListeningAddresses.Of(configuration).FirstOrDefault() ?? ListeningAddresses.Default, path),
            // A certificate is examined by itself.
            async () =>
                await ListeningTrial.RunAsync(settings) is { Line: var line } && !line.StartsWith(BadCertificate, StringComparison.Ordinal)
                    ? line
                    : null
        );
    }

    private static async Task<string?> Ask(string address, string path)
    {
        // Of all addresses of this machine one is asked; a wildcard is none that can be.
        var place = address
            .Replace("://*", "://localhost", StringComparison.Ordinal)
            .Replace("://+", "://localhost", StringComparison.Ordinal);
        if (!Uri.TryCreate(place, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return null;
        if (uri.Host is "0.0.0.0" or "[::]")
            uri = new UriBuilder(uri) { Host = "localhost" }.Uri;
        try
        {
            using var client = Indexer.Http.OutgoingHttp.Create(Patience, MaxAnswerBytes);
            return await client.GetStringAsync(new Uri(uri, path));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private static void Print(TextWriter output, Patient patient, IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
        {
            output.WriteLine($"{(fault.Severity == FaultSeverity.Error ? "error" : "warning"), -8} {fault.Name}: {fault.Cause}");
            output.WriteLine($"         do: {fault.Mend}");
        }
        output.WriteLine(
            $"{patient.DataDirectory}, {(patient.IsRunning ? "with a running server" : "no server runs")}: "
                + (faults.Count == 0 ? "nothing wrong was found" : $"{faults.Count} found")
        );
    }
}

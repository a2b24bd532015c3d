using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Dapper;
using Knowledge.Api.Backups;
using Knowledge.Api.Doctor;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Snapshots;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Api.Backups;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Api.Doctor;

/// <summary>Each of twenty faults that somebody brought about is named, with its cause and what to do; and nothing else is.</summary>
[Trait("Reliability", "F-11")]
public sealed class DoctorTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly byte[] Body = "{\"alerts\": []}"u8.ToArray();

    private readonly string place = Directory.CreateTempSubdirectory("kb-doctor-").FullName;
    private readonly List<string> settings = [];
    private readonly List<IDisposable> held = [];

    public DoctorTests()
    {
        Write("content/relay.md", "# Relay down\n\n## Remediation\n\n1. Turn the relay.\n");
        Write("content/CODEOWNERS", "* @platform\n");
        using (var database = Database.Open(Data))
        {
            database.Write(
                (c, t) =>
                    c.Execute(
                        "INSERT INTO inbox (source, received, headers, body, hash, state) VALUES ('ours', @at, '{}', @body, @hash, 'read')",
                        new
                        {
                            at = Now.ToUnixTimeMilliseconds(),
                            body = Body,
                            hash = SHA256.HashData(Body),
                        },
                        t
                    )
            );
            database.KeepMark();
        }
        HookKey.SecretOf(Data, "ours");
        Directory.CreateDirectory(Backups);
        BackUp(Now);
        settings.AddRange([
            $"--content:0={Content}",
            $"--data={Data}",
            $"--backup-to={Backups}",
            "--hook:0=ours=webhook",
            "--embedder=table",
            $"--urls=http://127.0.0.1:{ServerProcess.FreePort()}",
        ]);
    }

    private string Content => Path.Combine(place, "content");

    private string Data => Path.Combine(place, "data");

    private string Backups => Path.Combine(place, "backups");

    private string Store => Path.Combine(Data, "knowledge.db");

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(place, name))!);
        File.WriteAllText(Path.Combine(place, name), text);
    }

    private void BackUp(DateTimeOffset at)
    {
        var identity = StoreMark.Read(Data)!.Identity;
        BackupWriter.Write(Data, BackupFiles.Next(Backups, identity, BackupFiles.In(Backups, identity), at).Path, null, at);
    }

    private void Execute(string sql)
    {
        using var store = new SqliteConnection($"Data Source={Store};Pooling=False");
        store.Execute(sql, new { old = (Now - TimeSpan.FromHours(1)).ToUnixTimeMilliseconds() });
    }

    private static bool Shell(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-ec", script]) { RedirectStandardError = true })!;
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }

    private Patient Examined => DoctorCommand.PatientOf([.. settings], Now);

    private static async Task<IReadOnlyList<Fault>> Found(Patient patient)
    {
        var faults = await Examination.Of(patient);
        Assert.All(
            faults,
            f =>
            {
                Assert.EndsWith(".", f.Cause, StringComparison.Ordinal);
                Assert.EndsWith(".", f.Mend, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', f.Cause + f.Mend);
            }
        );
        return faults;
    }

    [Fact]
    public async Task A_sound_server_has_nothing() => Assert.Empty(await Found(Examined));

    [Fact]
    public async Task Nor_has_one_that_runs()
    {
        using var database = Database.Open(Data);
        var asked = Examined with { Ask = path => Task.FromResult<string?>(path == "/-/healthy" ? "alive\n" : "kb_index_documents 1\n") };
        Assert.True(asked.IsRunning);
        Assert.Empty(await Found(asked));
    }

    [Theory]
    [InlineData("store-damaged", "restore")]
    [InlineData("store-newer", "Start that version")]
    [InlineData("clock-behind", "Set the clock")]
    [InlineData("port-in-use", "ss -ltnp")]
    [InlineData("source-missing", "Mount it")]
    [InlineData("source-empty", "kb check --unread")]
    [InlineData("no-git", "Install git")]
    [InlineData("no-catalog", "catalog-info.yaml|FORMAT.md")]
    [InlineData("hook-secret-missing", "hook secret NAME")]
    [InlineData("hook-never-heard", "/hooks/silent")]
    [InlineData("outbox-stuck", "KB_NOTIFY_URL")]
    [InlineData("embedder-failing", "--embedder")]
    [InlineData("snapshot-refused", "Nothing is lost")]
    [InlineData("backup-old", "Start the server")]
    [InlineData("certificate-ending", "Renew it")]
    [InlineData("proxy-headers-from-nowhere", "--trusted-proxies")]
    [InlineData("two-servers", "--data DIR")]
    // Beyond the twenty.
    [InlineData("store-missing", "Put it back")]
    [InlineData("store-another", "store.mark")]
    [InlineData("store-disagrees", "Start the server")]
    [InlineData("store-altered", "purge inbox NUMBER")]
    [InlineData("no-backups", "--backup-to")]
    [InlineData("backup-bad", "backup --out")]
    [InlineData("backup-directory-missing", "Mount it")]
    [InlineData("restore-unfinished", "run restore again")]
    [InlineData("certificate-unreadable", "Name a file")]
    [InlineData("proxy-everybody", "your own proxies")]
    [InlineData("server-silent", "--urls")]
    [InlineData("settings", "Correct the option")]
    public async Task A_fault_that_was_brought_about_is_named(string name, string mend)
    {
        var patient = Seed(name);
        var found = Assert.Single(await Found(patient));
        Assert.Equal(name, found.Name);
        Assert.Contains(mend.Split('|').Last(), found.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_was_served_and_is_away_is_one_fault_with_the_time_of_its_pages()
    {
        var away = Directory.CreateDirectory(Path.Combine(place, "away")).FullName;
        settings.Add($"--content:1={away}");
        IReadOnlyList<SourceDirectory> sources = [.. Examined.Options!.Serving.Sources];
        IndexSnapshot.Write(Data, SnapshotKeeping.SourcesOf(sources, Data), [], KnowledgeBase.Empty.Index, null);
        Directory.Delete(away);

        var found = Assert.Single(await Found(Examined));

        Assert.Equal("source-missing", found.Name);
        Assert.Contains("its pages are in the index of 20", found.Cause, StringComparison.Ordinal);
    }

    private Patient Seed(string fault)
    {
        switch (fault)
        {
            case "store-damaged":
                using (var file = File.Open(Store, FileMode.Open))
                {
                    file.Position = 4096 * 3;
                    file.Write(new byte[4096]);
                }
                break;
            case "store-newer":
                Execute($"PRAGMA user_version = {Migration.Latest + 1}");
                break;
            case "store-missing":
                File.Delete(Store);
                break;
            case "store-another":
                Execute("UPDATE store_state SET identity = 'another'");
                break;
            case "store-disagrees":
                Execute(
                    "INSERT INTO documents (id, source, path, kind, title, hash, first_seen, changed, revision) "
                        + "VALUES ('ghost', 's', 'ghost.md', 'Runbook', 'Ghost', 'h', 1, 1, 1)"
                );
                break;
            case "store-altered":
                Execute("UPDATE inbox SET body = X'00'");
                break;
            case "clock-behind":
                // Its backup would be from a time that is to come.
                settings.Add("--backup-every=100d");
                return Examined with { Now = Now - TimeSpan.FromDays(30) };
            case "port-in-use":
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                held.Add(listener);
                settings.Add(
                    string.Create(CultureInfo.InvariantCulture, $"--urls=http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")
                );
                return Examined with
                {
                    // It takes connections and answers nothing.
                    Ask = _ => Task.FromResult<string?>(null),
                };
            case "source-missing":
                settings.Add($"--content:1={Path.Combine(place, "absent")}");
                break;
            case "source-empty":
                Directory.CreateDirectory(Path.Combine(place, "empty"));
                settings.Add($"--content:1={Path.Combine(place, "empty")}");
                break;
            case "no-git":
                Directory.CreateDirectory(Path.Combine(Content, ".git"));
                settings.Add("--PATH=/nowhere");
                break;
            case "no-catalog":
                File.Delete(Path.Combine(Content, "CODEOWNERS"));
                break;
            case "hook-secret-missing":
                File.Delete(Path.Combine(Data, HookKey.FileName));
                break;
            case "hook-never-heard":
                settings.Add("--hook:1=silent=grafana");
                break;
            case "outbox-stuck":
                Execute(
                    "INSERT INTO outbox (alert_id, starts_at, target, created, attempts, due, state, problem) VALUES "
                        + "('a', 0, 'slack', @old, 3, @old, 'waiting', 'it answered 404')"
                );
                break;
            case "embedder-failing":
                settings.Add($"--embedder=http://127.0.0.1:{ServerProcess.FreePort()}");
                break;
            case "snapshot-refused":
                File.WriteAllBytes(Path.Combine(Data, IndexSnapshot.FileName), new byte[1000]);
                break;
            case "backup-old":
                foreach (var file in Directory.GetFiles(Backups))
                    File.Delete(file);
                BackUp(Now - TimeSpan.FromHours(13));
                break;
            case "backup-bad":
                using (var file = File.Open(Directory.GetFiles(Backups)[0], FileMode.Open))
                    file.SetLength(file.Length - 1);
                break;
            case "no-backups":
                settings.RemoveAll(s => s.StartsWith("--backup-to", StringComparison.Ordinal));
                break;
            case "backup-directory-missing":
                Directory.Delete(Backups, recursive: true);
                break;
            case "restore-unfinished":
                Directory.CreateDirectory(Path.Combine(Data, SqliteDatabase.RestoringFolder));
                break;
            case "certificate-ending":
                Certificate(Now + TimeSpan.FromDays(20));
                break;
            case "certificate-unreadable":
                settings.Add($"--Kestrel:Certificates:Default:Path={Path.Combine(place, "absent.pem")}");
                break;
            case "proxy-headers-from-nowhere":
                return Examined with
                {
                    Ask = path => Task.FromResult<string?>(path == "/metrics" ? "kb_forwarded_headers_ignored_total 3\n" : null),
                };
            case "proxy-everybody":
                settings.Add("--trusted-proxies:0=0.0.0.0/0");
                break;
            case "server-silent":
                held.Add(Database.Open(Data));
                break;
            case "settings":
                settings.Add("--sla:0=nonsense");
                // With no settings the rest cannot be examined.
                return Examined;
            case "two-servers":
                for (var i = 0; i < 2; i++)
                    held.Add(Holder(Store));
                break;
            default:
                throw new InvalidOperationException(fault);
        }
        return Examined;
    }

    private void Certificate(DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(Now - TimeSpan.FromDays(60), end);
        Write("tls.pem", certificate.ExportCertificatePem());
        settings.Add($"--Kestrel:Certificates:Default:Path={Path.Combine(place, "tls.pem")}");
    }

    // A process that has a file open for writing until it is ended.
    private static Ended Holder(string file)
    {
        var process = Process.Start(
            new ProcessStartInfo("bash", ["-c", "exec 3<>\"$1\"; echo; exec sleep 60", "bash", file]) { RedirectStandardOutput = true }
        )!;
        process.StandardOutput.ReadLine();
        return new(process);
    }

    private sealed class Ended(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    // A byte, as a disk changes it, where no check of SQLite looks.
    [Theory]
    [InlineData("in the store", true)]
    [InlineData("in the file", true)]
    [InlineData("nowhere", false)]
    [InlineData("in the file of another save", false)]
    [InlineData("in the file of one that was discarded", false)]
    public async Task A_byte_of_a_written_page_that_has_changed_is_named(string where, bool isAltered)
    {
        var text = "# Relay\n\nTurned by hand \u00e4, " + new string('x', 20_000);
        var state = where.EndsWith("discarded", StringComparison.Ordinal) ? "discarded" : "draft";
        var saved = (Now - TimeSpan.FromHours(1)).ToUnixTimeMilliseconds();
        using (var database = Database.Open(Data))
        {
            database.Write(
                (c, t) =>
                    c.Execute(
                        "INSERT INTO written (slug, number, state, text, actor, at, note) "
                            + "VALUES ('relay', @number, @state, @text, 'ada', @at, '')",
                        new[] { 1, 2 }.Select(number => new
                        {
                            number,
                            state,
                            text = number == 2 ? text : "# Before\n",
                            at = saved + number,
                        }),
                        t
                    )
            );
            database.KeepMark();
            database.EmptyLog();
        }
        Write("data/written/relay.md", text);
        if (where == "in the store")
            Change(Store, "Turned by hand"u8);
        else if (where != "nowhere")
            Change(Path.Combine(Data, "written/relay.md"), "Turned by hand"u8);
        var of = where == "in the file of another save" ? 1 : 2;
        File.SetLastWriteTimeUtc(Path.Combine(Data, "written/relay.md"), DateTimeOffset.FromUnixTimeMilliseconds(saved + of).UtcDateTime);

        var found = await Found(Examined);
        if (isAltered)
            Assert.Contains("1 text: relay (the store or written/relay.md)", Assert.Single(found).Cause, StringComparison.Ordinal);
        else
            Assert.Empty(found);
    }

    private static void Change(string path, ReadOnlySpan<byte> at)
    {
        var bytes = File.ReadAllBytes(path);
        var place = bytes.AsSpan().IndexOf(at);
        Assert.True(place > 0);
        bytes[place] ^= 0x20;
        File.WriteAllBytes(path, bytes);
    }

    [Theory]
    [InlineData(22, null)]
    [InlineData(21, "ends on")]
    [InlineData(0, "ended on")]
    public async Task A_certificate_is_told_of_before_its_end(int days, string? said)
    {
        Certificate(new DateTimeOffset(Now.Year, Now.Month, Now.Day, 0, 0, 0, TimeSpan.Zero) + TimeSpan.FromDays(days));
        var found = await Found(Examined with { Now = new(Now.Year, Now.Month, Now.Day, 0, 0, 0, TimeSpan.Zero) });
        var certificate = found.SingleOrDefault(f => f.Name == "certificate-ending");
        Assert.Equal(said is null, certificate is null);
        Assert.Contains(said ?? "", certificate?.Cause ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_who_reads_the_store_is_no_second_server()
    {
        held.Add(Holder(Store));
        using var reader = new SqliteConnection($"Data Source={Store};Mode=ReadOnly;Pooling=False");
        reader.Open();
        Assert.Equal(1, reader.ExecuteScalar<int>("SELECT COUNT(*) FROM inbox"));
        Assert.Empty(await Found(Examined));
    }

    [Fact]
    public async Task Of_another_user_is_named()
    {
        if (!OperatingSystem.IsLinux() || FileOwner.OfThisProcess() != 0)
            Assert.Skip("It takes root on Linux to give a file away.");
        Assert.True(Shell($"chown 12345 {Store}"));
        var found = Assert.Single(await Found(Examined));
        Assert.Equal("wrong-owner", found.Name);
        Assert.Contains("12345", found.Cause, StringComparison.Ordinal);
        Assert.Contains($"chown -R 0 {Data}", found.Mend, StringComparison.Ordinal);

        // A whole directory of the server's own user is as it should be.
        Assert.True(Shell($"chown -R 12345 {Data}"));
        Assert.Empty(await Found(Examined));
    }

    [Theory]
    [InlineData("disk-full", "size=8m", "true")]
    [InlineData("inodes-full", "size=400m,nr_inodes=40", "true")]
    [InlineData("read-only", "size=400m", "mount -o remount,ro \"$1\"")]
    public async Task A_disk_that_takes_nothing_is_named(string name, string options, string then)
    {
        var disk = Path.Combine(place, "disk");
        Directory.CreateDirectory(disk);
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !Shell($"mount -t tmpfs -o {options} tmpfs {disk}"))
            Assert.Skip("No small disk can be mounted here; that takes root on Linux.");
        try
        {
            Assert.True(Shell($"cp -r {Data} {disk}/data; set -- {disk}; {then}"));
            settings.Add($"--data={disk}/data");
            var found = Assert.Single(await Found(Examined));
            Assert.Equal(name, found.Name);
        }
        finally
        {
            Shell($"umount {disk} || umount -l {disk}");
        }
    }

    [Fact]
    public async Task The_command_prints_it_for_people_and_for_programs()
    {
        File.Delete(Path.Combine(Content, "CODEOWNERS"));
        string[] arguments =
        [
            "doctor",
            "--content",
            Content,
            "--data",
            Data,
            "--backup-to",
            Backups,
            "--embedder",
            "none",
            "--urls",
            $"http://127.0.0.1:{ServerProcess.FreePort()}",
        ];

        var table = await BackedUpDirectory.Run(arguments);
        Assert.Equal((1, ""), (table.Code, table.Error));
        Assert.Contains("warning  no-catalog: No source has", table.Output, StringComparison.Ordinal);
        Assert.Contains("         do: Put one", table.Output, StringComparison.Ordinal);
        Assert.Contains("no server runs: 1 found", table.Output, StringComparison.Ordinal);

        var json = await BackedUpDirectory.Run([.. arguments, "-o", "json"]);
        Assert.Equal(1, json.Code);
        using var faults = JsonDocument.Parse(json.Output);
        var fault = Assert.Single(faults.RootElement.EnumerateArray());
        Assert.Equal(["name", "severity", "cause", "mend"], fault.EnumerateObject().Select(p => p.Name));
        Assert.Equal("warning", fault.GetProperty("severity").GetString());

        Write("content/CODEOWNERS", "* @platform\n");
        var sound = await BackedUpDirectory.Run(arguments);
        Assert.Equal(0, sound.Code);
        Assert.Contains("nothing wrong was found", sound.Output, StringComparison.Ordinal);

        Assert.Equal(2, (await BackedUpDirectory.Run([.. arguments, "-o", "xml"])).Code);
        Assert.Equal(2, (await BackedUpDirectory.Run([.. arguments, "--frobnicate"])).Code);
    }

    [Fact]
    public async Task Nothing_of_what_it_examines_is_changed()
    {
        string[] Files() =>
            [
                .. Directory
                    .GetFiles(Data, "*", SearchOption.AllDirectories)
                    .Select(f => $"{f} {new FileInfo(f).Length}")
                    .Order(StringComparer.Ordinal),
            ];
        var before = Files();
        await Found(Examined);
        Assert.Equal(before, Files());
    }

    public void Dispose()
    {
        foreach (var one in held)
            one.Dispose();
        Directory.Delete(place, recursive: true);
    }
}

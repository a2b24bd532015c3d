using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Tests.Api;
using Knowledge.Tests.Api.Access;
using Knowledge.Tests.Api.Store;

namespace Knowledge.Tests.Faults;

/// <summary>
/// F-08 while a server runs: the kernel finds a fault in the file system of its data directory and makes it read-only, under open files.
/// Readers notice nothing, what cannot be kept is refused, and what was acknowledged is there after the repair that an operator does.
/// </summary>
public sealed class F08ReadOnlyRemountTests : IDisposable
{
    private const string Secret = "correct horse battery";

    private readonly string place = Directory.CreateTempSubdirectory("kb-remount-").FullName;
    private readonly List<string> alerts = [];
    private readonly List<string> drafts = [];
    private bool isMounted;
    private ServerProcess? server;

    private string Disk => Path.Combine(place, "disk");

    private string Image => Path.Combine(place, "image");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public F08ReadOnlyRemountTests()
    {
        Directory.CreateDirectory(Disk);
        using (var image = File.Create(Image))
            image.SetLength(64 << 20);
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mkfs.ext4", "-q", "-F", Image).Code == 0 && Mount())
            return;
        Dispose();
        Assert.Skip("It takes root on Linux, and a loop device for a small disk with ext4.");
    }

    public void Dispose()
    {
        server?.Dispose();
        if (isMounted)
            Run("umount", "-l", Disk);
        Directory.Delete(place, recursive: true);
    }

    // A file as a disk: as the kernel does with one that fails, it becomes read-only.
    private bool Mount() => isMounted = Run("mount", "-o", "loop,errors=remount-ro", Image, Disk).Code == 0;

    private void Fail()
    {
        var device = Run("findmnt", "-n", "-o", "SOURCE", Disk).Output.Trim().Split('/')[^1];
        var trigger = $"/sys/fs/ext4/{device}/trigger_fs_error";
        Assert.SkipUnless(
            device.StartsWith("loop", StringComparison.Ordinal) && File.Exists(trigger),
            "ext4 has no faults on demand here."
        );
        File.WriteAllText(trigger, "a fault of a test\n");
        Assert.Throws<IOException>(() => File.WriteAllText(Path.Combine(Disk, "no"), "longer"));
    }

    private void Repair()
    {
        Assert.Equal(0, Run("umount", Disk).Code);
        // 1: faults were corrected.
        Assert.InRange(Run("e2fsck", "-f", "-y", Image).Code, 0, 1);
        Assert.True(Mount());
    }

    private async Task Start(params (string Name, string Value)[] more)
    {
        server = new(
            new Dictionary<string, string>(more.Select(m => KeyValuePair.Create(m.Name, m.Value)))
            {
                ["KB_HOOK_WEBHOOK_SECRET"] = Secret,
                ["KB_EMBEDDER"] = "none",
            },
            ("disk.md", "# Disk full\n\n## Remediation\n\n1. Free it.\n")
        )
        {
            Data = Path.Combine(Disk, "data"),
        };
        await server.Start();
    }

    private async Task<HttpStatusCode> Post(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/webhook")
        {
            Content = new StringContent($$"""{"name":"{{name}}","status":"firing"}""", Encoding.UTF8, "application/json"),
            Headers = { { "Authorization", $"Bearer {Secret}" } },
        };
        using var answer = await server!.Client.SendAsync(request, Cancellation);
        if (answer.StatusCode == HttpStatusCode.Accepted)
            alerts.Add(name);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> Draft(string title)
    {
        using var made = await server!.Client.PostAsJsonAsync(new Uri("/api/postmortems", UriKind.Relative), new { title }, Cancellation);
        if (made.StatusCode == HttpStatusCode.Created)
            drafts.Add((await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("slug").GetString()!);
        return made.StatusCode;
    }

    private async Task<string> Get(string path)
    {
        using var answer = await server!.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private async Task VerifyReading()
    {
        foreach (var path in new[] { "/", "/docs/disk", "/runbooks", "/status", "/-/ready" })
            await Get(path);
        Assert.Contains("\"disk\"", await Get("/api/search?q=disk+full"), StringComparison.Ordinal);
    }

    private async Task VerifyKept()
    {
        var firing = "";
        for (var guard = 0; guard < 300 && !alerts.All(a => firing.Contains($"\"{a}\"", StringComparison.Ordinal)); guard++)
        {
            firing = await Get("/api/alerts?state=firing&limit=500");
            await Task.Delay(100, Cancellation);
        }
        Assert.All(alerts, a => Assert.Contains($"\"{a}\"", firing, StringComparison.Ordinal));
        foreach (var draft in drafts)
            await Get($"/api/postmortems/{draft}");
    }

    private async Task Until(Func<Task<bool>> holds)
    {
        for (var guard = 0; !await holds(); guard++, await Task.Delay(100, Cancellation))
            Assert.True(guard < 300, string.Join('\n', server!.Output));
    }

    [Fact]
    public async Task A_server_answers_refuses_what_it_cannot_keep_and_loses_nothing()
    {
        await Start();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, await Post($"Before{i}"));
            Assert.Equal(HttpStatusCode.Created, await Draft($"Before {i}"));
        }

        Fail();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Post($"Meanwhile{i}"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Draft($"Meanwhile {i}"));
            await VerifyReading();
        }
        Assert.Contains("The store cannot be written", await Get("/-/ready"), StringComparison.Ordinal);
        var doctor = await Visitor.Operator(server!.Data, "doctor", "--urls", server.Address.ToString());
        Assert.Contains("read-only", doctor.Output, StringComparison.Ordinal);

        // And a start on the disk as it is.
        server.Kill();
        await server.Start();
        await VerifyReading();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Post("AfterStart"));

        server.Kill();
        Repair();
        await server.Start();
        await Until(async () => await Post("After") == HttpStatusCode.Accepted);
        await VerifyKept();
    }

    [Fact]
    public async Task A_node_on_a_database_takes_alerts_and_drafts_all_the_same_until_the_database_is_away_too()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, "There is no PostgreSQL here (apt-get install postgresql).");
        using var database = new PostgresServer();
        await Start(("KB_STORE", database.NewDatabase()));
        await Until(async () => await Post("Before") == HttpStatusCode.Accepted);

        Fail();
        for (var i = 0; i < 10; i++)
        {
            // As a sender does it: on a busy machine a database may not answer in the two seconds that it has, and nothing is spooled here.
            await Until(async () => await Post($"Meanwhile{i}") == HttpStatusCode.Accepted);
            await Until(async () => await Draft($"Meanwhile {i}") == HttpStatusCode.Created);
        }
        await VerifyReading();
        await VerifyKept();
        database.Stop("immediate");
        // Nothing that could not be kept is acknowledged.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Post("Nowhere"));
        await VerifyReading();
        database.Start();
        await Until(async () => await Post("After") == HttpStatusCode.Accepted);
        await VerifyKept();
    }

    private static (int Code, string Output) Run(string program, params IReadOnlyList<string> arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not here.
            return (-1, "");
        }
    }
}

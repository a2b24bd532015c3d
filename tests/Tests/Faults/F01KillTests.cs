using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Faults;

/// <summary>
/// F-01: a server that is killed while it reads a thousand files loses nothing and finds the same as one that was left alone.
/// </summary>
public sealed class F01KillTests : IDisposable
{
    private const int Files = 1000;

    // In the normal run a few moments between the first file and the last commit; a hundred under tests/run --long.
    private static readonly int[] Moments =
        Environment.GetEnvironmentVariable("KB_LONG") == "1"
            ? [.. Enumerable.Range(7, 100).Select(i => i * 30)]
            : [400, 700, 1000, 1400, 2000];
    private static readonly string Program = Repository.Program("Knowledge.Api", "Knowledge.Api");

    private const int ReadOnly = 8;

    private readonly string place = Directory.CreateTempSubdirectory("kb-kill-").FullName;

    private string Content => Path.Combine(place, "content");

    [Fact]
    public async Task Killed_in_the_middle_of_an_ingest_it_ends_as_if_it_had_not_been()
    {
        Directory.CreateDirectory(Content);
        for (var i = 0; i < Files; i++)
            await File.WriteAllTextAsync(
                Path.Combine(Content, $"page-{i:0000}.md"),
                $"# Relay {i} is upside down\n\n## Symptoms\n\n- relay {i} hums, code E{i:0000}\n\n"
                    + $"## Remediation\n\n1. Turn relay {i}.\n\n   ```sh\n   relayctl turn {i}\n   ```\n",
                TestContext.Current.CancellationToken
            );
        var expected = await Served("calm");
        Assert.Equal(Files, Stored("calm"));

        var interrupted = 0;
        foreach (var moment in Moments)
        {
            var data = $"killed-{moment}";
            using (var server = Start(data, out _))
            {
                await Task.Delay(moment, TestContext.Current.CancellationToken);
                server.Kill();
                await server.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
            if (Stored(data) < Files)
                interrupted++;
            Assert.Equal(expected, await Served(data));
            Assert.Equal(Files, Stored(data));
        }
        Assert.True(interrupted > 0, "No kill came before the ingest was over; this machine needs earlier moments.");
    }

    public void Dispose() => Directory.Delete(place, recursive: true);

    /// <summary>Starts a server, asks it, and stops it.</summary>
    private async Task<string> Served(string data)
    {
        using var server = Start(data, out var address);
        try
        {
            using var client = new HttpClient { BaseAddress = new(await address) };
            var answers = new List<string>();
            foreach (var query in new[] { "relay 17 hums", "E0423", "upside down relay", "realy 900 hums" })
            {
                using var answer = JsonDocument.Parse(
                    await client.GetStringAsync(
                        $"/api/search?preview=1&q={Uri.EscapeDataString(query)}",
                        TestContext.Current.CancellationToken
                    )
                );
                answers.Add(answer.RootElement.GetProperty("hits").GetRawText());
            }
            // The store is written after the first answer; the server is whole when it is.
            for (var i = 0; i < 300 && Stored(data) < Files; i++)
                await Task.Delay(100, TestContext.Current.CancellationToken);
            return string.Join('\n', answers);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private Process Start(string data, out Task<string> address)
    {
        var server = Process.Start(
            new ProcessStartInfo(
                Program,
                [
                    "--content",
                    Content,
                    "--data",
                    Path.Combine(place, data),
                    "--urls",
                    "http://127.0.0.1:0",
                    // A thousand texts embedded at each start would take longer than all the rest, and are made again anyway.
                    "--embedder",
                    "none",
                    "--Logging:LogLevel:Default=Information",
                ]
            )
            {
                WorkingDirectory = place,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.IndexOf("http://127.0.0.1:", StringComparison.Ordinal) is { } at and >= 0)
                listening.TrySetResult(line.Data[at..]);
        };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        address = listening.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return server;
    }

    /// <summary>Documents in the store, whose integrity is checked on the way; 0 when there is none yet.</summary>
    private int Stored(string data)
    {
        var path = Path.Combine(place, data, "knowledge.db");
        if (!File.Exists(path))
            return 0;
        using var connection = new SqliteConnection(
            string.Create(CultureInfo.InvariantCulture, $"Data Source={path};Mode=ReadOnly;Pooling=False")
        );
        connection.Open();
        try
        {
            return Stored(connection);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == ReadOnly && File.Exists($"{path}-journal"))
        {
            // Killed while the file was made: what is in it is rolled back by the next who may write.
            return 0;
        }
    }

    private static int Stored(SqliteConnection connection)
    {
        Assert.Equal("ok", connection.ExecuteScalar<string>("PRAGMA integrity_check"));
        if (connection.ExecuteScalar<int>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'documents'") == 0)
            return 0;
        Assert.Equal(
            connection.ExecuteScalar<int>("SELECT COUNT(*) FROM documents"),
            connection.ExecuteScalar<int>("SELECT COUNT(*) FROM revisions")
        );
        return connection.ExecuteScalar<int>("SELECT COUNT(*) FROM documents WHERE deleted IS NULL");
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Knowledge.Api.Backups;
using Knowledge.Api.Store;
using Knowledge.Tests.Api;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Faults;

/// <summary>
/// F-20: backups that are made while people and senders write are put back, and every write that was acknowledged before one was begun is
/// in it; one that is killed is never listed.
/// </summary>
public sealed partial class F20BackupTests
{
    private const int Writers = 8;
    private static readonly int Backups = Environment.GetEnvironmentVariable("KB_LONG") == "1" ? 100 : 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_before_a_backup_is_in_it()
    {
        await using var server = Server.With(
            ("relay.md", "---\nalerts: [RelayDown]\n---\n# Relay down\n\n## Remediation\n\n1. Turn the relay.\n2. Look at the relay.\n")
        );
        using var client = server.Client();
        var place = Directory.CreateTempSubdirectory("kb-drill-").FullName;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var acknowledged = new ConcurrentQueue<string>();
        var writers = Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(client, w, acknowledged, ending.Token))).ToList();
        try
        {
            var points = new List<(string File, IReadOnlyList<string> Before)>();
            for (var i = 0; i < Backups; i++)
            {
                // A busy machine is slow: each backup has something new to hold.
                for (var known = acknowledged.Count; acknowledged.Count < known + 3 * Writers; )
                    if (writers.Find(w => w.IsFaulted) is { } broken)
                        await broken;
                    else
                        await Task.Delay(20, Cancellation);
                IReadOnlyList<string> before = [.. acknowledged];
                var file = Path.Combine(place, $"{i}.kbbackup");
                await Task.Run(() => BackupWriter.Write(server.Data, file, null, DateTimeOffset.UnixEpoch, cancellation: Cancellation));
                points.Add((file, before));
            }
            await ending.CancelAsync();
            await Task.WhenAll(writers);

            Assert.True(
                points[^1].Before.Count > points[0].Before.Count + Writers,
                $"hardly anything was written ({string.Join(' ', points.Select(p => p.Before.Count))}); the test shows nothing"
            );
            foreach (var kind in new[] { "post", "save", "tick" })
                Assert.Contains(points[^1].Before, w => w.StartsWith(kind, StringComparison.Ordinal));
            foreach (var (file, before) in points)
            {
                var restored = file + ".data";
                BackupRestore.Restore(file, restored, null, null, Cancellation);
                using (var database = Database.Open(restored))
                    Assert.Empty(before.Except(database.Read(Writes)));
                Directory.Delete(restored, recursive: true);
            }
        }
        finally
        {
            await ending.CancelAsync();
            Directory.Delete(place, recursive: true);
        }
    }

    // What is there of what the writers wrote.
    private static HashSet<string> Writes(System.Data.Common.DbConnection store)
    {
        var there = new HashSet<string>();
        foreach (var body in store.Query<byte[]>("SELECT body FROM inbox"))
            if (Marker().Match(Encoding.UTF8.GetString(body)) is { Success: true } found)
                there.Add("post " + found.Value);
        foreach (var text in store.Query<string>("SELECT text FROM written"))
        foreach (Match found in Marker().Matches(text))
            there.Add("save " + found.Value);
        foreach (var result in store.Query<string>("SELECT result FROM run_log"))
            there.Add("tick " + result);
        return there;
    }

    private static async Task Write(HttpClient client, int writer, ConcurrentQueue<string> acknowledged, CancellationToken ending)
    {
        try
        {
            using var begun = await client.PostAsJsonAsync("/api/postmortems", new { title = $"Drill {writer}" }, ending);
            var draft = await begun.Content.ReadFromJsonAsync<JsonElement>(ending);
            var slug = draft.GetProperty("slug").GetString()!;
            var (text, tag) = (draft.GetProperty("text").GetString()!, begun.Headers.ETag!.Tag);
            string? alert = null;
            for (var i = 0; ; i++)
            {
                var mark = $"w{writer}x{i}";
                var post = $$"""[{ "labels": { "alertname": "RelayDown", "relay": "{{writer}}", "note": "{{mark}}" } }]""";
                using var hook = new StringContent(post, Encoding.UTF8, "application/json");
                using var posted = await client.PostAsync("/hooks/alertmanager", hook, ending);
                if (posted.StatusCode == HttpStatusCode.Accepted)
                    acknowledged.Enqueue("post " + mark);
                else
                    throw new InvalidOperationException($"{posted.StatusCode} {await posted.Content.ReadAsStringAsync(ending)}");

                using var save = new HttpRequestMessage(HttpMethod.Put, $"/api/postmortems/{slug}")
                {
                    Content = JsonContent.Create(new { text = text += $"\n{mark}\n" }),
                };
                save.Headers.IfMatch.Add(new EntityTagHeaderValue(tag));
                using var saved = await client.SendAsync(save, ending);
                if (saved.IsSuccessStatusCode)
                {
                    tag = saved.Headers.ETag!.Tag;
                    acknowledged.Enqueue("save " + mark);
                }
                else
                    throw new InvalidOperationException($"{saved.StatusCode} {await saved.Content.ReadAsStringAsync(ending)}");

                alert ??= await FirstAlert(client, ending);
                if (alert is null)
                    continue;
                using var form = new FormUrlEncodedContent([
                    new("document", "relay"),
                    new("step", "step-1"),
                    new("resultof", "step-1"),
                    new("result", mark),
                    new("was", ""),
                    new("actor", $"w{writer}"),
                ]);
                using var ticked = await client.PostAsync($"/alerts/{alert}/steps", form, ending);
                if (ticked.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.OK)
                    acknowledged.Enqueue("tick " + mark);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // What was under way is acknowledged to nobody.
        }
    }

    private static async Task<string?> FirstAlert(HttpClient client, CancellationToken ending)
    {
        var answer = await client.GetFromJsonAsync<JsonElement>("/api/alerts", ending);
        return answer
            .GetProperty("alerts")
            .EnumerateArray()
            .Select(a => a.GetProperty("alert").GetProperty("id").GetString())
            .FirstOrDefault();
    }

    [Fact]
    public async Task One_that_is_killed_is_never_listed_and_the_next_one_takes_away_what_it_left()
    {
        using var server = new ServerProcess(new Dictionary<string, string>(), ("a.md", "# Alpha\n\n## Remediation\n\n1. Do it.\n"));
        await server.Start();
        using (var store = new SqliteConnection($"Data Source={Path.Combine(server.Data, "knowledge.db")};Pooling=False"))
            store.Execute(
                "INSERT INTO written (slug, number, state, text, actor, at, note) "
                    + "VALUES ('s', 1, 'draft', hex(randomblob(20000000)), 'a', 0, '')"
            );
        var target = Path.Combine(server.Place, "backups");
        Directory.CreateDirectory(target);
        var killed = 0;
        for (var attempt = 0; attempt < 20 && killed < 5; attempt++)
        {
            var file = Path.Combine(target, $"knowledge-00000000-0000{attempt:D2}-2026-03-17T1230Z.kbbackup");
            using var backup = System.Diagnostics.Process.Start(
                new System.Diagnostics.ProcessStartInfo(
                    Repository.Program("Knowledge.Api", "Knowledge.Api"),
                    ["backup", "--out", file, "--data", server.Data]
                )
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var left = Unfinished();
            // Not by the clock alone: how long a start takes is up to the machine.
            while (!backup.HasExited && !File.Exists(file) && Unfinished() <= left)
                await Task.Delay(2, Cancellation);
            await Task.Delay(15 * killed, Cancellation);
            backup.Kill();
            await backup.WaitForExitAsync(Cancellation);
            if (File.Exists(file))
                BackupReader.Verify(file, null, cancellation: Cancellation);
            else if (Unfinished() > left)
                killed++;
            foreach (var listed in BackupFiles.In(target, null))
                BackupReader.Verify(listed.Path, null, cancellation: Cancellation);
            File.Delete(file);
        }
        Assert.True(killed > 0, "No kill of 20 came while a backup was made.");
        BackupFiles.DeleteUnfinished(target, new string('0', 32));
        Assert.Empty(Directory.GetFiles(target));

        int Unfinished() => Directory.GetFiles(target, ".*").Length;
    }

    [GeneratedRegex("w[0-9]+x[0-9]+")]
    private static partial Regex Marker();
}

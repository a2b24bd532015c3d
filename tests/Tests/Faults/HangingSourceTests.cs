using System.Diagnostics;
using System.Net;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Api;

namespace Knowledge.Tests.Faults;

/// <summary>A source whose directory does not answer any more takes nobody's thread, and no page of others with it.</summary>
public sealed class HangingSourceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<HttpStatusCode> Get(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return answer.StatusCode;
    }

    [Fact]
    public async Task Pages_and_searches_go_on_and_a_file_of_it_is_refused()
    {
        await using var server = Server.With(
            ("page.md", "# Relay hums\n\n![Plan](plan.png)\n\n## Remediation\n\n1. Turn it.\n"),
            ("plan.png", "picture"),
            ("templates/own.md", "# Ours\n\n## Causes\n")
        );
        using var client = server.Client();
        var picture = $"/files/{Path.GetFileName(server.Content)}/plan.png";
        Assert.Equal(HttpStatusCode.OK, await Get(client, picture));
        Assert.Contains("own/own", await client.GetStringAsync("/postmortems/new", Cancellation), StringComparison.Ordinal);

        using (new HangingDirectory(server.Content))
        {
            // Of many at once none is answered later than one alone.
            var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Get(client, picture)));
            Assert.All(asked, status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
            var begun = Stopwatch.GetTimestamp();
            for (var i = 0; i < 20; i++)
                Assert.Equal(HttpStatusCode.ServiceUnavailable, await Get(client, picture));
            foreach (var path in new[] { "/docs/page", "/search?q=relay+hums", "/runbooks", "/status", "/-/healthy" })
                Assert.Equal(HttpStatusCode.OK, await Get(client, path));
            // What the program brings is there; what the source has is not.
            var form = await client.GetStringAsync("/postmortems/new", Cancellation);
            Assert.Contains("five-whys", form, StringComparison.Ordinal);
            Assert.DoesNotContain("own/own", form, StringComparison.Ordinal);
            // Only guards against waiting for each of them.
            Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(25));
        }

        for (var guard = 0; guard < 600 && await Get(client, picture) != HttpStatusCode.OK; guard++)
            await Task.Delay(100, Cancellation);
        Assert.Equal(HttpStatusCode.OK, await Get(client, picture));
    }

    [Fact]
    public void A_start_over_it_goes_on_with_the_others()
    {
        using var content = new Fixture();
        using (new HangingDirectory(content.Directory))
        {
            var (sources, error) = SourceDirectories.Parse([$"a={content.Directory}", Repository.Root + "/runbooks"]);
            Assert.Null(error);
            Assert.Equal(["a", "runbooks"], sources.Select(s => s.Name));
        }
        // What is not there is still told.
        Assert.NotNull(SourceDirectories.Parse([content.Directory + "/absent"]).Error);
    }

    [Fact]
    public async Task A_directory_that_hangs_is_waited_for_once_and_asked_again_when_it_answers()
    {
        using var answers = new ManualResetEventSlim();
        var begun = 0;
        int Hang()
        {
            Interlocked.Increment(ref begun);
            answers.Wait();
            return 1;
        }
        var directory = $"/somewhere/{Guid.NewGuid()}";
        Assert.Equal(7, SourceAccess.Read(directory, () => 7));
        await Assert.ThrowsAsync<IOException>(() => SourceAccess.ReadAsync(directory, Hang));
        await Assert.ThrowsAsync<IOException>(() => SourceAccess.ReadAsync(directory, Hang));
        Assert.Equal(1, begun);
        // Of another one nothing is thought.
        Assert.Equal(7, SourceAccess.Read(directory + "/other", () => 7));

        answers.Set();
        for (var guard = 0; ; guard++)
            try
            {
                Assert.Equal(7, SourceAccess.Read(directory, () => 7));
                return;
            }
            catch (IOException) when (guard < 600)
            {
                // The thread that hung has not ended yet.
                await Task.Delay(20, Cancellation);
            }
    }

    [Fact]
    public void What_goes_wrong_there_goes_wrong_here() =>
        Assert.Throws<NotSupportedException>(() => SourceAccess.Read<int>("/somewhere", () => throw new NotSupportedException()));
}

using Knowledge.Api.Options;
using Knowledge.Tests.Api.Assistant;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Cache;

/// <summary>Whoever deletes, cuts or overwrites <c>cache.db</c> while the server serves costs it time and nothing else.</summary>
public sealed class CacheWhileServingTests
{
    private const string Page = """
        ---
        kind: runbook
        symptoms: [Dashboards show no data]
        ---
        # Nightly load stuck

        ## Causes

        - The disk is full, so the load retries without an error.
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("delete")]
    [InlineData("cut")]
    [InlineData("noise")]
    public async Task Every_answer_stays_right(string what)
    {
        await using var chat = await FakeChatServer.Replying("The disk is full [1].");
        using var server = Server
            .With([("nightly.md", Page), .. Enumerable.Range(0, 20).Select(i => ($"page-{i}.md", $"# Page {i}\n\nText of page {i}.\n"))])
            .Setting("chat-url", chat.Url);
        using var client = server.Client();
        var file = Path.Combine(server.Services.GetRequiredService<ServerOptions>().Serving.DataDirectory, "cache.db");
        await client.GetStringAsync("/docs/page-0", Cancellation);
        Assert.True(File.Exists(file));
        using var over = new CancellationTokenSource();
        var random = new Random(20261129);
        var harm = Task.Run(
            async () =>
            {
                while (!over.IsCancellationRequested)
                {
                    Harm(file, what, random);
                    await Task.Delay(10, Cancellation);
                }
            },
            Cancellation
        );
        for (var i = 0; i < 20; i++)
        {
            Assert.Contains($"Text of page {i}.", await client.GetStringAsync($"/docs/page-{i}", Cancellation), StringComparison.Ordinal);
            Assert.Contains(
                "The disk is full",
                await client.GetStringAsync("/assistant/summary?q=dashboards+show+no+data", Cancellation),
                StringComparison.Ordinal
            );
        }
        await over.CancelAsync();
        await harm;
        // And it is kept again afterwards.
        await client.GetStringAsync("/docs/page-1", Cancellation);
        await client.GetStringAsync("/-/ready", Cancellation);
    }

    private static void Harm(string file, string what, Random random)
    {
        try
        {
            if (what == "delete")
                File.Delete(file);
            else
            {
                using var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                if (what == "cut")
                    stream.SetLength(stream.Length / 2);
                else
                {
                    var noise = new byte[8192];
                    random.NextBytes(noise);
                    stream.Position = stream.Length == 0 ? 0 : random.NextInt64(stream.Length);
                    stream.Write(noise);
                }
            }
        }
        catch (IOException)
        {
            // Just then the server holds it, or made it anew.
        }
    }
}

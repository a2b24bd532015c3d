using System.Diagnostics.Metrics;
using System.Net;
using Knowledge.Api.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Abuse;

/// <summary>A-06: what takes too long is answered all the same, and cannot be piled up.</summary>
public sealed class A06TimeBudgetTests : IAsyncDisposable
{
    private readonly TimeBudget budget;
    private readonly ManualResetEventSlim ends = new();
    private readonly WebApplication app;
    private int begun;

    public A06TimeBudgetTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeBudget>(services =>
            new(TimeSpan.FromMilliseconds(300), services.GetRequiredService<IMeterFactory>(), NullLogger<TimeBudget>.Instance)
        );
        app = builder.Build();
        budget = app.Services.GetRequiredService<TimeBudget>();
        var group = app.MapGroup("/api").WithTimeBudget();
        group.MapGet("/quick", () => "quick");
        group.MapGet("/broken", string () => throw new InvalidOperationException("broken"));
        group.MapGet("/slow/{which}", Slow);
        group.MapPost("/slow/{which}", Slow);
    }

    public async ValueTask DisposeAsync()
    {
        ends.Set();
        await app.DisposeAsync();
        ends.Dispose();
    }

    // Without a thread to give back, as what computes.
    private string Slow(string which)
    {
        Interlocked.Increment(ref begun);
        ends.Wait(TimeSpan.FromSeconds(30));
        return which;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<HttpClient> Start()
    {
        await app.StartAsync(Cancellation);
        return app.GetTestClient();
    }

    [Fact]
    public async Task What_takes_too_long_is_said_and_not_begun_again_until_it_has_ended()
    {
        using var client = await Start();
        using var late = await client.GetAsync("/api/slow/a?q=1", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.Contains("takes too long to build", await late.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.True(late.Headers.ConnectionClose);
        for (var i = 0; i < 5; i++)
        {
            using var again = await client.GetAsync($"/api/slow/a?q={i}", Cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, again.StatusCode);
        }
        Assert.Equal((1, 1L, 1), (begun, budget.Total, budget.Running));
        Assert.Equal("quick", await client.GetStringAsync("/api/quick", Cancellation));

        ends.Set();
        for (var guard = 0; budget.Running > 0; guard++, await Task.Delay(20, Cancellation))
            Assert.True(guard < 500);
        Assert.Equal("a", await client.GetStringAsync("/api/slow/a", Cancellation));
    }

    [Fact]
    public async Task No_more_goes_on_than_there_are_processors()
    {
        using var client = await Start();
        var most = Math.Max(2, Environment.ProcessorCount);
        for (var i = 0; i < most + 3; i++)
        {
            using var late = await client.GetAsync($"/api/slow/{i}", Cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        }
        Assert.Equal((most, most), (begun, budget.Running));
    }

    [Fact]
    public async Task What_is_sent_is_waited_for_and_what_fails_fails_as_ever()
    {
        using var client = await Start();
        var sent = client.PostAsync("/api/slow/a", null, Cancellation);
        await Task.Delay(600, Cancellation);
        Assert.False(sent.IsCompleted);
        ends.Set();
        using var answer = await sent;
        Assert.Equal("a", await answer.Content.ReadAsStringAsync(Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync("/api/broken", Cancellation));
        Assert.Equal((0L, 0), (budget.Total, budget.Running));
    }
}

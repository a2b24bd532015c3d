using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Knowledge.Indexer.Embeddings.Endpoint;

/// <summary>
/// What is done when an endpoint is slow or fails: batches are tried again, queries are not, and both leave it alone for a while
/// when it fails again and again.
/// </summary>
/// <param name="Passages">For batches in the background.</param>
/// <param name="Queries">For what somebody waits for.</param>
internal sealed record EndpointResilience(ResiliencePipeline<float[][]> Passages, ResiliencePipeline<float[][]> Queries)
{
    private const int Retries = 3;
    private const int MinCalls = 5;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>The client's own limit, behind that of each try.</summary>
    public static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    public static EndpointResilience Create(TimeProvider time, TimeSpan? firstDelay = null)
    {
        var transient = new PredicateBuilder<float[][]>().Handle<EndpointException>(e => e.IsTransient).Handle<TimeoutRejectedException>();
        // One breaker for both: what a batch has learned a query need not find out again.
        var breaker = new ResiliencePipelineBuilder<float[][]> { TimeProvider = time }
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions<float[][]>
                {
                    ShouldHandle = transient,
                    FailureRatio = 0.5,
                    MinimumThroughput = MinCalls,
                    SamplingDuration = Pause,
                    BreakDuration = Pause,
                }
            )
            .AddTimeout(Timeout)
            .Build();
        var patient = new ResiliencePipelineBuilder<float[][]> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<float[][]>
                {
                    ShouldHandle = transient,
                    MaxRetryAttempts = Retries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = firstDelay ?? TimeSpan.FromSeconds(1),
                }
            )
            .AddPipeline(breaker)
            .Build();
        return new(patient, breaker);
    }
}

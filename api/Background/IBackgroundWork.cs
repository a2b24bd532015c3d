namespace Knowledge.Api.Background;

/// <summary>What a server does beside its requests, once its knowledge base is there.</summary>
public interface IBackgroundWork
{
    /// <summary>Starts its loops; returns at once. They end with <see cref="BackgroundLoops.StopAsync"/>.</summary>
    void Start();
}

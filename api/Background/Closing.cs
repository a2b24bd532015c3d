namespace Knowledge.Api.Background;

/// <summary>Closes the parts of something one after the other: one that throws keeps none of the others open.</summary>
internal static class Closing
{
    /// <returns>What went wrong.</returns>
    public static async Task<IReadOnlyList<Exception>> AllAsync(params IReadOnlyList<Func<ValueTask>> parts)
    {
        var failures = new List<Exception>();
        foreach (var part in parts)
            try
            {
                await part();
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        return failures;
    }
}

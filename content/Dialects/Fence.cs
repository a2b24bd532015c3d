namespace Knowledge.Content.Dialects;

/// <summary>An open block of code.</summary>
/// <param name="Mark">Its backticks or tildes.</param>
/// <param name="Closer">The line that ends it when it is not such a run.</param>
internal sealed record Fence(string Mark, string? Closer = null)
{
    public bool IsClosedBy(string text)
    {
        var run = text.Trim();
        return run.Length >= Mark.Length && run.All(c => c == Mark[0]);
    }
}

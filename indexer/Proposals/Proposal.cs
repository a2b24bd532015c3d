namespace Knowledge.Indexer.Proposals;

/// <summary>A change of one file of a repository that somebody proposes to those who keep it.</summary>
/// <param name="Path">Inside the repository, with forward slashes.</param>
/// <param name="Title">What changes, in one line.</param>
/// <param name="Reason">Why; may be empty.</param>
/// <param name="Author">Name of whoever proposes it.</param>
public sealed record Proposal(string Path, string Old, string New, string Title, string Reason, string Author, DateTimeOffset At)
{
    /// <summary>What a commit says of it.</summary>
    /// <remarks>Its first line is never one that a mail reader takes for a header.</remarks>
    public string Message => $"Proposed by {Author}.{(Reason.Length == 0 ? "" : $"\n\n{Reason}")}";
}

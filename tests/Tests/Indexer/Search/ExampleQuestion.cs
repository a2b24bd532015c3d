namespace Knowledge.Tests.Indexer.Search;

/// <summary>
/// A question that somebody would type or paste, and the documents that an engineer would accept as right, the best one first.
/// </summary>
/// <remarks>
/// Judged by reading the documents, before any search was run over the questions. A judgement changes only when it was a mistake,
/// never because the search disagrees.
/// </remarks>
/// <param name="Kind">How it is asked: <c>symptom</c>, <c>keywords</c>, <c>typo</c>, <c>machine</c> (log lines, traces),
/// <c>alert</c>, <c>ticket</c>, <c>non-native</c>, <c>spelling</c> (of Britain or America), <see cref="NoSharedStem"/>,
/// <see cref="None"/>.</param>
internal sealed record ExampleQuestion(string Kind, string Text, IReadOnlyList<string> Right)
{
    /// <summary>Shares no word with any document that answers it.</summary>
    public const string NoSharedStem = "no-shared-stem";

    /// <summary>No document answers it.</summary>
    public const string None = "none";

    public bool IsLexical => Kind is not (NoSharedStem or None);

    /// <summary>All questions; a pasted text has <c>\n</c> and <c>\t</c> for its line ends and tabulators.</summary>
    public static IReadOnlyList<ExampleQuestion> Read() =>
        [
            .. File.ReadLines(Path.Combine(Repository.Root, "tests/Tests/Indexer/Search/example-questions.tsv"))
                .Skip(1)
                .Select(line => line.Split('\t'))
                .Select(columns =>
                    columns.Length == 3
                        ? new ExampleQuestion(
                            columns[0],
                            columns[1].Replace(@"\n", "\n", StringComparison.Ordinal).Replace(@"\t", "\t", StringComparison.Ordinal),
                            columns[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        )
                        : throw new InvalidDataException($"Three columns are needed: {string.Join(" | ", columns)}")
                ),
        ];
}

using System.Globalization;
using Knowledge.Indexer.Evaluation;
using Spectre.Console;

namespace Knowledge.Indexer.Commands;

/// <summary>Prints how good a ranking is for people: figures, what it is compared with, the worst queries, and what was left out.</summary>
internal static class ScoresPrinter
{
    private const int MaxNotServed = 20;

    public static void Print(RetrievalScores scores)
    {
        var figures = new Table { Border = TableBorder.None };
        foreach (var column in new[] { "", "nDCG@10", "95 %", "MRR@10", "recall@10", "success@3", "queries" })
            figures.AddColumn(column);
        Add("measured", scores);
        if (scores.Before is { } before)
            Add("before learning", before);
        AnsiConsole.Write(figures);
        if (scores.Cards is { } cards)
            AnsiConsole.WriteLine(
                $"first cards: high {cards.High.Right} right of {cards.High.Shown}, medium {cards.Medium.Right} of {cards.Medium.Shown}, "
                    + $"{cards.None} without ({cards.RightButHidden} of them with the right page among the first three); "
                    + $"{cards.RightAsAlternative} right as an alternative"
            );
        if (scores.Vs is { } vs)
            AnsiConsole.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{vs.Run}: nDCG@10 {vs.Ndcg:F4}; difference {vs.Difference:+0.0000;-0.0000}, p {vs.P:F4}"
                )
            );
        AnsiConsole.WriteLine();
        var worst = new Table { Border = TableBorder.None };
        foreach (var column in new[] { "nDCG@10", "worst queries", "found first" })
            worst.AddColumn(column);
        foreach (var query in scores.Worst)
            worst.AddRow(Cell(Figure(query.Ndcg)), Cell(query.Text), Cell(string.Join(", ", query.Found)));
        AnsiConsole.Write(worst);
        if (scores.NotServed.Count == 0)
            return;
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"{scores.NotServed.Count} files of the corpus are not served:");
        foreach (var file in scores.NotServed.Take(MaxNotServed))
            AnsiConsole.WriteLine($"  {file}");
        if (scores.NotServed.Count > MaxNotServed)
            AnsiConsole.WriteLine($"  and {scores.NotServed.Count - MaxNotServed} more (-o json has them all)");

        void Add(string name, RetrievalScores of) =>
            figures.AddRow(
                Cell(name),
                Cell(Figure(of.Ndcg)),
                Cell(of.Interval.Count == 2 ? $"{Figure(of.Interval[0])}-{Figure(of.Interval[1])}" : ""),
                Cell(Figure(of.ReciprocalRank)),
                Cell(Figure(of.Recall)),
                Cell(Figure(of.Success)),
                Cell(of.Queries.ToString(CultureInfo.InvariantCulture))
            );
    }

    private static string Figure(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static Markup Cell(string text) => new(Markup.Escape(text));
}

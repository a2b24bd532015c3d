using System.Runtime.InteropServices;
using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Indexer.Embeddings.Distillation;

/// <summary>Texts as the rows they are made of, and what the teacher says of each.</summary>
internal sealed class TrainingTexts
{
    private readonly int[] rows;
    private readonly int[] starts;
    private readonly sbyte[] numbers;
    private readonly float[] scales;

    private TrainingTexts(int[] rows, int[] starts, sbyte[] numbers, float[] scales, int teacherDimensions) =>
        (this.rows, this.starts, this.numbers, this.scales, TeacherDimensions) = (rows, starts, numbers, scales, teacherDimensions);

    public int Count => scales.Length;

    public int TeacherDimensions { get; }

    public ReadOnlySpan<int> RowsOf(int text) => rows.AsSpan(starts[text]..starts[text + 1]);

    /// <summary>Writes the teacher's vector of a text, of length 1.</summary>
    public void CopyTeacherVector(int text, Span<float> vector)
    {
        var row = numbers.AsSpan(text * TeacherDimensions, TeacherDimensions);
        for (var i = 0; i < row.Length; i++)
            vector[i] = row[i] * scales[text];
    }

    /// <summary>Texts of one row say nothing of sums, and are left out; so are those that the teacher has not been asked for.</summary>
    public static TrainingTexts Of(IReadOnlyList<string> texts, TableVocabulary vocabulary, VectorCache teacher, int teacherDimensions)
    {
        var (rows, starts, numbers, scales) = (new List<int>(), new List<int> { 0 }, new List<sbyte>(), new List<float>());
        foreach (var text in texts)
        {
            if (teacher.Find(TextKey.Of(text)) is not { } vector)
                continue;
            vocabulary.AddRows(text, rows);
            if (rows.Count - starts[^1] < 2)
            {
                CollectionsMarshal.SetCount(rows, starts[^1]);
                continue;
            }
            starts.Add(rows.Count);
            numbers.AddRange(vector.Row);
            scales.Add(vector.Scale);
        }
        return new([.. rows], [.. starts], [.. numbers], [.. scales], teacherDimensions);
    }

    /// <summary>How often each row occurs.</summary>
    public int[] Counts(int rowCount)
    {
        var counts = new int[rowCount];
        foreach (var row in rows)
            counts[row]++;
        return counts;
    }
}

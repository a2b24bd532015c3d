using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Indexer.Embeddings.Distillation;

/// <param name="Vectors">The file that keeps the teacher's vectors.</param>
internal sealed record DistillationOptions(
    string Teacher,
    IReadOnlyList<string> Files,
    string Vectors,
    int Texts,
    int Words,
    int Dimensions,
    int Epochs,
    int Threads
);

/// <summary>From a sentence encoder and texts to a table that imitates it: asks the teacher, trains, rounds.</summary>
internal static class Distillation
{
    /// <param name="progress">Of the texts that the teacher is asked for.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; what the teacher said is kept.</exception>
    public static StaticTable Run(
        DistillationOptions options,
        TextWriter log,
        IProgress<(int Done, int Of)> progress,
        CancellationToken cancellation
    )
    {
        if (!Directory.Exists(options.Teacher))
            throw new DirectoryNotFoundException($"there is no directory {options.Teacher} with a sentence encoder");
        var teacher = SentenceEncoder.Load(options.Teacher);
        if (teacher.Dimensions % MatrixProducts.Lanes != 0 || options.Dimensions % MatrixProducts.Lanes != 0)
            throw new InvalidDataException(
                $"vectors of {teacher.Dimensions} numbers cannot "
                    + $"become ones of {options.Dimensions}: both must be multiples of {MatrixProducts.Lanes}"
            );
        if (options.Dimensions > teacher.Dimensions)
            throw new InvalidDataException($"the teacher's vectors have {teacher.Dimensions} numbers; the table's cannot have more");
        var passages = options.Files.SelectMany(DistillationTexts.Read).Distinct(StringComparer.Ordinal).ToList();
        var pieces = TeacherPieces.Read(options.Teacher);
        var words = FrequentWords.Of(passages, pieces, options.Words);
        string[] entries = [.. pieces, .. words];
        var asked = TeacherTexts.Of(passages, [.. entries.Select(TeacherPieces.Bare).Distinct(StringComparer.Ordinal)], options.Texts);
        log.WriteLine(
            $"kb: {passages.Count:N0} passages, {pieces.Count:N0} word pieces, {words.Count:N0} words, {asked.Texts.Count:N0} texts"
        );
        using var file =
            VectorCache.OpenFile(options.Vectors, ModelIdentity.Of(options.Teacher, ""), teacher.Dimensions, replaceOther: false)
            ?? throw new InvalidDataException(
                $"{options.Vectors} has vectors of another teacher, or other things; name another file with --teacher-vectors"
            );
        TeacherVectors.Complete(file, asked.Words.Concat(asked.Texts), teacher, options.Threads, progress, cancellation);
        var alone = new float[entries.Length * teacher.Dimensions];
        for (var row = 0; row < entries.Length; row++)
            if (file.Find(TextKey.Of(TeacherPieces.Bare(entries[row]))) is { } vector)
                for (var i = 0; i < teacher.Dimensions; i++)
                    alone[row * teacher.Dimensions + i] = vector.Row[i] * vector.Scale;
        var texts = TrainingTexts.Of(asked.Texts, new(entries), file, teacher.Dimensions);
        if (texts.Count < TrainingOptions.MinTexts)
            throw new InvalidDataException($"{texts.Count} texts are too few to learn from; {TrainingOptions.MinTexts} are the least");
        var rows = Training.Run(texts, alone, new(options.Dimensions, options.Epochs, options.Threads), log, cancellation);
        var teacherName = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Teacher)));
        return StaticTable.Round(
            entries,
            rows,
            options.Dimensions,
            $"Distilled from {teacherName} on {texts.Count} texts of {passages.Count} passages."
        );
    }
}

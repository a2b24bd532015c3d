using Knowledge.Indexer.Embeddings.Distillation;

namespace Knowledge.Tests.Indexer.Embeddings.Distillation;

public sealed class TeacherTextsTests : IDisposable
{
    private readonly Fixture files = new();

    public void Dispose() => files.Dispose();

    private static readonly string[] Passages =
    [
        .. Enumerable
            .Range(0, 50)
            .Select(p =>
                string.Join(' ', Enumerable.Range(0, 6).Select(s => $"Sentence {s} of passage {p} says that disk {p * s} is full."))
            ),
        "cannot open the file",
        "x",
    ];

    [Fact]
    public void Texts_are_sentences_pieces_and_whole_passages_none_twice()
    {
        var texts = TeacherTexts.Of(Passages, ["disk"], int.MaxValue).Texts;
        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.Contains("cannot open the file", texts);
        Assert.DoesNotContain("x", texts);
        Assert.All(texts.Take(100), text => Assert.Contains(Passages, p => p.Contains(text, StringComparison.Ordinal)));
        Assert.InRange(texts.Count(t => t.StartsWith("Sentence", StringComparison.Ordinal) && t.Count(c => c == '.') == 1), 90, 110);
        Assert.InRange(texts.Count(Passages.Contains), 2, 20);
    }

    [Fact]
    public void Fewer_texts_are_the_first_of_more()
    {
        var all = TeacherTexts.Of(Passages, [], int.MaxValue).Texts;
        Assert.Equal(all.Take(40), TeacherTexts.Of(Passages, [], 40).Texts);
    }

    [Fact]
    public void Words_are_the_frequent_ones_that_have_no_entry_yet()
    {
        string[] passages = [.. Enumerable.Repeat("alertmanager Kubelet disk 12345", 20), .. Enumerable.Repeat("kubelet rare", 4)];
        Assert.Equal(["kubelet", "alertmanager"], FrequentWords.Of(passages, ["disk"], 10));
        Assert.Equal(["kubelet"], FrequentWords.Of(passages, ["disk"], 1));
    }

    [Fact]
    public void Files_are_lines_or_json_lines()
    {
        files
            .With("a.txt", "first\tpassage\n\n  second \n")
            .With("b.jsonl", "{\"text\":\"third\\npassage\",\"source\":\"x\"}\n{\"title\":\"Disk\",\"text\":\"is full\"}\n");
        Assert.Equal(
            ["first passage", "second", "third passage", "Disk. is full"],
            DistillationTexts.Read(At("a.txt")).Concat(DistillationTexts.Read(At("b.jsonl")))
        );
        files.With("c.jsonl", "{\"text\":\"fine\"}\n{\"text\":").With("d.jsonl", "{\"body\":\"x\"}\n");
        Assert.Contains(
            "c.jsonl:2",
            Assert.Throws<InvalidDataException>(() => DistillationTexts.Read(At("c.jsonl")).ToList()).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "text",
            Assert.Throws<InvalidDataException>(() => DistillationTexts.Read(At("d.jsonl")).ToList()).Message,
            StringComparison.Ordinal
        );
    }

    private string At(string name) => Path.Combine(files.Directory, name);
}

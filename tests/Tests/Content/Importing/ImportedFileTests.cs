using Knowledge.Content;
using Knowledge.Content.Importing;

namespace Knowledge.Tests.Content.Importing;

public sealed class ImportedFileTests
{
    private static ImportedPage Page(string title = "Title", string id = "7", string body = "text") =>
        new()
        {
            Origin = new("confluence", id),
            Title = title,
            Body = body,
        };

    [Fact]
    public void A_file_is_known_again_as_it_was_written()
    {
        var text = ImportedFile.Write(Page());
        Assert.Equal(new("confluence", "7", IsUntouched: true), ImportedFile.Read(text));
        Assert.Equal(text, ImportedFile.Write(Page()));
        Assert.Equal(
            new("confluence", "7", IsUntouched: true),
            ImportedFile.Read("\uFEFF" + text.Replace("\n", "\r\n", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Any_change_of_a_single_character_is_seen()
    {
        var text = ImportedFile.Write(Page());
        for (var i = 0; i < text.Length; i++)
        {
            var changed = text[..i] + (text[i] == 'x' ? 'y' : 'x') + text[(i + 1)..];
            Assert.True(ImportedFile.Read(changed) is not { IsUntouched: true }, changed);
        }
        Assert.False(ImportedFile.Read(text + "\n")!.IsUntouched);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# Title\n\ntext\n")]
    [InlineData("---\ntitle: x\n---\ntext\n")]
    [InlineData("---\norigin: https://wiki.example/x\n---\ntext\n")]
    [InlineData("---\norigin: {system: confluence}\n---\ntext\n")]
    public void Other_files_are_no_imports(string text) => Assert.Null(ImportedFile.Read(text));

    [Fact]
    public void Front_matter_stays_within_its_limit_whatever_is_in_it()
    {
        foreach (var character in new[] { "\"", "\\", "\u2028", "é", "😀", "\ud83d", "\u0001", "{", "'" })
        {
            var much = string.Concat(Enumerable.Repeat(character, 600));
            var page = Page(much, string.Concat(Enumerable.Repeat(character, 200 / character.Length))) with
            {
                Owner = much,
                Severity = much,
                Tags = [.. Enumerable.Range(0, 300).Select(i => $"{i}{much}")],
                Services = [.. Enumerable.Range(0, 300).Select(i => $"{i}{much}")],
                Origin = new(
                    "confluence",
                    string.Concat(Enumerable.Repeat(character, 200 / character.Length)),
                    "https://wiki.example/" + new string('x', 1_900)
                ),
            };
            var text = ImportedFile.Write(page);
            Assert.True(ImportedFile.Read(text) is { IsUntouched: true }, character);
            Assert.Empty(Assert.Single(DocumentReader.Read(new("s", "s", "x.md", text)).Documents).Findings);
        }
    }
}

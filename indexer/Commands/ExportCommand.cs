using System.CommandLine;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Tools;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb export skills DIR</c>: every runbook as a skill of coding assistants.</summary>
internal static class ExportCommand
{
    public static Command Create(CommonOptions common)
    {
        var directory = new Argument<string>("directory")
        {
            Description = "Where the skills go, a folder each, such as .claude/skills",
            HelpName = "DIR",
        };
        var skills = new Command("skills", "Write a SKILL.md for each runbook; what somebody edited there stays as it is")
        {
            directory,
            common.Content,
            common.EditUrl,
        };
        skills.SetAction(parsed =>
        {
            if (common.Read(parsed) is not { } readings)
                return ExitCode.UsageError;
            var knowledge = KnowledgeBase.Build(readings);
            var runbooks = knowledge.Documents.Where(d => d.Kind == DocumentKind.Runbook && d.Markdown.Length > 0).ToList();
            if (runbooks.Count == 0)
            {
                Console.Error.WriteLine("kb: there is no runbook in the content directory; `kb check` says why files were not read.");
                return ExitCode.Unavailable;
            }
            try
            {
                var (written, kept) = Write(knowledge, runbooks, Path.GetFullPath(parsed.GetValue(directory)!));
                foreach (var file in kept)
                    Console.Error.WriteLine($"kb: {file} was edited or is not from here; it stays as it is");
                Console.Out.WriteLine($"{written} {(written == 1 ? "skill" : "skills")} written, {kept.Count} left alone");
                return ExitCode.Success;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"kb: the skills cannot be written: {e.Message}");
                return ExitCode.UsageError;
            }
        });
        return new Command("export", "Write the content for other programs") { skills };
    }

    private static (int Written, IReadOnlyList<string> Kept) Write(KnowledgeBase knowledge, IReadOnlyList<Document> runbooks, string root)
    {
        var (written, kept) = (0, new List<string>());
        var now = TimeProvider.System.GetUtcNow();
        foreach (var runbook in runbooks)
        {
            var folder = Path.Combine(root, SkillFile.NameOf(runbook));
            var file = Path.Combine(folder, SkillFile.Name);
            var isLink = Directory.Exists(folder) && File.GetAttributes(folder).HasFlag(FileAttributes.ReparsePoint);
            if (isLink || (File.Exists(file) && !SkillFile.IsUnchanged(File.ReadAllText(file))))
            {
                kept.Add(file);
                continue;
            }
            Directory.CreateDirectory(folder);
            // Beside it first: a full disk must not leave half a skill.
            var beside = file + ".new";
            File.WriteAllText(beside, SkillFile.Of(runbook, knowledge.OwnerOf(runbook, now)?.Team));
            File.Move(beside, file, overwrite: true);
            written++;
        }
        return (written, kept);
    }
}

using System.Diagnostics;
using Knowledge.Content.Importing;
using Knowledge.Indexer.Importing;

namespace Knowledge.Tests.Indexer.Importing;

/// <summary>The directory that is imported to: again, after a kill, beside files of others, without room or right to write.</summary>
public sealed class ImportDirectoryTests : IDisposable
{
    private static readonly string Program = Repository.Program("Knowledge.Indexer", "kb.dll");

    private readonly ImportFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private string Posts(int questions, string word = "first") =>
        fixture.File(
            "Posts.xml",
            StackExchangeImportTests.Posts([
                .. Enumerable
                    .Range(1, questions)
                    .SelectMany(i =>
                        new[]
                        {
                            StackExchangeImportTests.Question(2 * i, (2 * i) + 1, $"Title {i}", "<p>q</p>"),
                            StackExchangeImportTests.Answer((2 * i) + 1, 2 * i, $"<p>{word} {i}</p>"),
                        }
                    ),
            ])
        );

    [Fact]
    public void The_second_run_rewrites_nothing()
    {
        var file = Posts(20);
        Assert.Equal(20, fixture.StackExchange(file).Imported);
        var old = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var path in Directory.GetFiles(fixture.Out))
            File.SetLastWriteTimeUtc(path, old);
        var before = fixture.Written();

        var report = fixture.StackExchange(file);

        Assert.Equal((0, 0, 20, 0), (report.Imported, report.Updated, report.Unchanged, report.Skipped));
        Assert.Equal(before, fixture.Written());
        Assert.All(Directory.GetFiles(fixture.Out), path => Assert.Equal(old, File.GetLastWriteTimeUtc(path)));
    }

    [Fact]
    public void What_changed_there_is_updated_under_the_name_that_it_has()
    {
        fixture.StackExchange(Posts(3));
        var file = fixture.File(
            "Posts.xml",
            File.ReadAllText(Posts(3, "second")).Replace("Title 2", "A new title", StringComparison.Ordinal)
        );

        var report = fixture.StackExchange(file);

        Assert.Equal((0, 3, 0), (report.Imported, report.Updated, report.Unchanged));
        Assert.Equal(["2-title-1.md", "4-title-2.md", "6-title-3.md"], fixture.Written().Keys.Order(StringComparer.Ordinal));
        Assert.Contains("# A new title\n", fixture.Written()["4-title-2.md"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_edited_by_hand_or_is_someone_elses_is_kept_and_named()
    {
        Directory.CreateDirectory(fixture.Out);
        File.WriteAllText(Path.Combine(fixture.Out, "2-title-1.md"), "# mine\n");
        fixture.StackExchange(Posts(3));
        var edited = Path.Combine(fixture.Out, "4-title-2.md");
        File.AppendAllText(edited, "\nA note.\n");
        // A checkout may change line ends; that is no edit.
        var converted = Path.Combine(fixture.Out, "6-title-3.md");
        File.WriteAllText(converted, File.ReadAllText(converted).Replace("\n", "\r\n", StringComparison.Ordinal));

        var report = fixture.StackExchange(Posts(3, "second"));

        Assert.Equal((0, 1, 0, 2), (report.Imported, report.Updated, report.Unchanged, report.Skipped));
        Assert.Equal("# mine\n", File.ReadAllText(Path.Combine(fixture.Out, "2-title-1.md")));
        Assert.Contains("first 2\n", File.ReadAllText(edited), StringComparison.Ordinal);
        Assert.EndsWith("A note.\n", File.ReadAllText(edited), StringComparison.Ordinal);
        Assert.Contains("second 3\n", File.ReadAllText(converted), StringComparison.Ordinal);
        Assert.Equal(["2 2-title-1.md", "4 4-title-2.md"], report.Reasons.SelectMany(r => r.Examples).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_of_another_system_with_the_same_ids_are_not_mistaken()
    {
        fixture.StackExchange(Posts(1));
        var report = fixture.Confluence(fixture.File("Title 1_2.xml", "<p>page</p>"));
        Assert.Equal((1, 0), (report.Imported, report.Skipped));
        Assert.Equal(2, fixture.Written().Count);
    }

    [Fact]
    public void A_link_in_the_directory_is_neither_followed_nor_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links takes a right there.");
        Directory.CreateDirectory(fixture.Out);
        var outside = fixture.File("outside.txt", "keep");
        File.CreateSymbolicLink(Path.Combine(fixture.Out, "2-title-1.md"), outside);
        File.CreateSymbolicLink(Path.Combine(fixture.Out, "4-title-2.md"), fixture.PathOf("nowhere"));

        Assert.Equal((0, 2), fixture.StackExchange(Posts(2)) is var report ? (report.Imported, report.Skipped) : default);
        Assert.Equal("keep", File.ReadAllText(outside));
        Assert.False(File.Exists(fixture.PathOf("nowhere")));
    }

    [Fact]
    public void Two_imports_at_once_are_one_and_a_line()
    {
        using var first = ImportDirectory.Open(fixture.Out, "confluence");
        Assert.Contains("another import", ImportFixture.Refusal(() => ImportDirectory.Open(fixture.Out, "jira")), StringComparison.Ordinal);
    }

    [Fact]
    public void Killed_midway_and_run_again_it_ends_as_if_it_had_not_been()
    {
        var questions = Environment.GetEnvironmentVariable("KB_LONG") == "1" ? 20_000 : 4_000;
        var file = Posts(questions);
        var calm = fixture.PathOf("calm");
        Assert.Equal(0, Kb("import", "stackexchange", file, "--out", calm).ExitCode);
        var expected = Directory.GetFiles(calm).Select(f => (Path.GetFileName(f), File.ReadAllText(f))).Order().ToList();
        Assert.Equal(questions, expected.Count);

        var interrupted = 0;
        for (var round = 0; round < 6; round++)
        {
            using var process = Start("import", "stackexchange", file, "--out", fixture.Out);
            // Killed when some more files have landed than before, or when it was faster than that.
            var goal = (Directory.Exists(fixture.Out) ? Directory.GetFiles(fixture.Out, "*.md").Length : 0) + (questions / 12);
            while (!process.HasExited && (!Directory.Exists(fixture.Out) || Directory.GetFiles(fixture.Out, "*.md").Length < goal))
                Thread.Sleep(5);
            if (!process.HasExited)
                interrupted++;
            process.Kill();
            process.WaitForExit();
            Assert.All(
                Directory.GetFiles(fixture.Out, "*.md"),
                f => Assert.True(ImportedFile.Read(File.ReadAllText(f)) is { IsUntouched: true }, f)
            );
        }
        Assert.True(interrupted > 2, $"Only {interrupted} kills came before the end.");
        Assert.Equal(0, Kb("import", "stackexchange", file, "--out", fixture.Out).ExitCode);
        Assert.Equal(expected, fixture.Written().Select(f => (f.Key, f.Value)).Order());
    }

    [Fact]
    public void A_directory_that_cannot_be_written_gives_one_line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "A read-only disk takes root on Linux.");
        Directory.CreateDirectory(fixture.Out);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=1m,ro", "tmpfs", fixture.Out), "No disk can be mounted here.");
        try
        {
            var (code, output, error) = Kb("import", "stackexchange", Posts(1), "--out", fixture.Out);
            Assert.Equal((2, ""), (code, output));
            Assert.Matches(@"^kb: cannot write [^\n]*read-only[^\n]*\n$", error);
        }
        finally
        {
            Run("umount", fixture.Out);
        }
    }

    [Fact]
    public void A_disk_that_fills_up_gives_one_line_leaves_whole_files_and_is_resumed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "A small disk takes root on Linux.");
        Directory.CreateDirectory(fixture.Out);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", fixture.Out), "No disk can be mounted here.");
        try
        {
            var file = Posts(1_000);
            var (code, output, error) = Kb("import", "stackexchange", file, "--out", fixture.Out);
            Assert.Equal((2, ""), (code, output));
            Assert.Matches(@"^kb: [^\n]*disk is full[^\n]*\n$", error);
            var written = fixture.Written();
            Assert.InRange(written.Count, 10, 999);
            Assert.All(written, f => Assert.True(ImportedFile.Read(f.Value) is { IsUntouched: true }, f.Key));

            Assert.True(Run("mount", "-o", "remount,size=50m", fixture.Out));
            Assert.Equal(0, Kb("import", "stackexchange", file, "--out", fixture.Out).ExitCode);
            Assert.Equal(1_000, fixture.Written().Count);
        }
        finally
        {
            Run("umount", fixture.Out);
        }
    }

    [Fact]
    public void A_large_dump_is_read_in_bounded_memory()
    {
        var isLong = Environment.GetEnvironmentVariable("KB_LONG") == "1";
        var megabytes = isLong ? 200 : 24;
        var file = fixture.PathOf("Posts.xml");
        using (var writer = new StreamWriter(file))
        {
            writer.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n");
            var filler = string.Concat(Enumerable.Repeat("lorem ipsum dolor sit amet ", 200));
            // All questions first: each has to wait for its answer, which is what fills memory when it is done there.
            var questions = megabytes * 1024 * 1024 / 2 / (filler.Length + 200);
            for (var i = 1; i <= questions; i++)
                writer.WriteLine(StackExchangeImportTests.Question(i, 1_000_000 + i, $"Title {i}", filler, "<a>", score: i % 50));
            for (var i = 1; i <= questions; i++)
                writer.WriteLine(StackExchangeImportTests.Answer(1_000_000 + i, i, filler));
            writer.Write("</posts>\n");
        }
        Assert.InRange(new FileInfo(file).Length, megabytes * 900_000L, megabytes * 1_300_000L);

        // A heap that is no larger than that ends the process, whatever was asked for.
        var (code, output, error) = Kb(
            new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x2000000" },
            "import",
            "stackexchange",
            file,
            "--out",
            fixture.Out,
            "--min-score",
            isLong ? "45" : "30",
            "-o",
            "json"
        );

        Assert.True(code == 0, error);
        Assert.Contains("\"skipped\": 0", output, StringComparison.Ordinal);
        Assert.True(Directory.GetFiles(fixture.Out).Length > 500);
    }

    [Theory]
    [InlineData("import", 2)]
    [InlineData("import stackexchange", 2)]
    [InlineData("import stackexchange /no/such/file --out OUT", 2)]
    [InlineData("import stackexchange POSTS", 2)]
    [InlineData("import stackexchange POSTS --out POSTS", 2)]
    [InlineData("import stackexchange POSTS --out OUT --base-url javascript:alert(1)", 2)]
    [InlineData("import jira POSTS --out OUT", 2)]
    [InlineData("import servicenow POSTS --out OUT --table sys_user", 2)]
    [InlineData("import confluence / --out OUT", 2)]
    [InlineData("import stackexchange POSTS --out OUT", 0)]
    [InlineData("import stackexchange POSTS --out OUT -o json --base-url https://unix.example --tag linux --min-score 1", 0)]
    public void Exit_codes_and_lines_are_those_of_every_command(string arguments, int expected)
    {
        var posts = Posts(2);
        var (code, output, error) = Kb([
            .. arguments
                .Split(' ')
                .Select(a =>
                    a switch
                    {
                        "POSTS" => posts,
                        "OUT" => fixture.Out,
                        _ => a,
                    }
                ),
        ]);
        Assert.True(expected == code, $"{code}: {error}{output}");
        if (code == 0)
            Assert.Contains("2", output, StringComparison.Ordinal);
        else
            Assert.Matches(@"^kb: [^\n]+\n$", error);
    }

    private static (int ExitCode, string Output, string Error) Kb(params string[] arguments) =>
        Kb(new Dictionary<string, string>(), arguments);

    private static (int ExitCode, string Output, string Error) Kb(Dictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private static Process Start(params string[] arguments) => Start([], arguments);

    private static Process Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

using Dapper;
using Knowledge.Api.Live;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live;

/// <summary>Every id ever served keeps an answer: where the page is now, or what took over what it said.</summary>
public sealed class MovedPagesTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private const string Pump = """
        # Sulphur pump stops

        ## Symptoms

        The pump at the north gate stops within a minute of its start, and the lamp above it stays green all the while.

        ## Remediation

        Close the valve behind the filter, wait until the pressure has gone below two bar, and open the bypass by hand.
        Start the pump with the bypass open, look at the second gauge, and close the bypass when the gauge has been steady for five minutes.
        Write the time and the pressure into the log beside the gate, and tell the night shift that the bypass was used.
        """;

    private const string Crane = """
        # Crane swings too far

        ## Remediation

        Lower the load at once, lock the turntable with both bolts, and call the foreman of the harbour before anybody goes under the arm.
        """;

    private string Write(string path, string text) => content.Write(path, text + "\n");

    private string PathOf(string path) => Path.Combine(content.Root, path);

    private static string? Now(LiveKnowledge live, string id) =>
        live.FindTombstone(id)?.Successor is { IsSame: true } successor ? successor.DocumentId : null;

    [Fact]
    public async Task A_page_that_was_renamed_any_number_of_times_is_found_under_every_name_it_had()
    {
        Write("a.md", Pump);
        await using (var live = await Start(content))
        {
            File.Move(PathOf("a.md"), PathOf("b.md"));
            await Until(() => Now(live, "a") == "b");
            Directory.CreateDirectory(PathOf("gate"));
            File.Move(PathOf("b.md"), PathOf("gate/c.md"));
            await Until(() => Now(live, "a") == "gate/c" && Now(live, "b") == "gate/c");
        }
        // Renamed while nobody looked.
        File.Move(PathOf("gate/c.md"), PathOf("d.md"));
        await using (var live = await Start(content))
        {
            await Until(() => Now(live, "gate/c") == "d");
            Assert.Equal(("d", "d"), (Now(live, "a"), Now(live, "b")));
            // Back to its first name: what it was called meanwhile leads there.
            File.Move(PathOf("d.md"), PathOf("a.md"));
            await Until(() => Now(live, "d") == "a");
            Assert.Null(live.FindTombstone("a"));
            Assert.Equal(("a", "a"), (Now(live, "b"), Now(live, "gate/c")));
        }
    }

    [Fact]
    public async Task A_page_that_was_renamed_and_edited_at_once_is_the_same_page()
    {
        Write("a.md", Pump);
        Write("crane.md", Crane);
        await using var live = await Start(content);
        Write("b.md", Pump.Replace("five minutes", "ten minutes", StringComparison.Ordinal));
        File.Delete(PathOf("a.md"));

        await Until(() => Now(live, "a") == "b");
        Assert.InRange(live.FindTombstone("a")!.Successor!.Likeness, 0.8, 0.999);
    }

    [Fact]
    public async Task A_new_place_may_come_later_than_the_old_one_goes()
    {
        Write("a.md", Pump);
        Write("crane.md", Crane);
        await using var live = await Start(content);
        File.Delete(PathOf("a.md"));
        await Until(() => live.FindTombstone("a") is { Successor: null });
        Write("b.md", Pump.Replace("five minutes", "ten minutes", StringComparison.Ordinal));

        await Until(() => Now(live, "a") == "b");
    }

    [Fact]
    public async Task What_another_page_took_over_is_named_and_not_led_to()
    {
        Write("a.md", Pump);
        await using var live = await Start(content);
        Write(
            "all.md",
            "# Pumps and cranes\n\n"
                + Pump.Replace("# ", "## ", StringComparison.Ordinal)
                + "\n\n"
                + string.Concat(
                    Enumerable
                        .Range(1, 9)
                        .Select(i =>
                            Crane
                                .Replace("# ", "## ", StringComparison.Ordinal)
                                .Replace("foreman", $"foreman of yard {i}", StringComparison.Ordinal) + "\n\n"
                        )
                )
        );
        File.Delete(PathOf("a.md"));

        await Until(() => live.FindTombstone("a")?.Successor is not null);
        Assert.Equal(("all", false), (live.FindTombstone("a")!.Successor!.DocumentId, live.FindTombstone("a")!.Successor!.IsSame));
    }

    [Fact]
    public async Task A_page_that_only_looks_alike_takes_no_place()
    {
        Write("a.md", Pump);
        Write("crane.md", Crane);
        await using var live = await Start(content);
        File.Delete(PathOf("a.md"));
        await Until(() => live.FindTombstone("a") is not null);
        // The same words of the trade in another page.
        Write(
            "b.md",
            "# Sulphur pump leaks\n\n## Remediation\n\nPut a tray below the pump, close the valve, and call the plumber "
                + "of the north gate; the pump may go on running with a small leak."
        );
        await Until(() => Find(live, "tray plumber") == "b");
        // The store knows the page, and the look that told it is over.
        await Until(() => live.TimesOf(new("b")) is not null);
        Assert.True(await live.RefreshAsync(TimeSpan.FromSeconds(15)));

        Assert.Null(live.FindTombstone("a")!.Successor);
    }

    [Fact]
    public async Task Of_several_copies_the_one_with_the_name_of_the_file_is_meant()
    {
        Write("old/pump.md", Pump);
        Write("copy.md", Pump);
        await using var live = await Start(content);
        Directory.CreateDirectory(PathOf("new"));
        File.Move(PathOf("old/pump.md"), PathOf("new/pump.md"));

        await Until(() => Now(live, "old/pump") == "new/pump");
    }

    [Fact]
    public async Task A_store_of_the_first_version_learns_where_pages_went()
    {
        Directory.CreateDirectory(DataOf(content));
        using (var store = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False"))
            store.Execute(Repository.Text("tests/Tests/Api/Store/versions/1.sql"));
        Write("a.md", Pump);
        await using (var first = await Start(content))
            await Until(() => first.TimesOf(new("a")) is not null);
        File.Move(PathOf("a.md"), PathOf("b.md"));
        await using var live = await Start(content);

        await Until(() => Now(live, "a") == "b");
        Assert.Empty(live.Degraded);
        Assert.True(live.Feedback.Record("pump hums", "b", true, "ann"));
        Assert.Single(live.Feedback.Phrases.Of("b"));
    }
}

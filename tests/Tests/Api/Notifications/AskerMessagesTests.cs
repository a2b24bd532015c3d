using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Api.Notifications;
using Knowledge.Api.Store;
using Knowledge.Indexer.Visibility;
using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Indexer;
using Microsoft.Extensions.Logging.Abstractions;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Notifications;

/// <summary>Who asked is told once that there is an answer, by a page that they may see, with each engine of the store.</summary>
public abstract class AskerMessagesTests(StoreEngine engine) : IDisposable
{
    private const string Words = "purple elephant invoice";
    private const string Page = $"symptoms: [{Words}]\nowner: data\n---\n# Elephants are purple\n\n## Remediation\n\n1. Paint it.\n";

    private readonly ContentDirectory content = new();
    private readonly MailServer server = new();

    public void Dispose()
    {
        server.Dispose();
        content.Dispose();
        GC.SuppressFinalize(this);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ServingOptions Options =>
        new([new("s", content.Root)], DataOf(content))
        {
            Store = engine == StoreEngine.Postgres ? PostgresServer.Shared.NewDatabase() : null,
            Embedder = new(Knowledge.Indexer.Embeddings.EmbedderSettings.Table),
            PollInterval = TimeSpan.FromMilliseconds(50),
            HasSignIn = true,
            Everybody = Viewer.Public,
            Mail = new("127.0.0.1", server.Port, MailSecurity.None, "kb@example.org") { Patience = TimeSpan.FromSeconds(5) },
            PublicUrl = new("https://kb.example/"),
        };

    private sealed record Running(LiveKnowledge Live, LiveNotifications Notifications, string Gap)
    {
        public Task Send() => Notifications.SendDueAsync(Cancellation);

        public IReadOnlyList<GapAsker> Askers => Live.QueryStore(s => s.GapAskers.All())!;

        public void Ask(string name, string? email, string language = "en", string groups = "[]", string role = "viewer")
        {
            var now = TimeProvider.System.GetUtcNow();
            Assert.True(
                Live.UpdateStore(s =>
                {
                    s.Access.People.Enter($"test:{name}", name, role, groups, now, email);
                    Assert.True(s.GapAskers.Add(Gap, $"test:{name}", language, now));
                })
            );
        }

        public void Forget(string name) => Assert.True(Live.UpdateStore(s => s.GapAskers.Remove(Gap, $"test:{name}")));
    }

    private async Task Run(Func<Running, Task> test, ServingOptions? options = null)
    {
        options ??= Options;
        var loops = Loops();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await Until(() => live.HasStore && live.IsComplete);
        await using var alerts = new LiveAlerts(live, loops, options, TimeProvider.System);
        await using var notifications = new LiveNotifications(
            live,
            alerts,
            options,
            new(TimeProvider.System, NullLogger<BackgroundLoops>.Instance, random: () => 0.5),
            TimeProvider.System,
            NullLogger<LiveNotifications>.Instance
        );
        var gap = live.ForEverybody.Search(new(Words, 1), TimeProvider.System.GetUtcNow()).Gap!;
        live.RecordGap(gap);
        await Until(() => live.QueryStore(s => s.Gaps.List(10, []))?.Count == 1);
        await test(new(live, notifications, gap.Id));
    }

    private async Task Write(LiveKnowledge live, string front = "", string path = "elephants.md")
    {
        content.Write(path, $"---\n{front}{Page}");
        await Until(() => live.VisibleTo(Viewer.Everything).Find(path[..^3]) is { } page && live.TimesOf(page.Id) is not null);
    }

    [Fact]
    public async Task They_are_told_once_in_the_language_in_which_they_asked_and_then_forgotten()
    {
        await Run(async running =>
        {
            running.Ask("ada", "ada@example.org");
            running.Ask("bea", "bea@example.org", language: "de");
            await running.Send();
            Assert.Empty(server.Received);
            Assert.Equal(2, running.Askers.Count);

            await Write(running.Live);
            await running.Send();
            await running.Send();
            await running.Send();

            Assert.Equal(["ada@example.org", "bea@example.org"], server.Received.Select(r => Assert.Single(r.To)).Order());
            var english = server.Received.Single(r => r.To[0] == "ada@example.org");
            Assert.Equal($"Answered: {Words}", english.Read().Subject);
            Assert.Contains("Elephants are purple\nhttps://kb.example/docs/elephants\n", english.Body, StringComparison.Ordinal);
            Assert.Contains("https://kb.example/search?q=purple%20elephant%20invoice", english.Body, StringComparison.Ordinal);
            var german = server.Received.Single(r => r.To[0] == "bea@example.org");
            Assert.Equal($"Beantwortet: {Words}", german.Read().Subject);
            Assert.Contains("Jetzt beantwortet es eine Seite", german.Body, StringComparison.Ordinal);
            Assert.Empty(running.Askers);
            Assert.Equal((0, 0, null), running.Notifications.State);
        });
    }

    [Fact]
    public async Task Whoever_took_it_back_is_not_told_even_when_the_mail_waits_already()
    {
        await Run(async running =>
        {
            running.Ask("ada", "ada@example.org");
            running.Ask("bea", "bea@example.org");
            running.Forget("ada");
            server.Answer = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "450 later" : null;
            await Write(running.Live);
            await running.Send();
            Assert.Equal(1, running.Notifications.State!.Value.Waiting);
            running.Forget("bea");
            server.Answer = _ => null;
            await Until(() =>
            {
                running.Send().GetAwaiter().GetResult();
                return running.Notifications.State!.Value.Waiting == 0;
            });
            Assert.Empty(server.Received);
        });
    }

    [Fact]
    public async Task A_page_that_they_may_not_see_is_no_answer_and_its_title_is_not_sent()
    {
        await Run(async running =>
        {
            running.Ask("ada", "ada@example.org");
            running.Ask("sre", "sre@example.org", groups: """["sre"]""");
            // What an administrator sees of hidden pages is written down, and not sent.
            running.Ask("root", "root@example.org", role: "admin");
            await Write(running.Live, "visible: [sre]\n");
            await running.Send();
            await running.Send();
            Assert.Equal("sre@example.org", Assert.Single(Assert.Single(server.Received).To));
            Assert.Equal(2, running.Askers.Count);
            // The words are everybody's, and so may be another page.
            await Write(running.Live, path: "open.md");
            await running.Send();
            Assert.Equal(3, server.Received.Count);
            Assert.All(
                server.Received.Where(r => r.To[0] != "sre@example.org"),
                r =>
                {
                    Assert.Contains("https://kb.example/docs/open\n", r.Body, StringComparison.Ordinal);
                    Assert.DoesNotContain("docs/elephants", r.Body, StringComparison.Ordinal);
                }
            );
        });
    }

    [Fact]
    public async Task An_answer_that_is_gone_before_the_mail_goes_is_waited_for_again()
    {
        await Run(async running =>
        {
            running.Ask("ada", "ada@example.org");
            server.Answer = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "450 later" : null;
            await Write(running.Live);
            await running.Send();
            Assert.True(Assert.Single(running.Askers).IsWaiting);
            File.Delete(Path.Combine(content.Root, "elephants.md"));
            await Until(() => running.Live.VisibleTo(Viewer.Everything).Find("elephants") is null);
            server.Answer = _ => null;
            await Until(() =>
            {
                running.Send().GetAwaiter().GetResult();
                return !Assert.Single(running.Askers).IsTold;
            });
            Assert.Empty(server.Received);
            Assert.Equal((0, 0, null), running.Notifications.State);

            await Write(running.Live, path: "again.md");
            await running.Send();
            Assert.Contains("docs/again", Assert.Single(server.Received).Body, StringComparison.Ordinal);
            await running.Send();
            Assert.Empty(running.Askers);
        });
    }

    [Fact]
    public async Task Nobody_is_kept_whose_address_is_not_known_any_more_or_whose_search_was_deleted()
    {
        await Run(async running =>
        {
            running.Ask("ada", "ada@example.org");
            running.Ask("ada", null);
            running.Ask("bea", "person-a1b2c3");
            running.Ask("eve", "eve@example.org");
            await running.Send();
            Assert.Equal("eve@example.org", Assert.Single(running.Askers).Email);
            running.Live.QueryStore(s => s.Gaps.Delete(running.Gap));
            Assert.Empty(running.Askers);
            await Write(running.Live);
            await running.Send();
            Assert.Empty(server.Received);
        });
    }

    // One that hangs is waited for once in a round, not by everybody who asked.
    [Fact]
    public async Task Where_one_is_put_off_the_others_are_tried_with_the_next_round()
    {
        await Run(async running =>
        {
            running.Ask("ada", "ada@example.org");
            running.Ask("bea", "bea@example.org");
            server.Answer = line => line.StartsWith("RCPT TO:<ada", StringComparison.Ordinal) ? "450 later" : null;
            await Write(running.Live);
            await running.Send();
            Assert.Equal(1, server.Asked.Count(a => a == "RCPT"));
            await running.Send();
            Assert.Equal("bea@example.org", Assert.Single(Assert.Single(server.Received).To));
            Assert.Null(running.Live.QueryStore(s => s.Outbox.OldestWaiting(except: NotifyTarget.Askers)));
            Assert.NotNull(running.Live.QueryStore(s => s.Outbox.OldestWaiting(except: "")));
        });
    }

    [Fact]
    public async Task What_is_refused_for_good_is_not_tried_again_and_the_link_stays()
    {
        await Run(async running =>
        {
            running.Ask("ada", "ada@example.org");
            server.Answer = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 <ada@example.org> unknown" : null;
            await Write(running.Live);
            await running.Send();
            await running.Send();
            Assert.Equal((0, 1, "the mail server answered 550 to the recipient"), running.Notifications.State);
            Assert.Equal(1, server.Asked.Count(a => a == "RCPT"));
            Assert.Empty(running.Askers);
            Assert.Single(running.Live.FindGaps([running.Gap])!);
        });
    }

    [Fact]
    public async Task Without_a_mail_server_nobody_is_told_and_nothing_is_lost()
    {
        await Run(
            async running =>
            {
                running.Ask("ada", "ada@example.org");
                await Write(running.Live);
                await running.Send();
                Assert.Empty(server.Received);
                Assert.False(Assert.Single(running.Askers).IsTold);
            },
            Options with
            {
                Mail = null,
            }
        );
    }
}

public sealed class AskerMessagesOfSqliteTests() : AskerMessagesTests(StoreEngine.Sqlite);

public sealed class AskerMessagesOfPostgresTests() : AskerMessagesTests(StoreEngine.Postgres);

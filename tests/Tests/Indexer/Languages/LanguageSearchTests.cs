using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Languages;

/// <summary>What is particular to languages, each by one page that must be found and one that must not.</summary>
public sealed class LanguageSearchTests : IDisposable
{
    private readonly Fixture content = new();

    public void Dispose() => content.Dispose();

    [Theory]
    [InlineData("Festplatte Speicher")]
    [InlineData("Festplattenspeicher")]
    [InlineData("Speicher voll")]
    public void Words_that_are_written_together_are_found_by_their_parts(string query)
    {
        var knowledge = content
            .With("a.md", Page("de", "Festplattenspeicher", "Der Festplattenspeicher ist erschöpft."))
            .With("b.md", Page("de", "Festplatte", "Eine Festplatte und eine Platte wurden getauscht."))
            .With("c.md", Page("de", "Speicher", "Der Speicher wird voll gelesen."))
            .With("d.md", Page("de", "Netz", "Das Netz ist langsam."))
            .Build();
        var found = Found(knowledge, query);
        Assert.Contains("a", found);
        Assert.DoesNotContain("d", found);
    }

    [Fact]
    public void The_parts_of_a_word_are_found_by_the_word()
    {
        var knowledge = content
            .With("a.md", Page("de", "Datenbank sichern", "Die Sicherung der Datenbank dauert."))
            .With("b.md", Page("de", "Netz", "Das Netz ist langsam."))
            .Build();
        Assert.Equal(["a"], Found(knowledge, "Datenbanksicherung"));
    }

    // "database" is no German word, though "base" and "data" stand there.
    [Fact]
    public void Words_of_other_languages_are_not_cut()
    {
        content
            .With("a.md", Page("en", "Database", "The database is slow, and so is the data."))
            .With("b.md", Page("en", "Base", "The base image is old."))
            .With("c.md", Page("de", "Platte", "Die Platte."));
        Assert.Equal(["b"], Found(content.Build(), "base"));
    }

    // Nothing is cut into words that no page has by themselves.
    [Fact]
    public void A_word_is_not_cut_where_its_parts_stand_nowhere()
    {
        var knowledge = content.With("a.md", Page("de", "Verbindung", "Die Verbindung ist getrennt.")).Build();
        Assert.Empty(Found(knowledge, "bindung"));
    }

    [Theory]
    [InlineData("uberlauf")]
    [InlineData("Ueberlauf")]
    [InlineData("Überläufe")]
    [InlineData("U\u0308berlauf")]
    public void Accents_may_be_typed_in_any_way_or_not(string query)
    {
        var knowledge = content
            .With("a.md", Page("de", "Überlauf", "Der Puffer hat einen Überlauf."))
            .With("b.md", Page("de", "Ablauf", "Der Ablauf ist beschrieben."))
            .Build();
        Assert.Equal(["a"], Found(knowledge, query));
    }

    // "die" is an article in German and what a process does in English.
    [Fact]
    public void Stop_words_are_those_of_the_language_of_the_query()
    {
        content
            .With("a.md", Page("en", "Workers die", "The workers die after a restart of the queue."))
            .With("b.md", Page("de", "Warteschlange", "Die Warteschlange der Arbeiter ist die längste."))
            .With("c.md", Page("en", "Queue", "The queue is long."));
        var knowledge = content.Build();
        Assert.Equal("a", Found(knowledge, "why do they die")[0]);
        var german = Search(knowledge, "ist die Warteschlange zu lang");
        Assert.Equal("b", german.Hits[0].DocumentId);
        Assert.DoesNotContain(german.Hits, h => h.DocumentId == "a");
    }

    [Fact]
    public void A_negation_behind_its_word_turns_it_round()
    {
        content
            .With("a.md", Page("de", "Startseite", "Die Seite lädt nicht."))
            .With("b.md", Page("de", "Ladezeit", "Die Seite lädt Bilder."));
        var hit = Search(content.Build(), "Seite lädt nicht").Hits[0];
        Assert.Equal("a", hit.DocumentId);
        Assert.Contains(hit.Why, w => w == "term: no lädt");
    }

    [Theory]
    [InlineData("满")]
    [InlineData("磁盘已满")]
    [InlineData("磁盘满")]
    public void Characters_are_found_alone_in_pairs_and_apart(string query)
    {
        content.With("a.md", "# 磁盘\n\n服务器的磁盘已满，无法写入。\n").With("b.md", "# 网络\n\n网络连接断开，请检查交换机。\n");
        var response = Search(content.Build(), query);
        Assert.Equal(["a"], response.Hits.Select(h => h.DocumentId));
        Assert.NotEmpty(response.Hits[0].Marks);
    }

    // 怎么 asks; 么回 would find pages with any 回.
    [Fact]
    public void Question_words_do_not_find_pages_by_a_character_that_is_asked_anyway()
    {
        content.With("a.md", "# 空间\n\n删除之后需要回收空间，请运行任务。\n").With("b.md", "# 返回\n\n接口返回错误，请检查参数。\n");
        var hit = Assert.Single(Search(content.Build(), "怎么回收空间").Hits);
        Assert.Equal("a", hit.DocumentId);
        Assert.DoesNotContain(hit.Why, w => w.Contains("么回", StringComparison.Ordinal));
    }

    [Fact]
    public void Synonyms_are_told_by_the_phrase_as_it_was_typed()
    {
        content.With("a.md", "# 数据库\n\n数据库访问超时，请检查网络。\n");
        Assert.Contains(
            Search(content.Build(), "请求超时").Hits[0].Why,
            w => w.StartsWith("synonym: 请求超时 → ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Marks_cover_words_of_three_characters()
    {
        var hit = Assert.Single(Search(content.With("a.md", "# 首页\n\n仪表盘空白。\n").Build(), "仪表盘").Hits);
        var (start, length) = Assert.Single(hit.Marks);
        Assert.Equal("仪表盘", hit.Snippet.Substring(start, length));
    }

    // Names, codes and paths are the same in every language.
    [Theory]
    [InlineData("ENOSPC")]
    [InlineData("kube_node_status")]
    [InlineData("/var/lib/docker")]
    [InlineData("10.0.0.17")]
    public void Names_stay_whole_in_every_language(string name)
    {
        foreach (var language in new[] { "de", "fr", "es", "tr", "fi", "ru", "zh" })
            content.With($"{language}.md", Page(language, "Titel", $"xx {name} xx"));
        var knowledge = content.Build();
        Assert.Equal(7, Found(knowledge, name).Count);
    }

    // Other words for the same symptom, as somebody types them in Korean; and what is about something else is not the first.
    [Theory]
    [InlineData("디스크 꽉 참", "disk")]
    [InlineData("용량 부족", "disk")]
    [InlineData("로그인이 안 됨", "login")]
    [InlineData("인증 오류", "login")]
    [InlineData("두 번 결제", "twice")]
    [InlineData("한글 깨짐", "letters")]
    public void Symptoms_are_found_in_other_words_in_Korean(string typed, string found)
    {
        content
            .With("disk.md", Page("ko", "야간 작업이 멈춘 이유", "디스크 가득 상태에서 작업이 멈추었습니다."))
            .With("login.md", Page("ko", "월요일 아침의 문제", "사용자가 로그인 실패를 알렸습니다."))
            .With("twice.md", Page("ko", "고객 환불 안내", "중복 결제가 확인되었습니다."))
            .With("letters.md", Page("ko", "보고서 파일", "내려받은 파일에서 글자 깨짐이 보입니다."));
        Assert.Equal(found, Found(content.Build(), typed)[0]);
    }

    [Theory]
    [InlineData("Festplatte AND voll", "de")]
    [InlineData("title:Störung", "de")]
    [InlineData("\"volle Festplatte\"~2", "de")]
    [InlineData("disque AND plein", "fr")]
    [InlineData("\"disques pleins\"", "fr")]
    [InlineData("disque AND voll", "")]
    [InlineData("Festplatten*", "de")]
    public void An_expression_is_read_in_every_language_of_the_pages(string query, string found)
    {
        content
            .With("de.md", Page("de", "Störungen im Lager", "Die vollen Festplatten wurden geleert, eine Festplattenbelegung blieb."))
            .With("fr.md", Page("fr", "Pannes du dépôt", "Le disque plein a été vidé."))
            .With("en.md", Page("en", "Outage", "Nothing of it."));
        var hits = content.Build().Search(new(query) { Syntax = QuerySyntax.Lucene }, default).Hits;
        Assert.Equal(found, string.Join(' ', hits.Select(h => h.DocumentId)));
    }

    // A code stands in pages of all languages alike; that of the question comes first, and no worse page before a better one.
    [Theory]
    [InlineData("warum ENOSPC und nicht weniger", "de en fr worse")]
    [InlineData("why is it ENOSPC", "en de fr worse")]
    [InlineData("pourquoi cette ENOSPC", "fr de en worse")]
    public void Of_pages_that_fit_equally_well_those_in_the_language_of_the_question_come_first(string query, string order)
    {
        content
            .With("de.md", Page("de", "Zephyr", "ENOSPC zirrus."))
            .With("en.md", Page("en", "Nimbus", "ENOSPC zirrus."))
            .With("fr.md", Page("fr", "Stratus", "ENOSPC zirrus."))
            .With("worse.md", Page("es", "Cumulus", "ENOSPC zirrus altus umbra ventus nubes caelum pluvia."));
        Assert.Equal(order, string.Join(' ', Found(content.Build(), query)));
    }

    [Fact]
    public void A_knowledge_base_adds_synonyms_in_its_language()
    {
        content
            .With("a.md", Page("de", "Kasse", "Das Kassensystem antwortet nicht."))
            .With("b.md", Page("de", "Lager", "Das Lager ist geschlossen."))
            .With("thesaurus.de.yaml", "groups:\n  - name: Kasse\n    terms: [Kassensystem, Bondrucker]\n");
        Assert.Contains("a", Found(content.Build(), "Bondrucker"));
    }

    [Fact]
    public void A_broken_thesaurus_of_a_language_is_a_finding()
    {
        content.With("a.md", Page("de", "Kasse", "Das Kassensystem.")).With("thesaurus.de.yaml", "groups: [");
        Assert.Contains(content.Build().Findings, f => f.File == "thesaurus.de.yaml");
    }

    [Fact]
    public void A_change_of_a_page_changes_the_languages_that_are_read()
    {
        var before = content.With("a.md", Page("en", "Disk", "The disk is full.")).Build();
        Assert.Equal(["en"], before.Index.Languages.Select(l => l.Code));
        var after = content.With("b.md", Page("de", "Platte", "Die Platten sind voll.")).Build();
        Assert.Equal(["de", "en"], after.Index.Languages.Select(l => l.Code).Order());
        Assert.Contains("b", Found(after, "Platte"));
    }

    [Fact]
    public void Phrases_and_exclusions_go_by_the_language_of_each_page()
    {
        content
            .With("a.md", Page("de", "Platten", "Hier werden die Platten gewechselt, dann neue Geräte bestellt."))
            .With("b.md", Page("de", "Ersatz", "Neue Platte, Geräte fehlen, gewechselt wird später."))
            .With("c.md", Page("en", "Disks", "The disks are swapped."));
        var knowledge = content.Build();
        Assert.Equal(["a"], Found(knowledge, "\"die Platten gewechselt\""));
        Assert.DoesNotContain("a", Found(knowledge, "Geräte -Platten"));
        Assert.DoesNotContain("b", Found(knowledge, "Geräte -Platten"));
        Assert.Equal(["c"], Found(knowledge, "\"disk are swapped\""));
    }

    [Theory]
    [InlineData("warum ist die Platte voll", "German")]
    [InlineData("pourquoi le disque est plein", "French")]
    [InlineData("磁盘满了怎么办", "Chinese")]
    [InlineData("диск заполнен", "Russian")]
    public void A_query_in_a_language_of_no_page_is_told_so(string query, string language)
    {
        var response = Search(content.With("a.md", Page("en", "Disk full", "The disk is full.")).Build(), query);
        Assert.StartsWith($"No page is in {language}.", response.Notice);
    }

    // Nothing is said where a page is in the language, where it is not clear, or where somebody pasted a log.
    [Theory]
    [InlineData("warum ist die Platte voll")]
    [InlineData("why is the disk full")]
    [InlineData("disk full")]
    [InlineData("ENOSPC")]
    [InlineData("le disque")]
    [InlineData("pourquoi le disque est plein\nno space left on the device for the job")]
    public void Nothing_is_said_of_other_queries(string query)
    {
        content.With("a.md", Page("en", "Disk full", "The disk is full.")).With("b.md", Page("de", "Platte voll", "Die Platte ist voll."));
        Assert.Null(Search(content.Build(), query).Notice);
    }

    [Fact]
    public void Nothing_is_said_where_there_is_no_page() => Assert.Null(Search(content.Build(), "warum ist die Platte voll").Notice);

    private static string Page(string language, string title, string text) => $"---\nlang: {language}\n---\n# {title}\n\n{text}\n";

    private static List<string> Found(KnowledgeBase knowledge, string query) =>
        [.. Search(knowledge, query).Hits.Select(h => h.DocumentId)];

    private static SearchResponse Search(KnowledgeBase knowledge, string query) =>
        knowledge.Search(new SearchRequest(query), DateTimeOffset.UnixEpoch);
}

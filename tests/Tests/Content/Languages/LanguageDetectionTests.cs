using Knowledge.Content;
using Knowledge.Content.Languages;

namespace Knowledge.Tests.Content.Languages;

public sealed class LanguageDetectionTests
{
    [Theory]
    [InlineData("en", "The disk of the node is full and the pods cannot be scheduled. Look at what has grown since the last release.")]
    [InlineData(
        "de",
        "Die Festplatte des Knotens ist voll und die Pods werden nicht mehr gestartet. Prüfen, was seit gestern gewachsen ist."
    )]
    [InlineData("fr", "Le disque du nœud est plein et les pods ne sont plus lancés. Regarder ce qui a grossi depuis la dernière version.")]
    [InlineData("es", "El disco del nodo está lleno y los pods no se pueden iniciar. Mirar qué ha crecido desde la última versión.")]
    [InlineData("it", "Il disco del nodo è pieno e i pod non vengono avviati. Guardare che cosa è cresciuto dopo l'ultima versione.")]
    [InlineData("pt", "O disco do nó está cheio e os pods não são iniciados. Ver o que cresceu desde a última versão com o time.")]
    [InlineData("nl", "De schijf van de node is vol en de pods worden niet meer gestart. Kijk wat er sinds de laatste versie is gegroeid.")]
    [InlineData("sv", "Disken på noden är full och poddarna kan inte startas. Se efter vad som har vuxit sedan den senaste versionen.")]
    [InlineData("da", "Disken på noden er fuld, og der kan ikke startes flere pods. Se efter hvad der blev ændret, hvis det er nyt.")]
    [InlineData("no", "Disken på noden er full, og det kan ikke startes flere poder. Se etter hva som ble endret, hvis det er nytt.")]
    [InlineData("fi", "Levy on täynnä eikä podeja voi käynnistää. Katso mitä on muuttunut, kun se oli vielä kunnossa, ja jos se ei auta.")]
    [InlineData("pl", "Dysk węzła jest pełny i nie można uruchomić podów. Sprawdzić, co urosło od ostatniej wersji, oraz czy to pomaga.")]
    [InlineData("cs", "Disk uzlu je plný a pody se nedají spustit. Podívat se, co od poslední verze narostlo, a jak to bylo před tím.")]
    [InlineData("hu", "A csomópont lemeze megtelt, és a podok nem indulnak el. Meg kell nézni, hogy mi az, ami egy hete még nem volt.")]
    [InlineData(
        "ro",
        "Discul nodului este plin și podurile nu pot fi pornite. Verificați ce a crescut după ultima versiune, dacă nu este clar."
    )]
    [InlineData("tr", "Düğümün diski dolu ve podlar başlatılamıyor. Bu sürümden sonra ne büyüdü, bir bak; çok büyük olan için sil.")]
    [InlineData("ru", "Диск узла заполнен, и поды не запускаются. Посмотрите, что выросло с последней версии.")]
    [InlineData("uk", "Диск вузла заповнений, і поди не запускаються. Подивіться, що збільшилося від останньої версії.")]
    [InlineData("zh", "节点的磁盘已满，无法启动新的 pod。请查看自上一个版本以来增长的内容，然后清理旧的镜像。")]
    [InlineData("zh", "数据库访问超时，请检查网络。")]
    [InlineData("ja", "ノードのディスクがいっぱいで、Pod を起動できません。前のバージョンから増えたものを確認してください。")]
    [InlineData("ko", "노드의 디스크가 가득 차서 파드를 시작할 수 없습니다. 지난 버전 이후에 늘어난 것을 확인하세요.")]
    public void A_page_is_in_the_language_of_its_words(string language, string text) =>
        Assert.Equal(language, LanguageDetection.OfPage([text]));

    // What is not clear is English, as nearly all pages of operations are.
    [Theory]
    [InlineData("")]
    [InlineData("kubectl get pods -A; df -h; systemctl restart kubelet")]
    [InlineData("El Niño, La Niña")]
    [InlineData("KubePodCrashLooping node_filesystem_avail_bytes die in a on")]
    [InlineData("The message \"Die Datei ist nicht vorhanden\" of the mainframe means that the file is not there, and that we wait.")]
    [InlineData("The dashboard 磁盘已满 is the one that the Chinese team looks at, and it is not the one that we have for the nodes.")]
    public void What_is_not_clear_is_English(string text) => Assert.Equal("en", LanguageDetection.OfPage([text]));

    [Fact]
    public void Commands_and_logs_do_not_hide_the_language_of_what_stands_between_them()
    {
        var commands = string.Join('\n', Enumerable.Repeat("kubectl get pods -A --field-selector status.phase=Failed -o wide", 4));
        Assert.Equal(
            "de",
            LanguageDetection.OfPage([
                $"{commands}\nDie Pods sind nicht gestartet.\n{commands}\nDanach mit dem Team sprechen, wenn es noch nicht geht.",
            ])
        );
    }

    [Theory]
    [InlineData("die Festplatte ist voll", "de")]
    [InlineData("pourquoi le tableau de bord est vide", "fr")]
    [InlineData("el panel no carga y está vacío", "es")]
    [InlineData("why is the dashboard empty", "en")]
    [InlineData("磁盘满了怎么办", "zh")]
    [InlineData("ディスクがいっぱい", "ja")]
    [InlineData("диск заполнен", "ru")]
    [InlineData("disk full", null)]
    [InlineData("pod en error", null)]
    [InlineData("ENOSPC", null)]
    [InlineData("", null)]
    public void A_query_is_in_a_language_only_where_its_words_tell(string query, string? language) =>
        Assert.Equal(language, LanguageDetection.OfQuery(query));

    [Theory]
    [InlineData("de", "de")]
    [InlineData("pt-BR", "pt")]
    [InlineData("zh_Hans", "zh")]
    [InlineData("nb", "no")]
    [InlineData("EN", "en")]
    [InlineData("deutsch", null)]
    [InlineData("", null)]
    [InlineData("d", null)]
    [InlineData("x1", null)]
    public void A_tag_names_a_language(string tag, string? code) => Assert.Equal(code, LanguageTag.CodeOf(tag));

    [Theory]
    [InlineData("lang: de", "de", 0)]
    [InlineData("lang: pt-BR", "pt", 0)]
    [InlineData("lang: deutsch", "en", 1)]
    [InlineData("lang: [de]", "en", 1)]
    [InlineData("lnag: de", "en", 1)]
    public void Front_matter_says_the_language(string line, string language, int findings)
    {
        var read = DocumentReader.Read(new("s", "s", "page.md", $"---\n{line}\n---\n# Disk\n\nThe disk of the node is full.\n"));
        Assert.Equal(language, Assert.Single(read.Documents).Language);
        Assert.Equal(findings, read.Findings.Count(f => f.Message.Contains("lang", StringComparison.Ordinal)));
    }
}

using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Text;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("Dashboards not loading!!!", "dashboard not load")]
    [InlineData("KubePodCrashLooping", "kubepodcrashlooping kube pod crash loop")]
    [InlineData("HTTPServer", "httpserver http server")]
    [InlineData("rows_read", "rows_read row read")]
    [InlineData("node_filesystem_avail_bytes", "node_filesystem_avail_bytes node filesystem avail byte")]
    [InlineData("ENOSPC", "enospc")]
    [InlineData("10.0.0.1", "10.0.0.1 10 0 0 1")]
    [InlineData("v1.28.3", "v1.28.3 1 28 3")]
    [InlineData("/data/ticker/shard-01", "data/ticker/shard-01 data ticker shard 01")]
    [InlineData("web-socket", "websocket web socket")]
    [InlineData("java.lang.OutOfMemoryError", "java.lang.outofmemoryerror java lang out of memori error")]
    [InlineData("doesn't can't client's", "doe not can not client")]
    [InlineData("500ms", "500ms 500 ms")]
    [InlineData("HTTP 503", "http 503")]
    [InlineData("日本", "日本 日 本")]
    [InlineData("磁盘已满", "磁盘 磁 盘已 盘 已满 已 满")]
    [InlineData("pod已重启3次", "pod 已重 已 重启 重 启 3 次")]
    [InlineData("l'espace d'API qu'elle", "espac api ell")]
    [InlineData("Café cafe Cafe\u0301", "cafe cafe cafe")]
    [InlineData("ＨＴＴＰ　５０３", "http 503")]
    [InlineData("ＫｕｂｅＰｏｄ", "kubepod kube pod")]
    [InlineData("ｒｏｗｓ＿ｒｅａｄ", "rows_read row read")]
    [InlineData("", "")]
    [InlineData("!!! --- ...", "")]
    public void Gives_words_and_names_as_a_whole_and_in_parts(string text, string terms) =>
        Assert.Equal(terms, string.Join(' ', Tokenizer.Tokenize(text).Select(t => t.Term)));

    [Theory]
    [InlineData("rows_read: 0")]
    [InlineData("rows_read=0")]
    [InlineData("""{"rows_read": 0}""")]
    [InlineData("""{"job":"nightly","rows_read":0,"status":"ok"}""")]
    public void Sees_the_same_field_however_it_is_written(string text) =>
        Assert.Contains(Tokenizer.Tokenize(text), t => t is { Kind: TokenKind.Pair, Term: "rows_read=0" });

    [Fact]
    public void Sees_no_field_in_prose() =>
        Assert.DoesNotContain(Tokenizer.Tokenize("Note: the disk is full. Why? Because: nobody looked."), t => t.Kind == TokenKind.Pair);

    [Fact]
    public void Says_where_each_word_stands()
    {
        const string text = "The disk of batch-01 is full";
        Assert.All(
            Tokenizer.Tokenize(text).Where(t => t.Kind == TokenKind.Word),
            t => Assert.Equal(t.Surface, text.Substring(t.Start, t.Length), ignoreCase: true)
        );
    }

    [Theory]
    [InlineData("no data", "no+data")]
    [InlineData("not loading", "no+load")]
    [InlineData("not being loaded", "no+load")]
    [InlineData("without a leader", "no+leader")]
    public void Draws_a_negation_into_the_word_it_turns_round(string text, string term) =>
        Assert.Contains(Negations.Added(Tokenizer.Tokenize(text)), t => t.Term == term);
}

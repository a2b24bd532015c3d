using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Documents;

public sealed class ActionWordsTests
{
    [Theory]
    [InlineData("Look at the pods, you may need to increase their memory.")]
    [InlineData("Restart the worker.")]
    [InlineData("If it is down, restart it.")]
    [InlineData("Die Pods neu starten.")]
    [InlineData("Il faut redémarrer le service.")]
    [InlineData("El disco se puede aumentar.")]
    [InlineData("Следует перезапустить сервис.")]
    [InlineData("必要时重启实例")]
    [InlineData("Pod を再起動します")]
    public void What_helps_is_told_from_what_happens(string text) => Assert.True(ActionWords.TellsARemedy(text));

    [Theory]
    [InlineData("Check for an increase of errors after restarts.")]
    [InlineData("The update failed.")]
    [InlineData("")]
    [InlineData("Die Zahl der Neustarts.")]
    [InlineData("查看日志")]
    public void What_happens_is_no_remedy(string text) => Assert.False(ActionWords.TellsARemedy(text));

    [Theory]
    [InlineData("Click on Restart.", true)]
    [InlineData("Auf die Schaltfläche klicken.", true)]
    [InlineData("单击“重启”", true)]
    [InlineData("Haga clic en Reiniciar", true)]
    [InlineData("Run the script.", false)]
    [InlineData("The clickhouse server.", false)]
    public void What_is_clicked_on_is_not_typed(string text, bool isMouse) => Assert.Equal(isMouse, ActionWords.IsDoneWithAMouse(text));

    [Fact]
    public void Every_language_has_words_of_both() =>
        Assert.All(LanguageFiles.All, f => Assert.True(f["mouse"] is not null && (f["remedies"] ?? f["imperatives"]) is not null));
}

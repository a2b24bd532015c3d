using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Documents;

public sealed class HeadingLexiconTests
{
    [Theory]
    [InlineData("Root cause analysis", SectionKind.Causes)]
    [InlineData("Action items", SectionKind.Actions)]
    [InlineData("Recommended actions", SectionKind.Remediation)]
    [InlineData("Corrective actions", SectionKind.Actions)]
    [InlineData("Actions", SectionKind.Actions)]
    [InlineData("Action:", SectionKind.Remediation)]
    [InlineData("What should I do?", SectionKind.Remediation)]
    [InlineData("What does this alert mean?", SectionKind.Symptoms)]
    [InlineData("Assess", SectionKind.Diagnosis)]
    [InlineData("Remediate", SectionKind.Remediation)]
    [InlineData("Contain the attack", SectionKind.Remediation)]
    [InlineData("Containment actions", SectionKind.Remediation)]
    [InlineData("Troubleshooting steps", SectionKind.Diagnosis)]
    [InlineData("Step 2: drain the node", SectionKind.Remediation)]
    [InlineData("Ursachen", SectionKind.Causes)]
    [InlineData("Mögliche Ursachen", SectionKind.Causes)]
    [InlineData("Störungsbehebung", SectionKind.Remediation)]
    [InlineData("Sofortmaßnahmen", SectionKind.Remediation)]
    [InlineData("Que faire ?", SectionKind.Remediation)]
    [InlineData("Causes possibles", SectionKind.Causes)]
    [InlineData("Plan d'action", SectionKind.Actions)]
    [InlineData("¿Qué debo hacer?", SectionKind.Remediation)]
    [InlineData("Lecciones aprendidas", SectionKind.Lessons)]
    [InlineData("Linha do tempo", SectionKind.Timeline)]
    [InlineData("Come risolvere", SectionKind.Remediation)]
    [InlineData("Cause possibili", SectionKind.Causes)]
    [InlineData("Wat te doen", SectionKind.Remediation)]
    [InlineData("Hoofdoorzaak", SectionKind.Causes)]
    [InlineData("Przyczyny awarii", SectionKind.Causes)]
    [InlineData("Rozwiązanie problemu", SectionKind.Remediation)]
    [InlineData("Co dělat", SectionKind.Remediation)]
    [InlineData("Felsökning", SectionKind.Diagnosis)]
    [InlineData("Grundorsak", SectionKind.Causes)]
    [InlineData("Возможные причины", SectionKind.Causes)]
    [InlineData("Устранение неполадки", SectionKind.Remediation)]
    [InlineData("告警含义", SectionKind.Symptoms)]
    [InlineData("可能原因", SectionKind.Causes)]
    [InlineData("排查步骤", SectionKind.Diagnosis)]
    [InlineData("2. 故障处理方法", SectionKind.Remediation)]
    [InlineData("报错处理", SectionKind.Remediation)]
    [InlineData("根本原因分析", SectionKind.Causes)]
    [InlineData("対処方法", SectionKind.Remediation)]
    [InlineData("再発防止策", SectionKind.Actions)]
    [InlineData("장애 원인", SectionKind.Causes)]
    [InlineData("조치 방법", SectionKind.Remediation)]
    public void A_heading_says_what_its_section_is_for(string heading, SectionKind kind) =>
        Assert.Equal(kind, HeadingLexicon.BuiltIn.KindOf(heading));

    [Theory]
    [InlineData("Overview")]
    [InlineData("Containers")]
    [InlineData("Introduction to queues")]
    [InlineData("Causeway")]
    [InlineData("How to trigger the cleanup")]
    [InlineData("Jobs on a manual trigger")]
    [InlineData("Upload assets with the CDN action")]
    [InlineData("Warteschlange")]
    [InlineData("Architektur")]
    [InlineData("Présentation")]
    [InlineData("Configuración")]
    [InlineData("Обзор")]
    [InlineData("概要")]
    [InlineData("架构")]
    [InlineData("개요")]
    [InlineData("2024 disks")]
    [InlineData("")]
    [InlineData("***")]
    public void Other_headings_say_nothing(string heading) => Assert.Null(HeadingLexicon.BuiltIn.KindOf(heading));

    [Fact]
    public void There_is_a_file_for_each_language_and_each_names_the_kinds_of_a_runbook()
    {
        Assert.Equal(
            ["cs", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "zh"],
            LanguageFiles.Languages.Order(StringComparer.Ordinal)
        );
        foreach (var file in LanguageFiles.All)
        {
            Assert.All(
                file.Entries.Select(e => e.Key).Except(LanguageFiles.OtherKeys),
                k => Assert.True(Enum.TryParse<SectionKind>(k, ignoreCase: true, out _), k)
            );
            foreach (var kind in new[] { "symptoms", "causes", "diagnosis", "remediation", "timeline", "lessons", "months" })
                Assert.NotNull(file[kind]);
        }
    }

    [Fact]
    public void A_knowledge_base_adds_words_and_its_own_count_first()
    {
        var (lexicon, problem) = HeadingLexicon.With("remediation: [first aid, checks]\nsymptoms: [粗筋]\nstep-words: [hop]\n");
        Assert.Null(problem);
        Assert.Equal(SectionKind.Remediation, lexicon.KindOf("First aid"));
        Assert.Equal(SectionKind.Remediation, lexicon.KindOf("Checks"));
        Assert.Equal(SectionKind.Symptoms, lexicon.KindOf("今回の粗筋"));
        Assert.Equal(SectionKind.Remediation, lexicon.KindOf("Hop 2"));
        Assert.Equal(SectionKind.Causes, lexicon.KindOf("Root cause"));
    }

    [Theory]
    [InlineData("remediate: [x]\n", "is not a kind of section")]
    [InlineData("remediation: [x\n", "")]
    public void What_is_wrong_in_its_file_is_told(string yaml, string message) =>
        Assert.Contains(message, HeadingLexicon.With(yaml).Problem!.Message, StringComparison.Ordinal);
}

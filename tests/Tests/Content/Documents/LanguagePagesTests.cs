using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Documents;

/// <summary>A runbook and a postmortem in each language whose headings are known, as its speakers would write them.</summary>
public sealed class LanguagePagesTests
{
    // Symptoms, causes, diagnosis, remediation, verification.
    [Theory]
    [InlineData("de", "Verantwortlich", "Symptome", "Mögliche Ursachen", "Wie prüfe ich das?", "Was ist zu tun?", "Erfolgskontrolle")]
    [InlineData("de", "Team", "Was sieht der Nutzer?", "Woran liegt es?", "Fehlersuche", "Lösungsschritte", "Prüfung nach der Behebung")]
    [InlineData("en", "Owner", "What users see", "Why does this happen?", "How do I check?", "How do I fix it?", "Is it fixed?")]
    [InlineData("fr", "Responsable", "Symptômes observés", "Causes probables", "Comment vérifier ?", "Que faire ?", "Vérification")]
    [InlineData(
        "fr",
        "Équipe",
        "Signification de l'alerte",
        "Origine du problème",
        "Diagnostic",
        "Procédure de rétablissement",
        "Validation"
    )]
    [InlineData("es", "Responsable", "Síntomas", "Posibles causas", "Cómo comprobarlo", "¿Qué hacer?", "Verificación")]
    [InlineData("es", "Equipo", "Qué ven los usuarios", "Causa raíz", "Pasos de diagnóstico", "Cómo solucionarlo", "Comprobar la solución")]
    [InlineData("pt", "Responsável", "Sintomas", "Possíveis causas", "Como verificar", "O que fazer", "Validação")]
    [InlineData("pt", "Equipe", "O que o usuário vê", "Causa raiz", "Diagnóstico do problema", "Passos para resolver", "Como confirmar")]
    [InlineData("it", "Responsabile", "Sintomi", "Possibili cause", "Come verificare", "Cosa fare", "Verifica finale")]
    [InlineData("nl", "Eigenaar", "Symptomen", "Mogelijke oorzaken", "Hoe controleer ik dit?", "Wat moet ik doen?", "Verificatie")]
    [InlineData("pl", "Właściciel", "Objawy", "Możliwe przyczyny", "Jak sprawdzić?", "Co robić?", "Weryfikacja")]
    [InlineData("cs", "Vlastník", "Příznaky", "Možné příčiny", "Jak ověřit příčinu", "Co dělat", "Ověření")]
    [InlineData("sv", "Ansvarig", "Symptom", "Möjliga orsaker", "Felsökning", "Vad ska jag göra?", "Verifiering")]
    [InlineData("zh", "负责人", "故障现象", "可能的原因", "如何排查", "处理步骤", "验证恢复")]
    [InlineData("zh", "负责团队", "告警说明", "触发原因", "诊断方法", "解决方案", "恢复验证")]
    [InlineData("ja", "担当", "症状", "考えられる原因", "調査方法", "対処方法", "復旧確認")]
    [InlineData("ko", "담당팀", "증상", "가능한 원인", "확인 방법", "조치 방법", "정상 확인")]
    [InlineData("ru", "Владелец", "Симптомы", "Возможные причины", "Как проверить", "Что делать?", "Проверка результата")]
    public void A_runbook_has_its_parts(
        string language,
        string owner,
        string symptoms,
        string causes,
        string diagnosis,
        string remediation,
        string verification
    )
    {
        var page = Pages.Read(
            $"""
            # Queue 7

            **{owner}:** payments

            ## {symptoms}

            - A

            ## {causes}

            - The consumer has stopped

            ## {diagnosis}

            1. C: `queuectl length`

            ## {remediation}

            1. D: `systemctl restart consumer`

            ## {verification}

            E
            """,
            $"docs/{language}.md"
        );
        Assert.Equal(
            "Symptoms, Causes, Diagnosis, Remediation, Verification",
            string.Join(", ", page.Sections.Where(s => s.HeadingPath.Count > 1).Select(s => s.Kind))
        );
        Assert.Equal(
            (DocumentKind.Runbook, "payments", "The consumer has stopped"),
            (page.Kind, page.FrontMatter.Owner, page.Causes.Single().Text)
        );
        Assert.Equal(["queuectl length", "systemctl restart consumer"], page.Sections.SelectMany(s => s.Steps).Select(s => s.Command));
    }

    // Impact, causes, timeline, actions, lessons; a date as it is written.
    [Theory]
    [InlineData(
        "de",
        "Auswirkungen",
        "Grundursache",
        "Zeitlicher Ablauf",
        "Maßnahmen zur Vorbeugung",
        "Erkenntnisse",
        "12. Januar 2026 07:40 Uhr"
    )]
    [InlineData("en", "Customer impact", "Root cause", "Timeline", "Action items", "Lessons learned", "January 12th, 2026 07:40")]
    [InlineData("fr", "Impact", "Cause racine", "Chronologie", "Plan d'action", "Leçons apprises", "12 janvier 2026 07:40")]
    [InlineData("es", "Impacto", "Causa raíz", "Cronología", "Acciones correctivas", "Lecciones aprendidas", "12 de enero de 2026 07:40")]
    [InlineData("pt", "Impacto", "Causa raiz", "Linha do tempo", "Ações corretivas", "Lições aprendidas", "12 de janeiro de 2026 07:40")]
    [InlineData(
        "it",
        "Impatto",
        "Causa principale",
        "Cronologia degli eventi",
        "Azioni correttive",
        "Lezioni apprese",
        "12 gennaio 2026 07:40"
    )]
    [InlineData("nl", "Gevolgen", "Hoofdoorzaak", "Tijdlijn", "Actiepunten", "Geleerde lessen", "12 januari 2026 07:40")]
    [InlineData("pl", "Skutki", "Główna przyczyna", "Przebieg zdarzeń", "Działania korygujące", "Wnioski", "12 stycznia 2026 07:40")]
    [InlineData("cs", "Dopad", "Hlavní příčina", "Časová osa", "Nápravná opatření", "Ponaučení", "12. ledna 2026 07:40")]
    [InlineData("sv", "Påverkan", "Grundorsak", "Tidslinje", "Förebyggande åtgärder", "Lärdomar", "12 januari 2026 07:40")]
    [InlineData("zh", "影响范围", "根本原因", "时间线", "改进措施", "经验教训", "2026年1月12日 07:40")]
    [InlineData("ja", "影響範囲", "根本原因", "タイムライン", "再発防止策", "教訓", "2026年1月12日 07:40")]
    [InlineData("ko", "영향 범위", "근본 원인", "타임라인", "재발 방지 대책", "교훈", "2026년 1월 12일 07:40")]
    [InlineData("ru", "Влияние", "Корневая причина", "Хронология", "Корректирующие действия", "Уроки", "12 января 2026 г. 07:40")]
    public void A_postmortem_has_its_parts(
        string language,
        string impact,
        string causes,
        string timeline,
        string actions,
        string lessons,
        string time
    )
    {
        var page = Pages.Read(
            $"""
            # Queue 7

            ## {impact}

            A

            ## {causes}

            The consumer had stopped.

            ## {timeline}

            | Time | Event |
            |---|---|
            | {time} | C |

            ## {actions}

            - [ ] D

            ## {lessons}

            E
            """,
            $"docs/{language}.md"
        );
        Assert.Equal(
            "Impact, Causes, Timeline, Actions, Lessons",
            string.Join(", ", page.Sections.Where(s => s.HeadingPath.Count > 1).Select(s => s.Kind))
        );
        Assert.Equal((DocumentKind.Postmortem, "The consumer had stopped."), (page.Kind, page.Causes.Single().Text));
        Assert.Equal(new DateTimeOffset(2026, 1, 12, 7, 40, 0, TimeSpan.Zero), page.Postmortem!.Timeline.Single().At);
        Assert.Equal("D", page.Postmortem.Actions.Single().Text);
    }
}

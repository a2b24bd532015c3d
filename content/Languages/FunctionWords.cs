using System.Collections.Frozen;

namespace Knowledge.Content.Languages;

/// <summary>The most frequent words of languages in Latin script: a third of all running text, and hardly any in another's.</summary>
internal static class FunctionWords
{
    // csharpier-ignore
    private static readonly (string Code, string Words)[] Lists =
    [
        ("en", "the of and to a in is it that for on are as with be this by from at or not if was an have has can will when which you we do does no but so its there then after before all any into how what why your they than been were our out up only should must may other"),
        ("de", "der die das und ist nicht ein eine einen einem einer des dem den mit auf für von zu sich auch wird werden wurde sind bei nach aus wenn oder im am als an es wir sie ich kann noch nur über durch dass keine kein wie vor bis zum zur unter um hat haben dann sein mehr man alle so seit warum muss"),
        ("fr", "le la les des du de un une et est en que qui dans pour pas sur au aux ne se ce cette il elle sont par avec plus ou mais nous vous je son sa ses être fait ont à été si tout comme après avant lorsque quand pourquoi comment sans dont leur peut mon ma mes c"),
        ("es", "el la los las de del que y en un una es no se por con para su al lo como más pero sus le ha este esta están está son si cuando sin sobre todo también hay muy porque desde hasta ya nos qué cómo mi me fue ser tiene puede entre después antes o e"),
        ("it", "il lo la i gli le di del della dei delle che e è un una in per non con si da dal su sul come più ma sono nel nella al alla ai anche se questo questa quando ha dopo prima tutti perché senza ogni essere viene già ci mi o ed sui dalla può"),
        ("pt", "o a os as de do da dos das que e em um uma não se por com para no na nos nas ao é como mais mas foi são está ou quando sem sobre também até já muito pelo pela seu sua isso este esta porque depois antes ser tem pode meu minha às entre"),
        ("nl", "de het een en van is niet in op te dat die voor met zijn er aan als bij ook maar naar om door worden wordt uit nog over dan kan geen of deze dit we ik je wij u hebben heeft moet meer na tot waarom hoe wat werd zonder"),
        ("sv", "och att det som en är på inte för med av den till i har om ett de vi kan när eller från men ska så var blir vid under efter utan ingen inga hur varför finns över må detta denna sig också mot alla"),
        ("da", "og at det som en er på ikke for med af den til i har om et de vi kan når eller fra men skal så var bliver ved under efter uden ingen hvordan hvorfor findes over denne dette sig også mod alle hvis blev"),
        ("no", "og at det som en er på ikke for med av den til i har om et de vi kan når eller fra men skal så var blir ved under etter uten ingen hvordan hvorfor finnes over denne dette seg også mot alle hvis ble"),
        ("fi", "ja on ei että se oli olla ovat kun jos mutta tai myös niin kuin joka tämä sen hän voi eivät ole mukaan ennen jälkeen kanssa miksi miten sekä vain kaikki nyt vielä tämän mitä missä"),
        ("pl", "i w na z się nie do jest to że o jak po dla od przez przy za są może jeśli lub ale tylko czy co oraz nie było być który która które po przed bez gdy już też tego tym dlaczego"),
        ("cs", "a v na je se to že s z do o i ve pro při za jako po od jsou ale nebo není byl bylo být který která které když už jen také podle před bez jak proč tak co aby může"),
        ("hu", "a az és hogy nem is egy van meg ha de el csak ez ki mint vagy már még kell után lehet volt fel le be amikor miért hogyan nincs minden ezt azt akkor között"),
        ("ro", "de și în la cu pe nu o un este din care să se pentru că mai au a fost sunt dar sau după când prin fără dacă ca al ale lui ei ce cum într această acest poate"),
        ("tr", "ve bir bu için ile da de ne olarak çok daha değil var yok olan gibi kadar sonra ise ya mi mı ama en her veya nasıl neden önce tüm göre şu olduğu zaman"),
    ];

    /// <summary>Codes by the bit that stands for them; English is the first.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Lists.Select(l => l.Code)];

    private static readonly FrozenDictionary<string, uint> Languages = Lists
        .SelectMany((l, i) => l.Words.Split(' ').Distinct().Select(w => (Word: w, Bit: 1u << i)))
        .GroupBy(w => w.Word)
        .ToFrozenDictionary(g => g.Key, g => g.Aggregate(0u, (all, w) => all | w.Bit), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, uint>.AlternateLookup<ReadOnlySpan<char>> Lookup = Languages.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>The languages that a word is a function word of, a bit each.</summary>
    public static uint Of(ReadOnlySpan<char> lowerCaseWord) => Lookup.TryGetValue(lowerCaseWord, out var languages) ? languages : 0;
}

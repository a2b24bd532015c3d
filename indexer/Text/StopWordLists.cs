using Lucene.Net.Analysis.Cz;
using Lucene.Net.Analysis.Da;
using Lucene.Net.Analysis.De;
using Lucene.Net.Analysis.Es;
using Lucene.Net.Analysis.Fi;
using Lucene.Net.Analysis.Fr;
using Lucene.Net.Analysis.Hu;
using Lucene.Net.Analysis.It;
using Lucene.Net.Analysis.Nl;
using Lucene.Net.Analysis.No;
using Lucene.Net.Analysis.Pt;
using Lucene.Net.Analysis.Ro;
using Lucene.Net.Analysis.Ru;
using Lucene.Net.Analysis.Sv;
using Lucene.Net.Analysis.Tr;
using Lucene.Net.Analysis.Util;

namespace Knowledge.Indexer.Text;

/// <summary>Stop words of Lucene.NET, and what people who ask for help write beside them; English ones are our own.</summary>
internal static class StopWordLists
{
    private const string English =
        "a about after again all also am an and any are as at be because been "
        + "being but by can could did do does doing every for from get gets getting got "
        + "had has have having he help her here hi hello his how i if in into is "
        + "it its just like me my of on only or our ours please she should since so "
        + "some still than that the their them then there these they this those to too "
        + "us very was we were what when where which while who why will with would you "
        + "your says say see seeing seems today now yet one s t re ve ll";

    // Filler words: courtesy, urgency, names of days and months: tickets are full of them, and pages share them by chance.
    private const string EnglishCourtesies =
        "january february march april may june july august september october november december "
        + "monday tuesday wednesday thursday friday saturday sunday morning afternoon evening asap "
        + "urgent urgently dear team regards kind kindly thanks thank cheers sorry mail email "
        + "call phone ticket issue problem";

    public static IEnumerable<string> Words(string code) =>
        code is "en"
            ? English.Split(' ')
            : ((IEnumerable<string>?)Published(code) ?? []).Concat(Asking(code).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public static IEnumerable<string> Negations(string code) =>
        (
            code switch
            {
                "en" => "no not never nothing none without cannot",
                "de" => "nicht kein keine keinen keinem keiner keines nie niemals nichts ohne",
                "fr" => "ne pas aucun aucune sans jamais rien",
                "es" => "no sin nunca nada ningún ninguna ningunos ningunas",
                "it" => "non senza mai nessun nessuna nessuno niente",
                "pt" => "não sem nunca nada nenhum nenhuma",
                "nl" => "niet geen nooit niets zonder",
                "sv" => "inte ingen inget inga aldrig inget utan",
                "da" => "ikke ingen intet aldrig uden",
                "no" => "ikke ingen ingenting aldri uten",
                "fi" => "ei eivät ilman",
                "ru" => "не нет без никогда ничего",
                "pl" => "nie bez nigdy brak",
                "cs" => "ne bez nikdy žádný žádná žádné",
                "hu" => "nem nincs nélkül soha",
                "ro" => "nu fără niciodată niciun nicio",
                _ => "",
            }
        ).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static IEnumerable<string> NegationsBehind(string code) =>
        code switch
        {
            "de" => ["nicht"],
            "nl" => ["niet"],
            "sv" => ["inte"],
            "da" or "no" => ["ikke"],
            _ => [],
        };

    public static IEnumerable<string> Courtesies(string code) =>
        (
            code switch
            {
                "en" => EnglishCourtesies,
                "de" => "montag dienstag mittwoch donnerstag freitag samstag sonntag morgen vormittag nachmittag abend dringend eilig "
                    + "liebe lieber kollegen grüße grüßen gruß danke problem ticket mail telefon",
                "fr" => "lundi mardi mercredi jeudi vendredi samedi dimanche matin soir urgent merci cordialement équipe problème ticket mail",
                "es" => "lunes martes miércoles jueves viernes sábado domingo mañana tarde noche urgente gracias saludos equipo problema ticket",
                _ => "",
            }
        ).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // What questions and requests for help are made of.
    private static string Asking(string code) =>
        code switch
        {
            "de" => "warum wieso weshalb wann wer was wo hallo hi bitte hilfe danke moin plötzlich seit heute gestern gerade jetzt wieder "
                + "immer mal schon bekomme bekommen bekommt kriege kriegen gibt mir uns unser unsere unserem unseren meine mein "
                + "sehe sehen sagt steht kommt kommen macht machen tun muss müssen soll sollen kann können lässt lassen werden wird mehr noch "
                + "beim ganz nur dauernd ständig ja brauche brauchen möchte möchten will wollen bitten",
            "fr" => "pourquoi comment quand où quoi quel quelle quels quelles bonjour salut svp stp merci aide depuis aujourd hui hier maintenant "
                + "toujours encore plus plusieurs fait faire faut peut peux puis voit vois voir dit va vont chez après cela ça car très veux voudrais besoin demander demande",
            "es" => "por qué cómo cuándo dónde quién cuál hola favor ayuda gracias desde hoy ayer ahora siempre todavía aún hace hacer hay sale "
                + "salen veo ver dice puedo puede pueden va van después quiero necesito pedir pido solicitar",
            "it" => "perché come quando dove ciao prego aiuto grazie oggi ieri adesso ora sempre ancora fare fa vedo posso può dopo vorrei voglio bisogno chiedere",
            "pt" => "porquê porque como quando onde olá ajuda obrigado hoje ontem agora sempre ainda fazer faz vejo posso pode depois quero preciso pedir solicitar",
            "nl" => "waarom hoe wanneer waar hallo hulp graag alstublieft bedankt sinds vandaag gisteren nu altijd weer doe doen krijg krijgen wil nodig vragen",
            "pl" => "a aby ale bardzo bez bo być by był była było były czy co dla do dlaczego gdy gdzie go i ich ich ja jak jako jest jego jej już "
                + "każdy która które który kiedy lub ma mam mi mnie mu my na nad nam nas ne nie niż o od on ona one oni oraz po pod przed "
                + "przez przy się są ta tak także te tego tej ten też to tu tym ty w we wszystko z za ze że",
            _ => "",
        };

    private static CharArraySet? Published(string code) =>
        code switch
        {
            "de" => GermanAnalyzer.DefaultStopSet,
            "fr" => FrenchAnalyzer.DefaultStopSet,
            "es" => SpanishAnalyzer.DefaultStopSet,
            "it" => ItalianAnalyzer.DefaultStopSet,
            "pt" => PortugueseAnalyzer.DefaultStopSet,
            "nl" => DutchAnalyzer.DefaultStopSet,
            "sv" => SwedishAnalyzer.DefaultStopSet,
            "da" => DanishAnalyzer.DefaultStopSet,
            "no" => NorwegianAnalyzer.DefaultStopSet,
            "fi" => FinnishAnalyzer.DefaultStopSet,
            "ru" => RussianAnalyzer.DefaultStopSet,
            "cs" => CzechAnalyzer.DefaultStopSet,
            "tr" => TurkishAnalyzer.DefaultStopSet,
            "hu" => HungarianAnalyzer.DefaultStopSet,
            "ro" => RomanianAnalyzer.DefaultStopSet,
            _ => null,
        };
}

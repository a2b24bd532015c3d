using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Postmortems;

/// <summary>What a change of state came to, in a sentence.</summary>
internal static class StateSentence
{
    public static string Of(string state) =>
        state switch
        {
            "published" => T("Published. Searches find it from now on."),
            "closed" => T("Closed. All eleven questions are answered, or open with an owner and a date."),
            "discarded" => T("Discarded. It is in no list any more."),
            _ => T("A draft again. Searches do not find it."),
        };
}

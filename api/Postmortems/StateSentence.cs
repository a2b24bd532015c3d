namespace Knowledge.Api.Postmortems;

/// <summary>What a change of state came to, in a sentence.</summary>
internal static class StateSentence
{
    public static string Of(string state) =>
        state switch
        {
            "published" => "Published. Searches find it from now on.",
            "closed" => "Closed. All eleven questions are answered, or open with an owner and a date.",
            "discarded" => "Discarded. It is in no list any more.",
            _ => "A draft again. Searches do not find it.",
        };
}

namespace Knowledge.Api.Serving;

/// <summary>Ends the server before it began: one line for people, one number for scripts.</summary>
internal static class Exit
{
    public static int With(TextWriter output, string text, int code)
    {
        output.WriteLine(text);
        return code;
    }
}

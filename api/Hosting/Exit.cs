namespace Knowledge.Api.Hosting;

/// <summary>How the program ends: one line for people, one number for scripts.</summary>
internal static class Exit
{
    public const int Fine = 0;
    public const int Findings = 1;
    public const int WrongUse = 2;
    public const int StoreRefused = 3;
    public const int CannotListen = 4;
    public const int NothingToDo = 4;
    public const int TooFewFiles = 5;

    public static int With(TextWriter output, string text, int code)
    {
        output.WriteLine(text);
        return code;
    }
}

using Knowledge.Indexer.Store;

namespace Knowledge.Api.Serving;

/// <summary>How the server ends: one line for people, one number for scripts.</summary>
internal static class Exit
{
    public static int With(TextWriter output, string text, int code)
    {
        output.WriteLine(text);
        return code;
    }

    /// <summary>Serves until told to stop.</summary>
    public static int After(WebApplication app)
    {
        try
        {
            app.Run();
            return 0;
        }
        catch (StoreException e)
        {
            return With(Console.Error, e.Message, 3);
        }
    }
}

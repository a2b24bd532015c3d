using System.Globalization;
using Knowledge.Indexer.Archive;

namespace Knowledge.Indexer.Commands;

/// <summary>An archived page as text.</summary>
internal static class ArchivedPagePrinter
{
    public static void Print(ArchivedPage page)
    {
        Console.Out.WriteLine(Plain(page.Title));
        if (page.Date is { } date)
            Console.Out.WriteLine(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (page.Link is { } link)
            Console.Out.WriteLine(Plain(link));
        foreach (var section in page.Sections)
        {
            Console.Out.WriteLine();
            if (section.Heading.Length > 0)
                Console.Out.WriteLine($"{Plain(section.Heading)}\n");
            Console.Out.WriteLine(Plain(section.Text));
        }
    }

    // Control characters in content must not drive the terminal.
    private static string Plain(string text) => new([.. text.Select(c => char.IsControl(c) && c != '\n' ? ' ' : c)]);
}

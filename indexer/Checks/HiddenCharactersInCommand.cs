using Knowledge.Content.Findings;
using Knowledge.Content.Markup;

namespace Knowledge.Indexer.Checks;

/// <summary>KB142: characters without a shape, or that turn the direction of text, in code: what is copied is not what is read.</summary>
internal static class HiddenCharactersInCommand
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Pages
        from line in page.Elements.Codes.Where(c => HiddenCharacters.AreInCommand(c.Text)).Select(c => c.Line).Distinct()
        select CheckedContent.Finding(
            FindingCodes.HiddenCharacters,
            Severity.Error,
            page.Document,
            line,
            "A command on this line holds characters that nobody sees; pasted, it does something else than "
                + "it shows. Type it anew (`kb check --fix` takes them out)."
        );
}

using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB151: a picture without words for those who cannot see it, or cannot load it during an outage.</summary>
internal static class ImageWithoutText
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Pages
        from image in page.Elements.Images
        where string.IsNullOrWhiteSpace(image.Text)
        select CheckedContent.Finding(
            FindingCodes.ImageWithoutText,
            Severity.Note,
            page.Document,
            image.Line,
            "The picture has no text. Write what it shows between the square brackets.",
            image.Url
        );
}

using Lucene.Net.Documents;
using Lucene.Net.Index;
using LuceneDocument = Lucene.Net.Documents.Document;
using LuceneField = Lucene.Net.Documents.Field;

namespace Knowledge.Indexer.Archive;

/// <summary>A section as it lies in the index: what is searched, what is shown, and how the one is written and the other read.</summary>
internal static class ArchiveFields
{
    /// <summary>Id of the page; all sections of a page lie one after the other.</summary>
    public const string Page = "page";

    /// <summary>Number of the section within its page, from 0.</summary>
    public const string Section = "section";

    /// <summary>Day number (<see cref="DateOnly.DayNumber"/>); 0 where it is not known.</summary>
    public const string Date = "date";

    /// <summary>Of the whole page.</summary>
    public const string Checksum = "checksum";

    public const string Facet = "facet";
    public const string Title = "title";

    /// <summary>Title, headings and text: what a search goes by.</summary>
    public const string Text = "text";

    private const string ShownTitle = "t";
    private const string ShownHeading = "h";
    private const string ShownText = "x";
    private const string ShownLink = "l";

    // No offsets: a snippet is cut from the text that is kept.
    private static readonly FieldType Searched = Frozen(
        new()
        {
            IsIndexed = true,
            IsTokenized = true,
            IndexOptions = IndexOptions.DOCS_AND_FREQS_AND_POSITIONS,
        }
    );

    private static readonly FieldType SearchedWithoutLength = Frozen(new(Searched) { OmitNorms = true });

    private static readonly FieldType Stored = Frozen(new() { IsStored = true });

    /// <summary>What is kept of a section for showing it.</summary>
    public sealed record Shown(string PageId, int Number, string Title, string Heading, string Text, string? Link, DateOnly? Date);

    /// <param name="title">Of this thread; <paramref name="text"/> likewise.</param>
    public static IEnumerable<LuceneDocument> Write(ArchivePage page, ArchiveTokens title, ArchiveTokens text)
    {
        var (checksum, day) = (page.Checksum, page.Date?.DayNumber ?? 0);
        for (var i = 0; i < page.Sections.Count; i++)
        {
            var section = page.Sections[i];
            var document = new LuceneDocument
            {
                new StringField(Page, page.Id, LuceneField.Store.YES),
                new NumericDocValuesField(Section, i),
                new NumericDocValuesField(Date, day),
                new NumericDocValuesField(Checksum, checksum),
                new LuceneField(Title, title.Over(page.Title), SearchedWithoutLength),
                new LuceneField(Text, text.Over(page.Title, section.Heading, section.Text), Searched),
                new LuceneField(ShownTitle, page.Title, Stored),
                new LuceneField(ShownText, section.Text, Stored),
            };
            if (section.Heading.Length > 0)
                document.Add(new LuceneField(ShownHeading, section.Heading, Stored));
            if (page.Link is { } link)
                document.Add(new LuceneField(ShownLink, link, Stored));
            foreach (var facet in page.Facets)
                document.Add(new StringField(Facet, facet, LuceneField.Store.NO));
            yield return document;
        }
    }

    public static Shown Read(IndexReader reader, int document)
    {
        var leaves = reader.Leaves;
        var leaf = leaves[ReaderUtil.SubIndex(document, leaves)];
        var kept = reader.Document(document);
        var (number, day) = (
            Number(leaf.AtomicReader, Section, document - leaf.DocBase),
            Number(leaf.AtomicReader, Date, document - leaf.DocBase)
        );
        return new(
            kept.Get(Page),
            (int)number,
            kept.Get(ShownTitle) ?? "",
            kept.Get(ShownHeading) ?? "",
            kept.Get(ShownText) ?? "",
            kept.Get(ShownLink),
            DayOf(day)
        );
    }

    /// <summary>Null where it is not known, or no day.</summary>
    public static DateOnly? DayOf(long day) => day > 0 && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day) : null;

    public static long Number(AtomicReader reader, string field, int document) => reader.GetNumericDocValues(field)?.Get(document) ?? 0;

    private static FieldType Frozen(FieldType type)
    {
        type.Freeze();
        return type;
    }
}

using System.Globalization;
using System.Text;
using System.Xml;

namespace Knowledge.Api.Feeds;

/// <summary>One entry of a feed.</summary>
/// <param name="Address">Also what the entry is known by.</param>
internal sealed record AtomEntry(Uri Address, string Title, DateTimeOffset Updated, string Summary);

/// <summary>Writes an Atom feed (RFC 4287).</summary>
internal static class AtomFeed
{
    public const string ContentType = "application/atom+xml; charset=utf-8";
    private const string Namespace = "http://www.w3.org/2005/Atom";

    /// <param name="self">Address of the feed.</param>
    /// <param name="page">Address of the page with the same.</param>
    /// <param name="entries">Newest first.</param>
    /// <param name="now">For a feed without entries.</param>
    public static byte[] Write(string title, Uri self, Uri page, IReadOnlyList<AtomEntry> entries, DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new() { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("feed", Namespace);
            Element(xml, "id", self.AbsoluteUri);
            Element(xml, "title", title);
            Element(xml, "updated", Time(entries.Count > 0 ? entries.Max(e => e.Updated) : now));
            Link(xml, "self", self);
            Link(xml, "alternate", page);
            xml.WriteStartElement("author", Namespace);
            Element(xml, "name", "Knowledge");
            xml.WriteEndElement();
            foreach (var entry in entries)
            {
                xml.WriteStartElement("entry", Namespace);
                Element(xml, "id", entry.Address.AbsoluteUri);
                Element(xml, "title", entry.Title);
                Element(xml, "updated", Time(entry.Updated));
                Link(xml, "alternate", entry.Address);
                Element(xml, "summary", entry.Summary);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return buffer.ToArray();
    }

    private static void Element(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Namespace, Clean(text));

    private static void Link(XmlWriter xml, string relation, Uri address)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", address.AbsoluteUri);
        xml.WriteEndElement();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Without what XML cannot hold: control characters and halves of surrogate pairs.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is '\t' or '\n' or '\r' || rune.Value >= 0x20 && rune.Value is not (0xFFFE or 0xFFFF or 0xFFFD))
                clean.Append(rune.ToString());
        return clean.ToString();
    }
}

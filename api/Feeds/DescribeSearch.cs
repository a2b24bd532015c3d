using System.Text;
using System.Xml;
using Knowledge.Api.Options;
using Knowledge.Api.Ui;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Feeds;

/// <summary><c>GET /opensearch.xml</c>: lets a browser search here from its address line (OpenSearch 1.1).</summary>
internal static class DescribeSearch
{
    private const string Namespace = "http://a9.com/-/spec/opensearch/1.1/";

    public static void MapOpenSearch(this RouteGroupBuilder pages) => pages.MapPage("/opensearch.xml", Handle);

    private static FileContentHttpResult Handle(HttpContext http, ServerOptions options)
    {
        var root = options.RootFor(http.Request).AbsoluteUri;
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new() { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("OpenSearchDescription", Namespace);
            xml.WriteElementString("ShortName", Namespace, "Knowledge");
            xml.WriteElementString("Description", Namespace, "Runbooks, postmortems and alerts by what you see");
            xml.WriteElementString("InputEncoding", Namespace, "UTF-8");
            xml.WriteStartElement("Url", Namespace);
            xml.WriteAttributeString("type", "text/html");
            // Braces must stay as they are.
            xml.WriteAttributeString("template", root + "search?q={searchTerms}");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return TypedResults.Bytes(buffer.ToArray(), "application/opensearchdescription+xml; charset=utf-8");
    }
}

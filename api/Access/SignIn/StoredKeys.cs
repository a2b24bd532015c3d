using System.Collections.Concurrent;
using System.Xml.Linq;
using Knowledge.Api.Live;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Knowledge.Api.Access.SignIn;

/// <summary>
/// Keeps the framework's keys in the store. While it cannot be written they are kept in memory, so that people can sign in; a sign-in that
/// is under way at a restart begins again then.
/// </summary>
internal sealed class StoredKeys(LiveKnowledge live) : IXmlRepository
{
    private readonly ConcurrentDictionary<string, string> unkept = new(StringComparer.Ordinal);

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. (live.QueryStore(s => s.Access.Keys.List()) ?? []).Concat(unkept.Values).Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName)
    {
        var xml = element.ToString(SaveOptions.DisableFormatting);
        if (!live.UpdateStore(s => s.Access.Keys.Keep(friendlyName, xml)))
            unkept[friendlyName] = xml;
    }
}

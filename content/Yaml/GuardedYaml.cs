using YamlDotNet.Core;
using YamlDotNet.Core.Events;
namespace Knowledge.Content.Yaml;
public abstract record YamlNode(int Line, int Column);
public sealed record YamlScalar(string Value, bool IsQuoted, int Line, int Column) : YamlNode(Line, Column);
public sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);
public sealed record YamlMap(IReadOnlyList<KeyValuePair<string, YamlNode>> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    public YamlNode? this[string key] => Entries.FirstOrDefault(e => e.Key == key).Value;
}
public sealed record YamlProblem(int Line, int Column, string Message);
public sealed record YamlLimits(int MaxCharacters, int MaxDepth, int MaxEvents, int MaxScalarCharacters, int MaxDocuments)
{
    public static YamlLimits FrontMatter { get; } = new(16384, 8, 2000, 65536, 1);
    public static YamlLimits Catalog { get; } = new(1 << 20, 16, 200000, 65536, 100);
    public static YamlLimits Rules => Catalog;
}
public sealed record YamlReading(IReadOnlyList<YamlNode> Documents, YamlProblem? Problem);
public static class GuardedYaml
{
    public static YamlReading Read(string text, YamlLimits limits)
    {
        var docs = new List<YamlNode>();
        try
        {
            var p = new Parser(new StringReader(text));
            p.MoveNext();
            while (p.MoveNext() && p.Current is DocumentStart) { p.MoveNext(); docs.Add(Node(p)); p.MoveNext(); }
        }
        catch (YamlException e) { return new(docs, new((int)e.Start.Line, (int)e.Start.Column, e.Message)); }
        return new(docs, null);
    }
    private static YamlNode Node(Parser p)
    {
        var at = p.Current!.Start;
        switch (p.Current)
        {
            case Scalar s: return new YamlScalar(s.Value, s.Style != ScalarStyle.Plain, (int)at.Line, (int)at.Column);
            case SequenceStart: { var l = new List<YamlNode>(); while (p.MoveNext() && p.Current is not SequenceEnd) l.Add(Node(p)); return new YamlList(l, (int)at.Line, (int)at.Column); }
            case MappingStart: { var l = new List<KeyValuePair<string, YamlNode>>(); while (p.MoveNext() && p.Current is not MappingEnd) { var k = ((Scalar)p.Current).Value; p.MoveNext(); l.Add(new(k, Node(p))); } return new YamlMap(l, (int)at.Line, (int)at.Column); }
            default: throw new YamlException("unexpected");
        }
    }
}

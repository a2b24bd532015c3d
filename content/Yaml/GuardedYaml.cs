using Knowledge.Content.Text;
using YamlDotNet.Core;

namespace Knowledge.Content.Yaml;

/// <summary>
/// Reads YAML from strangers. Nothing that makes YAML expensive or surprising is accepted: tags, directives, duplicate keys, and, where
/// the limits do not take them, anchors, aliases and merge keys. Cost is linear in the text and what its aliases stand for.
/// </summary>
public static class GuardedYaml
{
    /// <summary>Reads all documents of a text. Never throws: whatever is wrong with the text becomes the reading's problem.</summary>
    /// <remarks>
    /// The parser is asked for one event at a time and looks at most 1,024 characters ahead, so a limit that is checked at each event
    /// stops it long before its own cost, quadratic in depth, can be felt: a megabyte of <c>[</c> ends at the 17th.
    /// </remarks>
    public static YamlParseResult Read(string text, YamlLimits limits)
    {
        if (text.Length > limits.MaxCharacters)
            return new(
                [],
                new(1, 1, $"The YAML has {text.Length} characters and may have {limits.MaxCharacters}; move the long parts out of it.")
            );
        if (text.IndexOf('\0') is var nul and >= 0)
            return new([], At(text, nul, "There is a NUL character here; remove it, or save the file as UTF-8."));

        var documents = new List<YamlNode>();
        var composer = new YamlComposer(new Parser(new StringReader(Surrogates.WithoutLone(text).TrimStart('\uFEFF'))), limits);
        try
        {
            composer.AddDocumentsTo(documents);
            return new(documents, null);
        }
        catch (YamlLimitException refusal)
        {
            return new(documents, new((int)refusal.Start.Line, (int)refusal.Start.Column, refusal.Message))
            {
                Incomplete = composer.Incomplete(),
            };
        }
        catch (YamlException error)
        {
            return new(documents, YamlAdvice.For(error, text)) { Incomplete = composer.Incomplete() };
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            // The parser has a few holes, such as a text of nothing but "...": there is no position to report.
            return new(documents, new(1, 1, "This is not YAML; check that it is complete and nothing else is mixed in."));
        }
    }

    private static YamlProblem At(string text, int index, string message)
    {
        var before = text.AsSpan(0, index);
        return new(before.Count('\n') + 1, index - before.LastIndexOf('\n'), message);
    }
}

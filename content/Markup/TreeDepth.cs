using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Markup;

/// <summary>
/// How deep blocks and inlines nest. Markdig's parser takes emphasis thousands deep, but its renderer throws at 128 levels, and whoever
/// walks the tree by recursion would run out of stack. Looks without recursion.
/// </summary>
internal static class TreeDepth
{
    public const int Max = 100;

    public static bool IsExceededBy(MarkdownDocument document)
    {
        var pending = new Stack<(MarkdownObject Node, int Depth)>([(document, 0)]);
        while (pending.TryPop(out var next))
        {
            var (node, depth) = next;
            if (depth > Max)
                return true;

            if (node is ContainerBlock blocks)
                foreach (var block in blocks)
                    pending.Push((block, depth + 1));
            else if (node is LeafBlock { Inline: { } root })
                pending.Push((root, depth + 1));
            else if (node is ContainerInline inlines)
                foreach (var inline in inlines)
                    pending.Push((inline, depth + 1));
        }

        return false;
    }
}

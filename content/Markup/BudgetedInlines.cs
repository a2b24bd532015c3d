using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;

namespace Knowledge.Content.Markup;

/// <summary>Makes the inline parsers pay into the <see cref="ParseBudget"/> of their parse; what they understand stays the same.</summary>
internal sealed class BudgetedInlines : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.InlineParsers.Replace<LinkInlineParser>(new BudgetedLinks());
        pipeline.InlineParsers.Replace<AutolinkInlineParser>(new BudgetedHtml());
        pipeline.InlineParsers.Insert(0, new DelimiterCounter());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer) { }

    private sealed class DelimiterCounter : InlineParser
    {
        public DelimiterCounter() => OpeningCharacters = ['*', '_', '[', ']', '|'];

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            var budget = (ParseBudget)processor.Context!;
            switch (slice.CurrentChar)
            {
                case '|':
                    budget.Pipe(processor.Block!, slice.AsSpan());
                    break;
                case ']':
                    budget.Close(processor.Block!);
                    break;
                default:
                    budget.Open(processor.Block!);
                    break;
            }

            return false;
        }
    }

    /// <summary>An inline link that turns out to be none was read up to the end of its block.</summary>
    private sealed class BudgetedLinks : LinkInlineParser
    {
        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            var (start, length) = (slice.Start, slice.Length);
            var closes = slice.CurrentChar == ']';
            var inline = closes && slice.PeekChar() == '(';
            var matched = base.Match(processor, ref slice);

            var budget = (ParseBudget)processor.Context!;
            if (inline && (!matched || slice.Start <= start + 1))
                budget.Spend(length);
            if (closes && matched)
                budget.Closed();
            return matched;
        }
    }

    /// <summary>A comment, instruction or declaration that is never closed was read up to the end of its block.</summary>
    private sealed class BudgetedHtml : AutolinkInlineParser
    {
        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            var scanned = slice.PeekChar() is '!' or '?' ? slice.Length : 0;
            var matched = base.Match(processor, ref slice);

            if (!matched)
                ((ParseBudget)processor.Context!).Spend(scanned);
            return matched;
        }
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using Knowledge.Content.Diagrams;
using Knowledge.Tests.Content.Markup;

namespace Knowledge.Tests.Content.Diagrams;

public sealed class DiagramTests
{
    private static XElement Picture(string text) => XElement.Parse(Assert.IsType<string>(Diagram.Svg(text)));

    private static string Words(string text) => string.Join(" | ", Picture(text).Elements("text").Select(t => t.Value));

    private static int Count(string text, string kind) =>
        Picture(text).Elements().Count(e => ((string?)e.Attribute("class") ?? "").Split(' ').Contains(kind));

    [Theory]
    [InlineData(
        "graph TD\n A[Disk full] --> B{Old files?}\n B -->|yes| C(Clean up)\n B -- no --> D((Call))",
        4,
        3,
        "yes | no | Disk full | Old files? | Clean up | Call"
    )]
    [InlineData("flowchart LR\nA & B --> C --> D", 4, 3, "A | B | C | D")]
    [InlineData("graph\nA-.->B\nA==>C\nA---D\nA -. x y .-> E", 5, 4, "x y | A | B | C | D | E")]
    [InlineData("graph LR\n App --GET /metrics--> Pod.x\n App -- \"`a\n b`\" ---> C", 3, 2, "GET /metrics | a | b | App | Pod.x | C")]
    [InlineData(
        "---\nconfig: {a: 1}\n---\nflowchart TB\n%% a note\n A[\"x (y) <br/> **z**\"]"
            + ":::hot --> A; A-->B-c\n style A fill:#fff\n classDef hot x",
        2,
        2,
        "x (y) | z | B-c"
    )]
    [InlineData("graph TD\n subgraph one [Zone A]\n a --> b\n end\n b --> c", 3, 2, "a | in Zone A | b | in Zone A | c")]
    [InlineData("graph RL\n MY-APP--\"ok\"-->OTHER-APP[fa:fa-ban <a href='x'>Stop</a> &#40x&#41]", 2, 1, "ok | MY-APP | Stop (x)")]
    public void A_flowchart_is_drawn(string text, int boxes, int lines, string words)
    {
        Assert.Equal((boxes, lines, words), (Count(text, "d-box"), Count(text, "d-line"), Words(text)));
    }

    [Fact]
    public void Boxes_lie_apart_and_the_way_of_the_arrows()
    {
        foreach (var direction in new[] { "TD", "LR", "BT", "RL" })
        {
            var boxes = Picture(
                    $"graph {direction}\nA[one] --> B[two]\nA --> C[a long name of three]\nB --> D[four]\nC --> D\nA --> D\nD --> A"
                )
                .Elements("rect")
                .Where(r => (string?)r.Attribute("class") == "d-box")
                .Select(r =>
                    (
                        X: (double)r.Attribute("x")!,
                        Y: (double)r.Attribute("y")!,
                        W: (double)r.Attribute("width")!,
                        H: (double)r.Attribute("height")!
                    )
                )
                .ToList();
            foreach (var (a, b) in boxes.SelectMany((a, i) => boxes.Skip(i + 1).Select(b => (a, b))))
                Assert.False(a.X < b.X + b.W && b.X < a.X + a.W && a.Y < b.Y + b.H && b.Y < a.Y + a.H);
            var (first, last) = direction is "TD" or "BT" ? (boxes[0].Y, boxes[3].Y) : (boxes[0].X, boxes[3].X);
            Assert.Equal(direction is "TD" or "LR", first < last);
        }
    }

    [Fact]
    public void A_sequence_is_drawn()
    {
        const string text =
            "sequenceDiagram\n autonumber\n participant B as Broker\n actor W\n W->>+B: take (a <br/> b)\n B-->>-W: 3 rows\n"
            + " loop every minute\n B->>B: look\n end\n Note over B,W: late #59; so\n W-xC: gone";
        Assert.Equal(
            "Broker | W | C | 1. take (a | b) | 2. 3 rows | loop every minute | 3. look | end of loop | late ; so | 4. gone",
            Words(text)
        );
        Assert.Equal(3, Count(text, "d-box"));
    }

    [Theory]
    [InlineData("pie title Pets\n \"Dogs\" : 1")]
    [InlineData("gantt\n title x")]
    [InlineData("graph TD\n A@{ shape: rect }")]
    [InlineData("graph TD\n A[open --> B")]
    [InlineData("graph TD\n{% if x %}\n A-->B\n{% endif %}")]
    [InlineData("graph TD\n subgraph x\n A")]
    [InlineData("graph sideways\n A-->B")]
    [InlineData("graph TD")]
    [InlineData("sequenceDiagram\n what is this")]
    [InlineData("sequenceDiagram\n loop x\n A->>B: y")]
    [InlineData("")]
    [InlineData("---\n---")]
    public void What_is_not_understood_stays_text(string text) => Assert.Null(Diagram.Svg(text));

    [Fact]
    public void A_page_shows_the_picture_and_keeps_the_text()
    {
        var page = Rendering.Dom("# P\n\n```mermaid\ngraph TD\nA --> B\n```\n\n```mermaid\npie\n```\n");
        Assert.NotNull(page.QuerySelector("figure.diagram > svg[role=img]"));
        Assert.Equal("graph TD\nA --> B\n", page.QuerySelector("figure + details pre")!.TextContent);
        Assert.Equal("pie\n", page.QuerySelectorAll("pre")[1].TextContent);
        Assert.Single(page.QuerySelectorAll("svg"));
    }

    [Fact]
    public void Words_are_no_markup()
    {
        const string poison =
            "graph TD\nA[\"</text><script>alert(1)</script>\"] -->|<img src=x onerror=y>| B[\"<svg onload=z> &amp; 'q\"]"
            + "\nclick A \"javascript:x\"";
        var svg = Diagram.Svg(poison)!;
        Assert.DoesNotContain(
            XElement.Parse(svg).Descendants(),
            e => e.Name.LocalName is not ("text" or "rect" or "path" or "polygon" or "ellipse")
        );
        Assert.DoesNotContain("javascript", svg, StringComparison.Ordinal);
        Assert.Empty(SafetyOracle.Faults(Rendering.Html($"```mermaid\n{poison}\n```\n")));
    }

    [Fact]
    public void Anything_is_drawn_or_left()
    {
        string[] pieces =
        [
            "A",
            "B",
            "c d",
            " ",
            "\n",
            "-->",
            "---",
            "-- x -->",
            "-.->",
            "==>",
            "|l|",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            "\"",
            "&",
            ";",
            ":::x",
            "subgraph s\n",
            "end\n",
            "->>",
            ": t",
            "loop",
            "Note over A: x\n",
            "<br>",
            "~~~",
            "😀",
        ];
        Gen.Select(Gen.Bool, Gen.Int[0, pieces.Length - 1].Array[0, 60])
            .Sample(
                (isFlow, picks) =>
                {
                    var text = (isFlow ? "graph TD\n" : "sequenceDiagram\n") + string.Concat(picks.Select(p => pieces[p]));
                    if (Diagram.Svg(text) is { } svg)
                        Assert.DoesNotMatch(new Regex("NaN|Infinity|∞"), XElement.Parse(svg).ToString());
                },
                iter: 20_000
            );
    }

    [Theory]
    [InlineData("graph TD\n", "A-->B\n")]
    [InlineData("graph TD\n", "A[")]
    [InlineData("graph TD\n", "A & ")]
    [InlineData("graph TD\nA", " -- x ")]
    [InlineData("sequenceDiagram\n", "A->>B: x\n")]
    [InlineData("sequenceDiagram\n", "A")]
    public void No_text_takes_long(string head, string piece)
    {
        var clock = Stopwatch.StartNew();
        Diagram.Svg(head + string.Concat(Enumerable.Repeat(piece, (Diagram.MaxCharacters - head.Length) / piece.Length)));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }
}

using CsCheck;

namespace Knowledge.Tests.Content.Markup;

[Trait("Reliability", "A-02")]
public class HostileMarkdownTests
{
    // csharpier-ignore
    private static readonly string[] Attacks =
    [
        "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](vbscript:x)", "[a](data:text/html,<script>alert(1)</script>)",
        "[a](  javascript:alert(1))", "[a](&#106;avascript:alert(1))", "[a](java&Tab;script:alert(1))",
        "[a](java&#10;script:alert(1))", "[a](<java\tscript:alert(1)>)", "[a](&#1;javascript:alert(1))",
        "[a](javascript&colon;alert(1))", "[a](javascript%3Aalert(1))", "[a](//evil.example/x)", "[a](\\\\\\\\evil.example)",
        "[a](/\\\\evil.example)", "[a](file:///etc/passwd)", "[a](blob:https://x/y)", "[a](x:y)", "[a](\u0001javascript:alert(1))",
        "[a](\u00A0javascript:alert(1))", "[a](java\u200Bscript:alert(1))", "[a](feed:javascript:alert(1))",
        "![a](javascript:alert(1))", "![a](data:image/svg+xml;base64,PHN2Zy8+)", "![a](https://evil.example/pixel.png)",
        "![a](//evil.example/pixel.png)", "![a](x\" onerror=\"alert(1))", "[![a](https://evil.example/b.svg)](javascript:alert(1))",
        "[a](x \"t\\\" onmouseover=\\\"alert(1)\")", "[a][r]\n\n[r]: javascript:alert(1)", "[r]\n\n[r]: <data:text/html,x> 'y'",
        "<javascript:alert(1)>", "<data:text/html,x>", "<vbscript:x>", "<a@b.c?\"onclick=alert(1)>", "# h {onclick=alert(1)}",
        "# h {#x .y style=color:red}", "p {onclick=alert(1)}", "[a](b){onclick=alert(1)}", "```js\" onmouseover=\"alert(1)\nx\n```",
        "~~~<script>\nx\n~~~", "``` {.x onclick=alert(1)}\nx\n```", "| a {onclick=alert(1)} |\n|-|\n| b |",
        "[^<script>alert(1)</script>]\n\n[^<script>alert(1)</script>]: x", "[^a\"onclick=x]\n\n[^a\"onclick=x]: x",
        "> [!<script>]\n> x", "> [!NOTE\"onclick=x]\n> x", "---\nx: </script>\n---\n", "<script>alert(1)</script>",
        "a <script>alert(1)</script> b", "<script\nsrc=x>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<script/x>alert(1)</script/y>", "<scr<script>ipt>alert(1)</script>", "<img src=x onerror=alert(1)>",
        "<img src=\"x\" onerror=\"alert(1)\">", "a <img src=`x` onerror=alert(1)>", "<img src=x:x onerror=alert(1)//",
        "<img/src=\"x\"/onerror=alert(1)>", "<img srcset=\"https://evil.example/x 2x\" src=a>",
        "<img src=\"jav&#x09;ascript:alert(1)\">", "<img lowsrc=x dynsrc=y longdesc=javascript:x usemap=#m>",
        "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>", "<svg><foreignObject><p id=x><a href=javascript:x>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<math href=\"javascript:alert(1)\">x</math>",
        "<math><annotation-xml encoding=\"text/html\"><p><script>x</script>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<template><script>alert(1)</script></template>",
        "<template><p><template></template><img src=x onerror=x>", "<style>@import 'https://evil.example/x.css';</style>",
        "<p style=\"background:url(x)\">x</p>", "<style><!--</style><img src=x onerror=alert(1)>-->",
        "<form action=https://evil.example><button formaction=javascript:x>go</button><input name=q></form>",
        "<input type=image src=x onerror=x>", "<input type=checkbox class=step id=step-a-1 onclick=x>",
        "<base href=https://evil.example/>", "<meta http-equiv=refresh content=\"0;url=javascript:x\">",
        "<link rel=stylesheet href=x>", "<object data=x></object>", "<embed src=x>", "<iframe src=javascript:x></iframe>",
        "<iframe srcdoc=\"<script>x</script>\">", "<video><source onerror=alert(1)></video>", "<audio src=x onerror=x>",
        "<details open ontoggle=alert(1)>x</details>", "<marquee onstart=x>y</marquee>", "<body onload=x>", "<html onclick=x>",
        "</main></body></html><p>out", "</div></div></p></article></main>out", "<a href=\"javascript:alert(1)\" onclick=x>a</a>",
        "<a href='java\nscript:x'>a</a>", "<a href=\"https://x\" target=_blank ping=https://evil.example rel=opener>a</a>",
        "<a id=location name=location href=#x>a</a>", "<h1 id=h>spoof</h1>\n\n# h", "<p id=document class=anchor>x</p>",
        "<!-- x --><img src=x onerror=x>", "<!--><img src=x onerror=alert(1)>-->", "<!-- --!><img src=x onerror=x> -->",
        "<![CDATA[<img src=x onerror=x>]]>", "<?php echo 1 ?>", "<!DOCTYPE x [<!ENTITY y 'z'>]>",
        "<textarea><img src=x onerror=x></textarea>", "<title><script>x</script></title>", "<xmp><img src=x onerror=x></xmp>",
        "<plaintext><b>x", "<select><option><script>x</script></select>", "<table><script>x</script><tr><td onclick=x>y",
        "<b><p><a href=x><table><a href=y><b></table></p>", "<a href=x><div><a href=y>z</a></div></a>",
        "<div title=\"<script>alert(1)</script>\">x</div>", "<div title='\"><img src=x onerror=x>'>x</div>",
        "<div\nonclick=x\n>y</div>", "<p title=\"", "<p title='x\n\n\" onclick=alert(1) '>", "<div", "a <b", "</", "<",
        "<a href=\"x", "&lt;script&gt;alert(1)&lt;/script&gt;", "`<script>alert(1)</script>`", "    <script>alert(1)</script>",
        "\\<script>x\\</script>", "<button autofocus onfocus=x>y</button>", "<image src=x onerror=x>", "<isindex>", "<keygen>",
        "<frameset onload=x>", "<dialog open onclose=x>y</dialog>", "<slot onslotchange=x>", "<div is=x-y slot=z>w</div>",
        "<x-y onclick=z>w</x-y>", "<ol start=\"1 onclick=x\"><li value=2>x</ol>",
        "<td colspan=999999999 rowspan=-1 background=javascript:x>y</td>", "<li class=\"task-list-item step evil\">x</li>",
        "\u0000<script>", "<scr\u0000ipt>alert(1)</scr\u0000ipt>", "<\uFEFFscript>x", "\uD83D[a](http://x/\uD83D\uD83D\uDE00)",
        "[a](http://user:pass@evil.example)", "<http://x/\"onclick=\"y>", "<a href=http://x/`onclick=y`>z</a>",
        "[a]: javascript:x\n\n![a]", "[x]: x \"</title><script>\"\n\n[x]",
    ];

    public static TheoryData<string> Each => [.. Attacks];

    [Theory]
    [MemberData(nameof(Each))]
    public void An_attack_leaves_nothing_dangerous(string markdown) => AssertSafe(markdown);

    [Fact]
    public void Four_thousand_mixtures_of_attacks_leave_nothing_dangerous()
    {
        // csharpier-ignore
        string[] joints =
        [
            "", " ", "\n", "\n\n", "\n> ", "\n- ", "\n1. ", "**", "`", "| ", "|\n|-|\n", "\n```\n", "[", "](", ")", "<", ">", "\"",
            "'", "<div>", "</div>\n\n", "<p>", "</p>", "\n# ", "<b>", "<!--", "-->", "\n    ", "&", ";", "<table>", "<details>",
        ];
        // Three of four parts begin at their beginning, and three of four go on to their end.
        var cut = Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[0, 999]));
        Gen.Select(
                Gen.OneOf(Attacks),
                cut,
                cut,
                Gen.OneOf(joints),
                (attack, from, length, joint) =>
                {
                    var part = attack[(from % attack.Length)..];
                    return (length == 0 ? part : part[..(length % part.Length)]) + joint;
                }
            )
            .Array[1, 8]
            .Select(string.Concat)
            .Sample(AssertSafe, iter: 4_000);
    }

    [Fact]
    public void Four_thousand_runs_of_noise_are_answered_and_safe() =>
        Gen.String[Gen.Char["[]()<>!*_`~|#->+.:;&=\"'\\/{}^%@ \t\n\r\0\uFEFF\u202E\uD83D\uDE00abhrefsctonxjv1x"], 1, 199]
            .Sample(AssertSafe, iter: 4_000);

    private static void AssertSafe(string markdown)
    {
        var html = Rendering.Page(markdown, "h", "a", "section").Html;
        var faults = SafetyOracle.Faults(html).ToList();

        // What the first parse made of it must mean the same to a second one.
        faults.AddRange(SafetyOracle.Faults(Rendering.Parsed(html).QuerySelector("main")!.InnerHtml));
        Assert.True(faults.Count == 0, $"{string.Join("; ", faults)}\n--- from\n{markdown}\n--- to\n{html}");
    }
}

namespace Knowledge.Tests.Content.Markup;

public class SafetyOracleTests
{
    [Theory]
    [InlineData("<script>x</script>")]
    [InlineData("<p onclick=x>y</p>")]
    [InlineData("<p style='color: red'>y</p>")]
    [InlineData("<a href='java&#10;script:x'>y</a>")]
    [InlineData("<img src='https://evil.example/x'>")]
    [InlineData("<svg></svg>")]
    [InlineData("<p id=x>y</p>")]
    [InlineData("<!-- x -->")]
    [InlineData("</main><p>y</p>")]
    [InlineData("<p class=evil>y</p>")]
    [InlineData("<a href='https://x'>y</a>")]
    [InlineData("<a href='/elsewhere'>y</a>")]
    public void Sees_what_is_dangerous(string html) => Assert.NotEmpty(SafetyOracle.Faults(html));

    [Fact]
    public void Accepts_a_plain_page() =>
        Assert.Empty(SafetyOracle.Faults("<h1 id=\"a\">A<a class=\"anchor\" href=\"#a\">#</a></h1><p>b</p>"));
}

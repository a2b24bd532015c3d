using Knowledge.Content;
using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Formats;

public sealed class PlainTextPageTests
{
    private static readonly SourceSettings Asked = new(["*.txt"], []);

    private static FileParseResult Read(string text, SourceSettings? settings) =>
        DocumentReader.Read(new("s", "s", "notes/disk.txt", text, Settings: settings));

    [Theory]
    [InlineData(
        "Disk is full\n============\n\nSymptoms:\n- Reports stop\n\nCauses\n------\n- Old logs\n\n"
            + "Fix:\n1. Look:\n     df -h /data\n2. Call them.\n"
    )]
    [InlineData(
        "Disk is full\n\nSYMPTOMS\n\n* Reports stop\n\nCAUSES\n\n* Old logs\n\nFIX\n\n1) Look:\n\n     df -h /data\n\n2) Call them.\n"
    )]
    public void A_page_as_people_lay_it_out(string text)
    {
        var page = Assert.Single(Read(text, Asked).Documents);
        Assert.Equal((DocumentKind.Runbook, "Disk is full", "Old logs"), (page.Kind, page.Title, page.Causes[0].Text));
        Assert.Equal(
            [SectionKind.Symptoms, SectionKind.Causes, SectionKind.Remediation],
            page.Sections.Select(s => s.Kind).Where(k => k != SectionKind.Other)
        );
        Assert.Equal([new("Look:", "df -h /data"), new Step("Call them.")], page.Sections[^1].Steps);
    }

    [Fact]
    public void What_is_no_markup_stays_as_it_is_written()
    {
        var page = Assert.Single(Read("We *never* use <b>tags</b> or [links](x) and # hash\nor _x_ 2 * 3.\n", Asked).Documents);
        Assert.Contains("We *never* use <b>tags</b> or [links](x) and # hash", page.Sections[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A sentence that ends.\n\nMore.\n")]
    [InlineData("Dear all:\n\nMore.\n")]
    [InlineData("id: 5\nOK\nhost-1 ERROR\n")]
    public void What_is_no_heading(string text) =>
        Assert.All(Assert.Single(Read(text, Asked).Documents).Sections, s => Assert.Empty(s.Heading));

    [Fact]
    public void Nobody_asked_for_it() => Assert.Equal("not a document", Read("Disk is full\n\nText.\n", null).NotADocument);
}

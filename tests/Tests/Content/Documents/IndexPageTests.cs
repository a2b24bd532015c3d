using Knowledge.Content;
using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Documents;

/// <summary>A README or an index that says something is a page with its folder's name; one that only leads on is none.</summary>
public sealed class IndexPageTests
{
    private const string Paragraph =
        "The queue hands orders from the shop to the warehouse. When it grows, the warehouse reads too slowly and orders are late. "
        + "The warehouse team can tell how long that will last and whether orders are gone.";

    private static FileParseResult Read(string path, string text) => DocumentReader.Read(new("kb", "handbook", path, text));

    [Theory]
    [InlineData("queue/README.md", "queue")]
    [InlineData("queue/readme.md", "queue")]
    [InlineData("queue/index.md", "queue")]
    [InlineData("docs/order-queue/_index.md", "order queue")]
    [InlineData("README.md", "handbook")]
    public void It_has_the_name_of_its_folder(string path, string name)
    {
        var untitled = Assert.Single(Read(path, Paragraph).Documents);
        Assert.Equal(name, untitled.Title);

        var titled = Assert.Single(Read(path, $"# How orders travel\n\n{Paragraph}\n").Documents);
        Assert.Equal("How orders travel", titled.Title);
        Assert.Equal([name], titled.OtherTitles);
    }

    [Theory]
    [InlineData("## Timeline\n\n- 08:00 the queue grows\n")]
    [InlineData("## Root cause\n\nA worker without certificates.\n")]
    [InlineData("# Restart\n\n```sh\nsystemctl restart queue\n```\n")]
    [InlineData("- first\n\n  ```\n  kubectl get pods\n  ```\n")]
    public void Steps_timelines_causes_and_commands_are_content(string text) =>
        Assert.Single(Read("2026-07-02-outage/README.md", text).Documents);

    [Theory]
    [InlineData(
        "postmortems/2026-05-01-mail/README.md",
        "# Mail was late\n\nFor two hours no mail left.\n\n## Root cause\n\nA full disk.\n"
    )]
    [InlineData("incidents/2026-05-01/index.md", "# Mail was late\n\n## Timeline\n\n- 08:00 mail stands\n\n## Action items\n\n- Alert\n")]
    [InlineData("2026/mail/README.markdown", "# Mail was late\n\n## Timeline\n\n- 08:00 it stands\n\n## Lessons learned\n\nMany.\n")]
    public void An_incident_in_it_is_a_postmortem(string path, string text)
    {
        var page = Assert.Single(Read(path, text).Documents);
        Assert.Equal((DocumentKind.Postmortem, "Mail was late"), (page.Kind, page.Title));
    }

    [Theory]
    [InlineData("# Services\n\nThis section covers what fitted nowhere else:\n\n- [CDN](cdn.md)\n- [Secrets](secrets.md)\n")]
    [InlineData("# Services\n")]
    [InlineData("---\ntitle: Services\ndescription: Redirect page\n---\n")]
    [InlineData(
        "# All\n\n- [How to restart the queue of the shop when it stands](a.md)\n- [How to find out who owns the queue](b.md)\n"
            + "- [What to tell a customer whose orders are late by more than a day or two](c.md)\n- [And what not to](d.md)\n"
    )]
    public void What_only_leads_to_other_pages_is_none(string text)
    {
        var read = Read("services/README.md", text);
        Assert.Empty(read.Documents);
        Assert.Equal("index page", read.NotADocument);
    }

    [Theory]
    [InlineData("restart.md", "# Restart the order queue\n", "Restart the order queue")]
    [InlineData("restart.md", "---\ntitle: Restart the order queue\n---\n", "Restart the order queue")]
    public void A_title_alone_is_a_page(string path, string text, string title) =>
        Assert.Equal(title, Assert.Single(Read(path, text).Documents).Title);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("---\nowner: data\n---\n")]
    public void Nothing_is_no_page(string text) => Assert.Equal("empty page", Read("restart.md", text).NotADocument);

    [Theory]
    [InlineData("docs/post_process.md", "## Owners\n\nText of it.\n\n## Meeting\n\nMore.\n", "post process")]
    [InlineData("docs/a.md", "## Restart it\n\n### How\n\nText.\n", "Restart it")]
    [InlineData("docs/a.md", "## First\n\nText.\n\n# The title\n\nText.\n", "First")]
    [InlineData("docs/a.md", "# One\n\nText.\n\n# Two\n\nText.\n", "One")]
    public void A_chapter_is_no_title(string path, string text, string title) => Assert.Equal(title, Pages.Read(text, path).Title);
}

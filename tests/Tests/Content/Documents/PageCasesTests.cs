using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Documents;

/// <summary>Pages in shapes that public repositories have, from the sample material; their kinds have tests of their own.</summary>
public sealed class PageCasesTests
{
    [Theory]
    [InlineData("36-root-prompt/prompts.md", "lvextend -L +10G /dev/vg0/data; kubectl get pods")]
    [InlineData("38-nested-steps/nested.md", "-; kubectl cordon node-7; kubectl drain node-7; -")]
    [InlineData("40-steps-in-table/mail.md", "postqueue -p; postqueue -f")]
    [InlineData("42-fences-that-are-no-commands/fences.md", "-")]
    [InlineData("43-mkdocs-admonition/queue.md", "rabbitmqctl list_queues")]
    [InlineData("44-mkdocs-tabs/scale.md", "systemctl start consumer@2")]
    [InlineData("28-mdx-page/docs/cache.mdx", "cachectl warm all")]
    [InlineData("24-html-md-erb/restart.html.md.erb", "systemctl restart postfix")]
    [InlineData("34-heading-verbs/runbooks/a.md", "kubectl top pods; kubectl scale deploy ingress")]
    [InlineData("34-heading-verbs/runbooks/b.md", "queuectl kick now")]
    [InlineData("34-heading-verbs/runbooks/c.md", "systemctl start broker")]
    [InlineData("31-headings-german/runbooks/warteschlange.md", "queuectl laenge; systemctl restart verbraucher")]
    [InlineData("32-headings-chinese/queue.md", "queuectl length; systemctl restart consumer")]
    public void The_steps_of_a_page(string path, string commands) =>
        Assert.Equal(commands, string.Join("; ", Pages.Case(path).Sections.SelectMany(s => s.Steps).Select(s => s.Command ?? "-")));

    [Theory]
    [InlineData("30-response-playbook-kind/incident-response/phishing.md", DocumentKind.Runbook)]
    [InlineData("30-response-playbook-kind/incident-response/flood.md", DocumentKind.Runbook)]
    [InlineData("35-adr-is-no-runbook/adr/0007-use-a-queue.md", DocumentKind.Article)]
    [InlineData("31-headings-german/runbooks/warteschlange.md", DocumentKind.Runbook)]
    [InlineData("32-headings-chinese/queue.md", DocumentKind.Runbook)]
    [InlineData("28-mdx-page/docs/cache.mdx", DocumentKind.Runbook)]
    public void The_kind_of_a_page(string path, DocumentKind kind) => Assert.Equal(kind, Pages.Case(path).Kind);

    [Theory]
    [InlineData("31-headings-german/runbooks/warteschlange.md", "Der Verbraucher ist abgestürzt.; Die Platte ist voll.")]
    [InlineData("32-headings-chinese/queue.md", "消费者已停止。; 磁盘已满。")]
    public void The_causes_of_a_page(string path, string causes) =>
        Assert.Equal(causes, string.Join("; ", Pages.Case(path).Causes.Select(c => c.Text)));

    [Fact]
    public void The_title_of_a_page_has_no_attributes()
    {
        var page = Pages.Case("47-heading-attributes/loader.md");
        Assert.Equal(("Restart the loader", "Disk full"), (page.Title, page.Sections[^1].Heading));
        Assert.Equal("Restart the mail relay", Pages.Case("24-html-md-erb/restart.html.md.erb").Title);
        Assert.Equal("Cache is cold", Pages.Case("28-mdx-page/docs/cache.mdx").Title);
    }

    [Fact]
    public void Words_at_a_break_stay_apart()
    {
        var text = string.Join('\n', Pages.Case("48-br-glues-words/cells.md").Sections.Select(s => s.Text));
        Assert.Contains("queue grows walrus idle", text, StringComparison.Ordinal);
        Assert.Contains("A line penguin line.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runbooks/mail.md.erb", "# Restart <%= @service %> mail\n\n## Fix\n\n1. Run `svc restart mail`.\n<% # note %>\n", "mail")]
    [InlineData(
        "source/a/mail.html.md.erb",
        "---\ntitle: Restart the mail\n---\n\n# <%= current_page.data.title %>\n\n## Fix\n\n```sh\nsvc restart mail\n```\n",
        "Restart the mail"
    )]
    [InlineData(
        "docs/mail.mdx",
        "import Tabs from '@theme/Tabs';\n\n# Mail stands\n\n## Fix\n\n<Tabs>\n\n1. Run `svc restart mail`.\n\n</Tabs>\n",
        "Mail stands"
    )]
    [InlineData(
        "docs/mail2.mdx",
        "export const host = 'a';\n\n{/* nobody reads this */}\n\n# Mail stands\n\n## Fix\n\n```bash\nsvc restart mail\n```\n",
        "Mail stands"
    )]
    public void Pages_of_generators_have_a_title_and_steps(string path, string text, string title)
    {
        var page = Pages.Read(text, path);
        Assert.Contains(title, page.Title, StringComparison.Ordinal);
        Assert.Equal(DocumentKind.Runbook, page.Kind);
        Assert.Equal("svc restart mail", Assert.Single(page.Sections.SelectMany(s => s.Steps)).Command);
        Assert.DoesNotContain(
            page.Sections,
            s => s.Text.Contains("<%", StringComparison.Ordinal) || s.Text.Contains("import ", StringComparison.Ordinal)
        );
    }
}

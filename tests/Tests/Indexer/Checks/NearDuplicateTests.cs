using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class NearDuplicateTests
{
    [Fact]
    public void A_copy_with_a_few_words_changed_is_found_and_another_page_on_the_subject_is_not()
    {
        var other = CheckRunner
            .Good.Replace(
                "Start a second worker",
                "Call the payment provider, whose interface drops every second message when "
                    + "its certificate has expired, and ask for a new one",
                StringComparison.Ordinal
            )
            .Replace(
                "Look at the length of the queue",
                "Count the messages that were refused since midnight, by provider and by error code",
                StringComparison.Ordinal
            )
            .Replace(
                "Orders arrive late, and the confirmation mails come an hour after the order was placed, for all clients",
                "Payments fail for one provider, while cards of all the others are charged at once",
                StringComparison.Ordinal
            );
        var finding = Assert.Single(
            CheckRunner.Find(
                FindingCodes.NearDuplicate,
                ("a.md", CheckRunner.Good),
                ("b.md", CheckRunner.Good.Replace("five minutes", "two hours", StringComparison.Ordinal)),
                ("c.md", other)
            )
        );
        Assert.Equal(("b.md", "a", Severity.Note), (finding.File, finding.Subject, finding.Severity));
    }

    [Fact]
    public void Short_pages_are_not_compared() =>
        Assert.Empty(
            CheckRunner.Find(
                FindingCodes.NearDuplicate,
                ("a.md", "# A\n\n## Remediation\n\nRestart.\n"),
                ("b.md", "# B\n\n## Remediation\n\nRestart.\n")
            )
        );
}

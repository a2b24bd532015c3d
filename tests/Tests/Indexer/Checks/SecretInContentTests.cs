using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

[Trait("Reliability", "A-17")]
public sealed class SecretInContentTests
{
    private const string Random = "q7ZpX2vLw9KdR4tYbN8mHs3JfG6cVuA1eTiWoP5xQz0rBkMnLyDhSgCj2FvU";

    public static TheoryData<string, string> Secrets =>
        new()
        {
            { "GitHub token", "ghp_" + Random[..36] },
            { "GitHub token", "github_pat_" + Random[..55] },
            { "GitLab token", "glpat-" + Random[..20] },
            { "AWS access key", "AKIA" + "Q7ZPX2VLW9KDR4TY" },
            { "AWS access key", "aws_secret_access_key = " + Random[..40] },
            { "Slack token", "xoxb-" + "2147483650-" + Random[..24] },
            { "Slack webhook address", "https://hooks.slack.com/services/T" + "9KDR4TYBN/B" + "2VLW9KDR4/" + Random[..24] },
            { "Google API key", "AIza" + Random[..35] },
            { "Stripe key", "sk_" + "live_" + Random[..24] },
            { "API key", "sk-" + "proj-" + Random[..48] },
            { "Vault token", "hvs." + Random[..28] },
            { "JSON Web Token", "eyJ" + Random[..20] + ".eyJ" + Random[..30] + "." + Random[..43] },
            { "private key", "-----BEGIN RSA PRIVATE " + "KEY-----\n" + Random + "\n" + Random },
        };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void Tokens_and_keys_are_found_and_never_shown(string kind, string secret)
    {
        foreach (var text in new[] { $"Use {secret} for it.", $"```sh\nexport X=\"{secret}\"\n```", $"[x](https://h.example/?t={secret})" })
        {
            if (secret.Contains('\n', StringComparison.Ordinal) && !text.StartsWith("Use", StringComparison.Ordinal))
                continue;
            var found = CheckRunner.Find(FindingCodes.Secret, ("a.md", $"# A\n\n{text}\n"));
            Assert.Contains(found, f => f.Subject == kind && f.Severity == Severity.Error);
            Assert.All(found, f => Assert.DoesNotContain(secret[^12..], f.ToString() + f.Subject, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("password: hunter2!")]
    [InlineData("DB_PASSWORD=Tr0ub4dor&3")]
    [InlineData("\"api_key\": \"9f8e7d6c5b4a39281706\"")]
    [InlineData("mysql --password=s3cr3tPa55")]
    [InlineData("postgres://app:kX9vTq2L@db.example/x")]
    [InlineData("curl -u admin:Winter2025 https://x.example")]
    public void What_stands_behind_password_is_a_warning(string line)
    {
        var finding = Assert.Single(CheckRunner.Find(FindingCodes.Secret, ("a.md", $"# A\n\n    {line}\n")));
        Assert.Equal((Severity.Warning, 3), (finding.Severity, finding.Line));
    }

    [Theory]
    [InlineData("## Examples\n\nText.\n\n```hcl\npassword = \"MyPickles1\"\n```", Severity.Note)]
    [InlineData("❌ holds it in line\n\n> ```hcl\n> password = \"MyPickles1\"\n> ```", Severity.Note)]
    [InlineData("The variables of the user in this example might be:\n\n```sh\na=1\nAPI_TOKEN=7yGIZON7EhFORz0I\n```", Severity.Note)]
    [InlineData("For example `mysql --password=s3cr3tPa55`.", Severity.Note)]
    [InlineData("Log in:\n\n```sh\nmysql -h db.example --password=s3cr3tPa55\n```", Severity.Warning)]
    [InlineData("This is an example.\n\nLog in.\n\nThen:\n\n```sh\nmysql --password=s3cr3tPa55\n```", Severity.Warning)]
    [InlineData("Use `mysql --password=s3cr3tPa55`.", Severity.Warning)]
    public void What_is_called_an_example_is_a_note(string text, Severity severity) =>
        Assert.Equal(severity, Assert.Single(CheckRunner.Find(FindingCodes.Secret, ("a.md", $"# A\n\n{text}\n"))).Severity);

    [Theory]
    [InlineData("password: <your password>")]
    [InlineData("password: $DB_PASSWORD")]
    [InlineData("export TOKEN=$(vault kv get -field=token support/api-read)")]
    [InlineData("token: support/api-read")]
    [InlineData("secret: batch-db-2")]
    [InlineData("secretName: alertmanager-main-0")]
    [InlineData("password: changeme123")]
    [InlineData("The password has 12 characters, see token: below")]
    [InlineData("postgres://app:PASSWORD@db.example/x")]
    [InlineData("https://user:{{ password }}@x.example")]
    [InlineData("Authorization: Bearer $SUPPORT_TOKEN")]
    [InlineData("api_key=xxxxxxxxxxxx1")]
    [InlineData("password=********")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("sk-learn and task-1234567890abcdef")]
    [InlineData("kubectl get secret web-tls-2 -o jsonpath='{.data.password}'")]
    [InlineData("tokens: 4096")]
    [InlineData("token=true")]
    public void Names_and_places_of_secrets_are_none(string line) =>
        Assert.Empty(CheckRunner.Find(FindingCodes.Secret, ("a.md", $"# A\n\n    {line}\n")));

    [Fact]
    public void Other_findings_show_no_secret_either()
    {
        var password = "kX9vTq2L" + "mZ4";
        var findings = CheckRunner.Find(
            FindingCodes.DeadRunbookLink,
            ("q.md", CheckRunner.Good),
            (
                "r.yaml",
                CheckRunner.Rules(
                    ("Q", "https://kb.example/docs/q"),
                    ("Gone", $"https://user:{password}@kb.example/docs/gone"),
                    ("Gone2", "https://kb.example/docs/gone")
                )
            )
        );
        Assert.NotEmpty(findings);
        Assert.All(findings, f => Assert.DoesNotContain(password, f.Message + f.Subject, StringComparison.Ordinal));
    }

    [Fact]
    public void Public_runbooks_hold_none() =>
        Assert.DoesNotContain(
            CheckRunner.Of(
                ("a", Samples.Require("corpora/prometheus-operator-runbooks")),
                ("b", Samples.Require("corpora/dfds-postmortems"))
            ),
            f => f.Code == FindingCodes.Secret
        );
}

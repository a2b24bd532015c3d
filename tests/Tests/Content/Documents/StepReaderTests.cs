using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Documents;

public sealed class StepReaderTests
{
    [Theory]
    [InlineData("```console\n# lvextend -L +10G /dev/vg0/data\n```", "lvextend -L +10G /dev/vg0/data")]
    [InlineData("```console\nops@bastion:~$ kubectl get pods\nNAME   READY\nweb-1  0/1\n```", "kubectl get pods")]
    [InlineData("```\n[root@db1 ~]# systemctl status mysqld\nactive\n```", "systemctl status mysqld")]
    [InlineData("```\nroot@web:/var/log# tail -n 5 syslog\n```", "tail -n 5 syslog")]
    [InlineData("```powershell\nPS C:\\> Get-Service spooler\nRunning\n```", "Get-Service spooler")]
    [InlineData("```\nPS /home/kim> Get-Date\n```", "Get-Date")]
    [InlineData("```cmd\nC:\\Users\\kim>ipconfig /all\n```", "ipconfig /all")]
    [InlineData("```\nmysql> SHOW PROCESSLIST;\n+----+\n```", "SHOW PROCESSLIST;")]
    [InlineData("```\nMariaDB [(none)]> SHOW DATABASES;\n```", "SHOW DATABASES;")]
    [InlineData("```\npostgres=# SELECT 1\npostgres-# FROM t;\n ?column?\n```", "SELECT 1\nFROM t;")]
    [InlineData("```\nmysql> SELECT 1\n    -> FROM t;\n1\n```", "SELECT 1\nFROM t;")]
    [InlineData("```\n127.0.0.1:6379> INFO memory\nused_memory:1\n```", "INFO memory")]
    [InlineData("```\nrs0:PRIMARY> rs.status()\n```", "rs.status()")]
    [InlineData("```\n>>> import os\n>>> for x in y:\n...     print(x)\n1\n```", "import os\nfor x in y:\n    print(x)")]
    [InlineData("```\nbash-5.1$ ls -l\n```", "ls -l")]
    [InlineData("```\n(venv) kim@host:~/x$ pip list\n```", "pip list")]
    [InlineData("```\n/ # wget -qO- localhost\nok\n```", "wget -qO- localhost")]
    [InlineData("```\n~/shop $ make clean\n```", "make clean")]
    [InlineData("```\n$ kubectl get pods \\\n    -n shop\nNAME\n```", "kubectl get pods \\\n    -n shop")]
    [InlineData("```\n$ cat <<EOF > x\na: 1\nEOF\n$ ls x\nx\n```", "cat <<EOF > x\na: 1\nEOF\nls x")]
    [InlineData("```\n$ ps aux |\n> grep java\n123 java\n```", "ps aux |\ngrep java")]
    public void A_prompt_is_cut_and_the_command_stays(string block, string command) => Assert.Equal(command, Pages.Commands(block));

    [Theory]
    [InlineData("```sh\n# look at the disk first\ndf -h /data\n```", "# look at the disk first\ndf -h /data")]
    [InlineData("```console\n# Create the namespace\nkubectl create ns shop\n```", "# Create the namespace\nkubectl create ns shop")]
    [InlineData("```console\n# kubectl is needed for this\nkubectl get pods -A\n```", "# kubectl is needed for this\nkubectl get pods -A")]
    [InlineData("```sh\n/usr/bin/loader --all # once a day\n```", "/usr/bin/loader --all # once a day")]
    [InlineData("```sh\nscp kim@host:/x . > log\n```", "scp kim@host:/x . > log")]
    [InlineData("```sh\n# Nothing to do here.\n```", "")]
    public void A_comment_is_no_prompt(string block, string commands) => Assert.Equal(commands, Pages.Commands(block));

    [Theory]
    [InlineData("promql", "sum(rate(requests_total[5m]))", true)]
    [InlineData("sql", "SELECT count(*) FROM orders;", true)]
    [InlineData("python", "print(1)", true)]
    [InlineData("http", "POST /v1/orders HTTP/1.1", false)]
    [InlineData("plaintext", "ERROR could not connect to server", false)]
    [InlineData("html", "<h1>502 Bad Gateway</h1>", false)]
    [InlineData("none", "E1204 cannot allocate", false)]
    [InlineData("csv", "a,b", false)]
    [InlineData("python-traceback", "KeyError: 'x'", false)]
    [InlineData("yaml title=\"app.yaml\"", "kind: App", false)]
    [InlineData("json", "{}", false)]
    public void A_block_in_another_language_is_shown_and_not_typed(string language, string code, bool isStep)
    {
        var alone = Pages.Steps($"# P\n\n## Diagnosis\n\nLook:\n\n```{language}\n{code}\n```\n");
        Assert.All(alone, s => Assert.Null(s.Command));
        Assert.Equal(isStep ? [code] : [], alone.Select(s => s.Code));
        var within = Assert.Single(Pages.Steps($"# P\n\n## Diagnosis\n\n1. Look:\n\n   ```{language}\n   {code}\n   ```\n"));
        Assert.Equal((null, code), (within.Command, within.Code));
    }

    [Theory]
    [InlineData("{.bash .copy}")]
    [InlineData("language-sh")]
    [InlineData("bash{1,2}")]
    [InlineData("azurecli-interactive")]
    [InlineData("")]
    public void A_block_for_a_shell_is_a_command(string language) => Assert.Equal("df -h", Pages.Commands($"```{language}\ndf -h\n```"));

    [Fact]
    public void Sub_steps_keep_their_commands() =>
        Assert.Equal(
            "-; kubectl cordon node-7; kubectl drain node-7; -",
            Pages.Commands(
                "1. Drain the node\n   1. Cordon it with `kubectl cordon node-7`.\n"
                    + "   2. Evict with `kubectl drain node-7`.\n2. Replace the disk"
            )
        );

    [Theory]
    [InlineData("1. Either\n   - on Linux\n\n     ```sh\n     a b\n     ```\n   - on Windows `c d`", "-; a b; c d")]
    [InlineData("- Check\n  - [ ] `one two`\n    - `three four`", "-; one two; three four")]
    [InlineData("1. Tell them\n   - what it is\n   - how long", "-")]
    public void What_is_nested_is_a_step_when_it_holds_a_command(string list, string commands) =>
        Assert.Equal(commands, Pages.Commands(list));

    [Theory]
    [InlineData(
        "| # | Step | Command |\n|---|---|---|\n| 1 | Look | `postqueue -p` |\n| 2 | Send | `postqueue -f` |",
        "postqueue -p; postqueue -f"
    )]
    [InlineData("| Schritt | Befehl |\n|---|---|\n| Ansehen | `df -h` |", "df -h")]
    [InlineData("| Action | Who |\n|---|---|\n| Restart with `systemctl restart x` | ops |\n| Tell them | you |", "systemctl restart x; -")]
    [InlineData("| Symptom | Meaning |\n|---|---|\n| `df -h` hangs | NFS is away |", "")]
    public void A_table_with_a_column_of_steps_holds_steps(string table, string commands) => Assert.Equal(commands, Pages.Commands(table));

    [Fact]
    public void A_row_says_what_to_do()
    {
        var steps = Pages.Steps("# P\n\n## Resolution\n\n| # | Step | Command | Expected |\n|---|---|---|---|\n| 1 | Look | `a b` | 3 |\n");
        Assert.Equal([new Step("Look", "a b", "3")], steps);
    }

    [Theory]
    [InlineData(
        "## Remediation\n\n### Step 1: Drain\n\n```sh\na b\n```\n\n### Step 2: Restart\n\nPress the button.\n",
        "Step 1: Drain|a b;Step 2: Restart: Press the button.|-"
    )]
    [InlineData("## Remediation\n\n### 1. Drain\n\nRun `a b` now.\n", "1. Drain: Run a b now.|a b")]
    [InlineData("## Schritt 1: Leeren\n\n- `a b`\n", "Schritt 1: Leeren|a b")]
    [InlineData(
        "## Steps\n\n## 1. Verify\n\n- Log in\n- Look at the keys\n\n## 2. Tell\n\n- Tell the members\n",
        "1. Verify: Log in|-;Look at the keys|-;2. Tell: Tell the members|-"
    )]
    [InlineData(
        "## Remediation\n\n### 2. Deploy\n\nRun the workflow.\n\nElse by hand:\n\n- Go to the directory\n- Run `a b`\n",
        "2. Deploy: Run the workflow.|-;Go to the directory|-;Run a b|a b"
    )]
    [InlineData("## Remediation\n\n### 3. Drain\n\nOn the master:\n\n```sh\na b\n```\n", "3. Drain: On the master:|a b")]
    [InlineData(
        "## Steps\n\n## 1. Drain\n\nRun `a b` now.\n\n## 2. Tell\n\nThem.\n\n## Links\n\n- [ ] x\n",
        "1. Drain: Run a b now.|a b;2. Tell: Them.|-"
    )]
    [InlineData("## Overview\n\n## 1. Drain\n\nRun `a b` now.\n", "")]
    [InlineData("## Steps\n\nFirst:\n\n## 1. Drain\n\nRun `a b` now.\n", "")]
    [InlineData("## Remediation\n\n### 2024 disks\n\nNothing.\n", "")]
    public void A_numbered_heading_is_a_step(string page, string steps) =>
        Assert.Equal(steps, string.Join(";", Pages.Steps("# P\n\n" + page).Select(s => $"{s.Text}|{s.Command ?? "-"}")));

    [Theory]
    [InlineData("- [ ] Tell the owner\n- [x] Run `a b`", "-; a b")]
    [InlineData("- Stay calm\n- Breathe", "")]
    public void A_box_to_tick_is_a_step(string list, string commands) => Assert.Equal(commands, Pages.Commands(list));

    [Theory]
    [InlineData("Run `a b` and look:\n\n```\ndf -h\n```\n", "df -h")]
    [InlineData("Run this and check the output:\n\n```\ndf -h\n```\n", "df -h")]
    [InlineData("Check the logs with:\n\n```\nkubectl logs a\n```\n", "kubectl logs a")]
    [InlineData("```\n[ -f x ] && y\n```\n", "[ -f x ] && y")]
    [InlineData("Example output:\n\n```\nNAME   READY\na      1/1\n```\n", "")]
    [InlineData("You will see an error similar to the following:\n\n```\nfailed to mount\n```\n", "")]
    [InlineData("The output looks like this:\n\n```console\nok 1\n```\n", "")]
    [InlineData("After that `a b` prints:\n\n```\nok\n```\n", "")]
    [InlineData("命令会返回结果如下：\n\n```\nsuccess!\n```\n", "")]
    [InlineData("Die Ausgabe:\n\n```\nalles gut\n```\n", "")]
    [InlineData("Look:\n\n```\n[\"WARN the disk is full\"]\n```\n", "")]
    [InlineData("Look:\n\n```\n2026-03-02 10:00:00 error\n```\n", "")]
    [InlineData("Look:\n\n```\nNAME   READY   STATUS\na      1/1     Running\n```\n", "")]
    [InlineData("Example output:\n\n```\n$ df -h\n/dev/sda 1%\n```\n", "df -h")]
    [InlineData("1. Start it with `systemctl start a`. The output looks like this:\n\n   ```\n   started\n   ```\n", "systemctl start a")]
    [InlineData("1. Never use `kill -9 pid`, it loses data.\n2. Stop it with `svc stop`.\n", "-; svc stop")]
    [InlineData("1. 避免使用 `kill -9`。\n", "-")]
    public void What_was_printed_or_is_warned_of_is_not_typed(string body, string commands) => Assert.Equal(commands, Pages.Commands(body));

    [Fact]
    public void Preformatted_html_is_a_command() => Assert.Equal("df -h && ls", Pages.Commands("<pre>\ndf -h &amp;&amp; ls\n</pre>"));

    [Theory]
    [InlineData("Sample output:", "sql", "+----+\n| id |\n+----+", "")]
    [InlineData("The answer has a row for each lock:", "sql", "*************************** 1. row ***************************\nid: 1", "")]
    [InlineData("示例输出：", "sql", "| key | count |\n| a | 2 |", "")]
    [InlineData("It prints this:", "python", "done", "")]
    [InlineData("Ask for them:", "sql", "select * from locks;", "select * from locks;")]
    [InlineData("The query looks like this:", "promql", "rate(x[5m])", "rate(x[5m])")]
    [InlineData("Ask:", "sql", "mysql> explain select 1;\n+----+\n| id |\n+----+\n1 row in set", "explain select 1;")]
    [InlineData("Ask:", "python", ">>> import os\n>>> os.getpid()\n17", "import os\nos.getpid()")]
    public void What_a_database_answers_is_no_step_and_its_prompt_is_cut(string before, string language, string code, string shown) =>
        Assert.Equal(
            shown,
            string.Join("|", Pages.Steps($"# P\n\n## Diagnosis\n\n{before}\n\n```{language}\n{code}\n```\n").Select(s => s.Code))
        );

    [Theory]
    [InlineData("Compare the keys:\n\n```\n...\n# Total_keys: 22 Processed_keys: 11\n...\n```", "")]
    [InlineData("Look at it:\n\n```sh\n[...]\n# more\n```", "")]
    [InlineData("Then:\n\n```sh\n...\na b\n```", "...\na b")]
    public void Dots_and_comments_are_not_typed(string body, string commands) => Assert.Equal(commands, Pages.Commands(body));

    [Theory]
    [InlineData(
        "Take the `save` lines out:\n\n```bash\n#save 900 1\n#save 300 10\n```",
        "Take the save lines out:|-|#save 900 1\n#save 300 10"
    )]
    [InlineData("Uncomment:\n\n```shell\n# Retries: 3\n```", "Uncomment:|-|# Retries: 3")]
    [InlineData("```bash\n# nothing to say\n```", "")]
    public void A_block_of_comments_is_shown_where_a_sentence_says_what_to_do_with_it(string body, string steps) =>
        Assert.Equal(
            steps,
            string.Join(";", Pages.Steps($"# P\n\n## Remediation\n\n{body}\n").Select(s => $"{s.Text}|{s.Command ?? "-"}|{s.Code}"))
        );

    [Theory]
    [InlineData("1. Navigate to the `modernisation repo` and change to the `shared services` directory", "-|")]
    [InlineData("1. Open the `main page` in a browser", "-|")]
    [InlineData("1. Look for restarts in the `kubectl get pods` output", "kubectl get pods|")]
    [InlineData("1. Run the `kubectl get pods` command", "kubectl get pods|")]
    [InlineData("1. `select * from t where a=2`: reads by the index", "-|select * from t where a=2")]
    [InlineData("1. Ask with `show processlist`", "-|show processlist")]
    [InlineData("1. Ask with `explain analyze`", "-|explain analyze")]
    [InlineData("1. Look with `show interfaces`", "show interfaces|")]
    [InlineData("1. ...", "")]
    public void A_name_and_a_statement_are_typed_into_no_shell(string item, string steps) =>
        Assert.Equal(steps, string.Join(";", Pages.Steps($"# P\n\n## Diagnosis\n\n{item}\n").Select(s => $"{s.Command ?? "-"}|{s.Code}")));

    [Theory]
    [InlineData("1. **Confirm the end**\n   Watch it for an hour.", "Confirm the end: Watch it for an hour.")]
    [InlineData("1. **Confirm the end.**\n   Watch it.", "Confirm the end. Watch it.")]
    [InlineData("1. **Confirm** the end\n   of it.", "Confirm the end of it.")]
    [InlineData("**Step 1: Revoke the key**\n\nWith this:\n\n```sh\na b\n```", "Step 1: Revoke the key: With this:")]
    [InlineData("**Note** the time.\n\nWith this:\n\n```sh\na b\n```", "With this:")]
    public void Bold_words_above_a_step_are_its_title(string body, string text) =>
        Assert.Equal(text, Assert.Single(Pages.Steps($"# P\n\n## Remediation\n\n{body}\n")).Text);
}

namespace Knowledge.Content.Timelines;

/// <summary>
/// The phrases by which messages are classed; English, as words with single blanks around (<see cref="ChatText.Words"/>).
/// </summary>
internal static class MessageLexicon
{
    /// <summary>A suspicion is given up.</summary>
    // csharpier-ignore
    public static readonly string[] Refuted =
    [
        " ruled out ", " rule out ", " can rule ", " ruled the ", " rule it out ", " ruled it out ", " it's not the ",
        " it is not the ", " it was not the ", " it wasn't the ", " that's not it ", " that is not it ", " that was not it ",
        " isn't it ", " is not it ", " wasn't it ", " not it ", " so not the ", " so it's not ", " so it is not ", " then not the ",
        " not the cause ", " not the problem ", " not the reason ", " isn't the ", " wasn't the ", " aren't the ",
        " nothing to do with ", " unrelated ", " red herring ", " false lead ", " false alarm ", " dead end ", " wrong track ",
        " wrong tree ", " didn't help ", " did not help ", " doesn't help ", " does not help ", " no effect ", " no change ",
        " no difference ", " didn't change ", " did not change ", " didn't work ", " did not work ", " still empty ",
        " still the same ", " still broken ", " still failing ", " still fails ", " still slow ", " still down ", " still happens ",
        " still happening ", " same error ", " same errors ", " same as before ", " as before ", " just as slow ", " just as bad ",
        " is out ", " are out ", " on none of ", " is innocent ", " can't be the ", " cannot be the ", " can not be the ",
        " is not blocked ", " isn't blocked ", " we were wrong ", " i was wrong ", " not guilty ", " not to blame ",
        " either not the ", " no joy ", " no luck ", " no dice ", " no go ", " ain't the ", " ain't it ", " isn't that ",
        " cannot be it ", " can't be it ", " that rules out ", " rules out ", " ruling out ", " can exclude ", " excluded ",
        " not related ", " wasn't that ", " scratch that ", " barking up ", " made it no better ", " nothing changed ", " made no ",
        " changed nothing ", " not our problem ", " neither ",
    ];

    /// <summary>All is well with something; of what is suspected just now it says that it is not the cause.</summary>
    // csharpier-ignore
    public static readonly string[] Cleared =
    [
        " is fine ", " are fine ", " looks fine ", " look fine ", " is ok ", " are ok ", " is okay ", " works ", " work ",
        " is good ", " looks good ", " is normal ", " are normal ", " looks normal ", " resolves ", " is supported ", " not the ",
        " none of ", " are not ", " is not ", " isn't ", " aren't ", " was not ", " wasn't ", " weren't ", " healthy ",
    ];

    // csharpier-ignore
    public static readonly string[] Suspected =
    [
        " maybe ", " perhaps ", " probably ", " possibly ", " could be ", " could it be ", " could that be ", " might be ",
        " may be ", " must be ", " i think ", " i suspect ", " we suspect ", " suspect ", " my suspicion ", " suspicion is ",
        " my guess ", " i guess ", " my bet ", " i bet ", " i'd bet ", " sounds like ", " smells like ", " looks like ",
        " my money is on ", " i assume ", " presumably ", " most likely ", " likely ", " theory is ", " my theory ", " what if ",
        " is it the ", " is it just the ", " could the ", " might have ", " may have ", " could have ", " i wonder if ",
        " i wonder whether ", " hunch ", " i'd say it's ", " hypothesis ", " prolly ", " probs ", " what about the ",
        " how about the ", " any chance ", " feels like ", " seems to be ", " wondering if ", " i'm thinking ", " my hunch ",
        " gut feeling ", " suspicious ", " i'd guess ", " id guess ", " imo ", " isn't it the ", " is this the ", " was it the ",
        " maybe it's ", " could've ", " might've ", " usual suspect ",
    ];

    // csharpier-ignore
    public static readonly string[] Decided =
    [
        " decision ", " decided ", " we decide ", " let's ", " lets ", " agreed ", " we go with ", " going with ", " we will ",
        " we'll ", " go ahead ", " approved ", " we keep ", " i think we should ", " we should ", " plan is ", " the plan ",
        " we agree ", " i vote ", " we agree ", " we're going to ", " we are going to ", " takes it ", " takes that ",
        " takes this ", " will take it ", " i'll take ", " action item ", " let us ", " settled ", " deal ",
    ];

    /// <summary>Nothing is decided with these.</summary>
    public static readonly string[] NotDecided =
    [
        " let's see ",
        " let's look ",
        " let's check ",
        " let's wait ",
        " we will see ",
        " we'll see ",
        " not approved ",
    ];

    /// <summary>What is done to a system; a message that begins with one says that it was done.</summary>
    // csharpier-ignore
    public static readonly HashSet<string> ActionVerbs =
    [
        "restarted", "restarting", "restart", "rolled", "rolling", "reverted", "reverting", "stopped", "stopping", "started",
        "starting", "deleted", "deleting", "removed", "removing", "killed", "killing", "scaled", "scaling", "renewed", "renewing",
        "reloaded", "reloading", "deployed", "deploying", "redeployed", "redeploying", "disabled", "disabling", "enabled",
        "enabling", "paused", "pausing", "drained", "draining", "flushed", "flushing", "cleared", "clearing", "increased",
        "increasing", "raised", "raising", "moved", "moving", "switched", "switching", "failed-over", "rebooted", "rebooting",
        "patched", "patching", "applied", "applying", "merged", "merging", "rerun", "reran", "cordoned", "evicted", "freed",
        "freeing", "unblocked", "fixed", "fixing", "resized", "extended", "rotated", "replaced", "replacing", "truncated", "purged",
        "purging", "resumed", "mounted", "remounted", "unmounted", "reset", "resetting", "throttled", "blocked", "blocking",
        "added", "adding", "silenced", "upgraded", "downgraded", "bounced", "recreated", "reindexed", "rebuilt", "pinned",
        "cancelled", "canceled", "set", "setting", "put", "turned", "bumped", "swapped", "flipped", "installed", "changed",
        "updated", "upgrading", "kicked", "cycled", "trimmed", "emptied", "archived", "shut", "pointed", "rerouted", "cut", "drop",
        "unplugged", "plugged", "rescheduled", "pushed", "redeployed", "undid", "undone", "ran",
    ];

    /// <summary>Words that may stand before the action verb.</summary>
    // csharpier-ignore
    public static readonly HashSet<string> BeforeActionVerbs =
    [
        "i", "we", "i've", "we've", "have", "just", "now", "ok", "okay", "so", "then", "and", "also", "am", "are", "i'm", "we're",
        "already", "has", "done", "manually", "alright", "right",
    ];

    // csharpier-ignore
    public static readonly string[] Communicated =
    [
        " status page ", " statuspage ", " told ", " informed ", " informing ", " called ", " calling ", " call them ",
        " will call ", " calls ", " on the phone ", " phoned ", " paging ", " paged ", " page the ", " escalated ", " escalating ",
        " notified ", " notifying ", " mail to ", " mailed ", " emailed ", " wrote to ", " write to ", " posted ", " announced ",
        " client says ", " customer says ", " customers say ", " users say ", " complain ", " complains ", " complained ",
        " reports ", " report ", " reported ", " confirms ", " confirmed by ", " confirm that ", " asked them ",
        " asked the client ", " asked the customer ", " opened a case ", " opens a case ", " opened a ticket ", " opened ticket ",
        " raised a ticket ", " to the customers ", " to the clients ", " stakeholders ", " heads up to ", " sent to ", " is sent ",
        " asking them ", " rang ", " rings ", " ringing ", " pinged ", " pinging ", " messaged ", " texted ", " looped in ",
        " looping in ", " on the bridge ", " raised with ", " heads up ", " emailing ", " mailing ", " opened a p1 ",
        " reached out ", " reaching out ",
    ];

    /// <summary>Something is not as it should be; with "still" before it, what was done did not help.</summary>
    // csharpier-ignore
    public static readonly string[] Failing =
    [
        " blank ", " empty ", " broken ", " down ", " slow ", " dead ", " same ", " failing ", " fails ", " fail ", " error ",
        " errors ", " missing ", " nothing ", " no ", " stuck ", " red ", " timing out ", " times out ", " timeouts ",
        " happening ", " happens ", " hanging ", " high ", " growing ", " firing ", " there ",
    ];

    /// <summary>Where people look things up.</summary>
    // csharpier-ignore
    public static readonly string[] Places =
    [
        " wiki ", " handbook ", " runbook ", " runbooks ", " playbook ", " playbooks ", " knowledge base ", " kb ", " docs ",
        " documentation ", " confluence ", " google ", " stack overflow ", " faq ", " old tickets ", " ticket system ", " q&a ",
        " sharepoint ", " notion ",
    ];

    /// <summary>A search gave nothing.</summary>
    public static readonly string[] Nothing =
    [
        " nothing ",
        " zilch ",
        " nada ",
        " none ",
        " no result ",
        " no results ",
        " no hits ",
        " no match ",
        " not there ",
        " empty handed ",
        " no luck ",
        " nope ",
    ];

    /// <summary>Words with which "no" or "not" turns round what follows.</summary>
    // csharpier-ignore
    public static readonly HashSet<string> Negations =
    [
        "not", "no", "isn't", "wasn't", "aren't", "weren't", "ain't", "never", "neither", "nor", "can't", "cannot", "nothing",
        "none",
    ];

    /// <summary>The cause is known.</summary>
    // csharpier-ignore
    public static readonly string[] CauseFound =
    [
        " root cause ", " the cause ", " cause is ", " cause was ", " cause found ", " found it ", " found the ", " turns out ",
        " turned out ", " that's why ", " that is why ", " because ", " due to ", " caused by ", " the reason is ",
        " the reason was ", " the culprit ", " triggered by ", " culprit ", " to blame ", " explains it ", " explains why ",
        " that's it ", " that was it ", " smoking gun ", " there it is ", " here it is ",
    ];

    // csharpier-ignore
    public static readonly string[] Seen =
    [
        " shows ", " show ", " showing ", " says ", " say ", " answers ", " answer ", " returns ", " return ", " log ", " logs ",
        " logged ", " is full ", " is down ", " are down ", " is up ", " are up ", " is green ", " are green ", " all green ",
        " is normal ", " are normal ", " look normal ", " looks normal ", " is fine ", " are fine ", " looks fine ", " is gone ",
        " expired ", " missing ", " empty ", " stuck ", " fails ", " failed ", " failing ", " error ", " errors ", " timeout ",
        " timeouts ", " times out ", " exhausted ", " i see ", " we see ", " they see ", " only ", " since ", " has been ",
        " have been ", " never ", " none ", " nothing ", " confirmed ", " are filled ", " is filled ", " is back ", " are back ",
        " recovered ", " back to normal ", " works again ", " work again ", " done ", " finished ", " active ", " running ",
        " healthy ", " exit code ", " ended with ", " matches ", " contains ", " has rows ", " grows ", " dropped ", " spiked ",
        " latency ", " deletes ", " writes ", " points to ", " resolves ", " responds ", " visible ", " changed ", " uses ",
        " blank ", " wrong ", " skewed ", " drops ", " gets dropped ", " arrive ", " arrives ", " refused ", " rejects ",
        " rejected ", " denied ", " crashed ", " crashes ", " crash ", " restarts ", " oom ", " killed ", " 0 rows ", " zero ",
        " behind ", " late ", " lagging ", " i can see ", " connected ",
    ];

    /// <summary>Monitoring speaks, or somebody repeats it.</summary>
    public static readonly string[] Alerted =
    [
        " is firing ",
        " alert fired ",
        " alert is ",
        " alerts are ",
        " alarm ",
        " got an alert ",
        " got paged ",
        " were paged ",
        " was paged ",
        " firing ",
        " triggered ",
        " alert triggered ",
    ];

    /// <summary>The knowledge base, or another place, was searched.</summary>
    // csharpier-ignore
    public static readonly string[] Searched =
    [
        " searched ", " searching ", " looked for ", " looking for ", " looked up ", " googled ", " no results ", " no hits ",
        " nothing in the runbook ", " nothing in the runbooks ", " nothing in the wiki ", " nothing in the docs ",
        " could not find ", " couldn't find ", " can't find ", " cannot find ", " did not find ", " didn't find ",
        " found nothing ", " nothing found ", " no runbook ", " not in the wiki ", " not in the runbooks ", " zilch ", " nada ",
        " not documented ", " nobody wrote ", " no page ", " no article ", " no doc ",
    ];

    /// <summary>Who sees the failure from outside.</summary>
    // csharpier-ignore
    public static readonly string[] Reporters =
    [
        " client ", " clients ", " customer ", " customers ", " user ", " users ", " says ", " say ", " reports ", " report ",
        " reported ", " complain ", " complains ", " complained ", " write ", " writes ", " wrote ", " calls ", " called ",
        " on the phone ", " ticket ", " p1 ", " p2 ", " sev1 ", " sev2 ", " tells ", " tell us ", " shops ", " offices ", " rang ",
        " rings ", " phoned ", " mailed ", " messaged ", " just called ",
    ];

    public static readonly string[] Outside = [" client ", " clients ", " customer ", " customers ", " user ", " users "];

    /// <summary>A check says that all is well.</summary>
    // csharpier-ignore
    public static readonly string[] StaysGreen =
    [
        " green ", " all running ", " active running ", " status ok ", " healthy ", " http 200 ", " answers 200 ", " returns 200 ",
        " 200 ok ", " exit code 0 ", " exited 0 ", " is up ", " are up ", " up and running ", " is normal ", " are normal ",
        " look normal ", " looks normal ", " looks fine ", " look fine ", " looks good ", " look good ", " is fine ", " are fine ",
        " no errors ", " no error ", " no warnings ", " no warning ", " no alerts ", " no alert ", " 0 errors ",
        " nothing unusual ", " nothing suspicious ", " answer pings ", " answers pings ", " answers ping ", " loss is 0 ",
        " lag is 0 ", " passes ", " passed ", " ready ", " all ok ", " are ok ", " nothing red ", " no red ", " no alarms ",
        " no alarm ", " nothing in the logs ", " logs are clean ", " log is clean ", " not a single error ", " all fine ",
        " all clear ", " responds fine ", " no lag ", " no restarts ",
    ];

    /// <summary>What a check does not see.</summary>
    // csharpier-ignore
    public static readonly string[] BlindSpots =
    [
        " does not care ", " doesn't care ", " does not see ", " doesn't see ", " does not count ", " doesn't count ",
        " do not count ", " don't count ", " does not look ", " doesn't look ", " does not check ", " doesn't check ",
        " only watches ", " only watched ", " only looks ", " only checks ", " only checked ", " only means ", " just means ",
        " blind ", " does not notice ", " doesn't notice ", " does not know ", " doesn't know ", " watched the ", " matched no ",
    ];

    /// <summary>From here on the incident is resolved and green checks are right.</summary>
    // csharpier-ignore
    public static readonly string[] Resolved =
    [
        " back to normal ", " is back ", " are back ", " is mitigated ", " mitigated ", " recovered ", " works again ",
        " work again ", " filled again ", " are fixed ", " is fixed ", " all good ", " fast again ", " is resolved ",
        " incident resolved ", " resolved ",
    ];

    public static bool Any(string words, string[] phrases)
    {
        foreach (var phrase in phrases)
            if (words.Contains(phrase, StringComparison.Ordinal))
                return true;
        return false;
    }

    public static int Count(string words, string[] phrases)
    {
        var count = 0;
        foreach (var phrase in phrases)
            if (words.Contains(phrase, StringComparison.Ordinal))
                count++;
        return count;
    }
}

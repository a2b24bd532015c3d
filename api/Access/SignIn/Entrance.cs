namespace Knowledge.Api.Access.SignIn;

/// <summary>Begins and ends sessions of browsers.</summary>
internal sealed class Entrance(Sessions sessions, People people, AuditTrail audit)
{
    /// <summary>Signs somebody in. A session that the browser had before ends: nobody goes on in one that another prepared.</summary>
    /// <param name="by">The way of signing in.</param>
    /// <param name="email">Null where none is known.</param>
    public void LetIn(
        HttpContext http,
        string subject,
        string name,
        Role role,
        IReadOnlyList<string> groups,
        string by,
        TimeSpan? lasts = null,
        string? email = null
    )
    {
        if (SessionCookie.Read(http.Request) is { } before)
            sessions.End(Session.KeyOf(before), null);
        var caller = people.Enter(subject, name, role, groups, email);
        var (number, session) = sessions.Begin(
            subject,
            caller.Actor,
            role,
            groups,
            AuditTrail.AddressOf(http),
            http.Request.Headers.UserAgent.ToString(),
            lasts
        );
        SessionCookie.Write(http, number);
        audit.Record(http, session.ToCaller(), "sign in", by, "done");
    }

    public void LetOut(HttpContext http)
    {
        var caller = Caller.Of(http);
        if (caller.Session is { } key && sessions.End(key, null))
            audit.Record(http, caller, "sign out", "", "done");
        SessionCookie.Delete(http);
    }
}

using Knowledge.Api.Live;
using Knowledge.Content.Text;

namespace Knowledge.Api.Access;

/// <summary>Lets people in: gives each one name of their own and what their groups allow.</summary>
internal sealed class People(LiveKnowledge live, AccessOptions options, Tokens tokens, TimeProvider time)
{
    private const int MaxNameCharacters = 60;

    /// <summary>Somebody whom a provider or a proxy vouches for; null when they may not come in.</summary>
    /// <param name="name">As they are called there.</param>
    /// <param name="email">As it is told there.</param>
    public Caller? Enter(string subject, string name, IReadOnlyList<string> groups, string? email = null) =>
        options.RoleOf(groups) is { } role ? Enter(subject, name, role, groups, email) : null;

    /// <summary>Groups that an operator gave to an account of this server.</summary>
    public IReadOnlyList<string> GroupsOf(string subject) =>
        live.QueryStore(s => s.Access.People.Find(subject)) is { } person ? Groups.Read(person.MemberOf) : [];

    /// <summary>Somebody whose role is known.</summary>
    /// <param name="email">What is no mail address counts as none.</param>
    public Caller Enter(string subject, string name, Role role, IReadOnlyList<string> groups, string? email = null)
    {
        var clean = string.Concat(name.Where(c => !char.IsControl(c))).Trim();
        var wanted = Sentences.Truncate(clean.Length > 0 ? clean : subject, MaxNameCharacters);
        var actor = live.QueryStore(s =>
            s.Access.People.Enter(subject, wanted, role.NameOf(), Groups.Write(groups), time.GetUtcNow(), EmailAddress.Of(email))
        );
        tokens.Limit(subject, role);
        // Without a store nobody can tell who else has the name; what a provider knows somebody by is nobody else's.
        return new(subject, actor ?? subject, role, groups);
    }
}

namespace Knowledge.Api.Access;

/// <summary>On a group of endpoints: what a caller must be allowed to do.</summary>
/// <param name="Role">The least role that may.</param>
internal sealed record RequiredRole(Role Role)
{
    /// <summary>Pages of the sources, which may be read by everybody while nobody can sign in, when the operator allows it.</summary>
    public bool IsOfSources { get; init; }

    /// <summary>An endpoint of which nobody said who may use it is for administrators.</summary>
    public static RequiredRole Of(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<RequiredRole>() ?? new RequiredRole(Knowledge.Api.Access.Role.Admin);
}

/// <summary>
/// The same addresses once for each role: an endpoint is mapped in the group of those who may use it, and says nothing of roles itself.
/// </summary>
internal sealed record RoleGroups(
    RouteGroupBuilder Anyone,
    RouteGroupBuilder Sources,
    RouteGroupBuilder Viewer,
    RouteGroupBuilder Responder,
    RouteGroupBuilder Author,
    RouteGroupBuilder Admin
)
{
    public static RoleGroups In(RouteGroupBuilder group) =>
        new(
            group.For(Role.Anyone),
            group.MapGroup("").WithMetadata(new RequiredRole(Role.Viewer) { IsOfSources = true }),
            group.For(Role.Viewer),
            group.For(Role.Responder),
            group.For(Role.Author),
            group.For(Role.Admin)
        );
}

internal static class RoleGroup
{
    /// <summary>A group within this one for those who may do at least what a role may.</summary>
    public static RouteGroupBuilder For(this IEndpointRouteBuilder group, Role role) =>
        group.MapGroup("").WithMetadata(new RequiredRole(role));
}

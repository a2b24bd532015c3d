using System.Reflection;
using Knowledge.Api.Live;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Knowledge.Tests.Api.Access.Visibility;

/// <summary>Nobody can forget who may see what: requests are answered from what their caller sees, and nothing else can be had.</summary>
public sealed class WholeKnowledgeTests
{
    // What they do is seen by nobody, or only told to whoever sees all.
    private static readonly string[] WorksOnAll =
    [
        nameof(LiveKnowledge),
        nameof(LiveAlerts),
        nameof(LivePostmortems),
        nameof(AlertIntake),
        nameof(KnowledgeMetrics),
        nameof(DebtReports),
    ];

    [Fact]
    public void The_whole_index_is_used_by_work_that_nobody_sees_alone()
    {
        using var module = ModuleDefinition.ReadModule(typeof(LiveKnowledge).Assembly.Location);
        var users = module
            .GetAllTypes()
            .Where(t =>
                t.Methods.Any(m =>
                    m.HasBody
                    && m.Body.Instructions.Any(i =>
                        i.Operand is MethodReference { Name: "get_Whole", DeclaringType.Name: nameof(LiveKnowledge) }
                        || i.Operand is MethodReference { Name: "get_Served" }
                    )
                )
            )
            .Select(Outermost)
            .Distinct()
            .ToList();
        Assert.Contains(nameof(LiveKnowledge), users);
        Assert.Empty(users.Except([.. WorksOnAll, "LiveSearch"]));
    }

    private static string Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type.Name;

    [Fact]
    public void No_endpoint_is_given_the_whole_index()
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        var handlers = server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(e => (e.RoutePattern.RawText, Handler: e.Metadata.GetMetadata<MethodInfo>()))
            .Where(e => e.Handler is not null)
            .ToList();
        Assert.True(handlers.Count > 80, $"{handlers.Count} handlers");
        // Who looks after people and what is kept, and says that pages may go, asks for none of them.
        Assert.Equal(
            [
                "/account/tokens",
                "/api/sources/{source}/accept-deletions",
                "/api/stored",
                "/audit",
                "/audit.jsonl",
                "/sign-in/link/{number}",
                "/status/{source}/accept-deletions",
                "/stored",
                "/stored/delete",
            ],
            handlers
                .Where(e => e.Handler!.GetParameters().Any(p => p.ParameterType == typeof(LiveKnowledge)))
                .Select(e => "/" + e.RawText!.TrimStart('/'))
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
    }
}

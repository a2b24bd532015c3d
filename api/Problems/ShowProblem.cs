using Knowledge.Api.Ui;

namespace Knowledge.Api.Problems;

public sealed record ProblemModel(Problem Problem);

/// <summary><c>GET /problems/{name}</c>: what the <c>type</c> of problem details points to.</summary>
internal static class ShowProblem
{
    public static void MapProblemPage(this RouteGroupBuilder pages) => pages.MapPage("/problems/{name}", Handle);

    private static IResult Handle(HttpContext http, string name) =>
        Problem.All.FirstOrDefault(p => p.Name == name) is { } problem
            ? Page.Of<ProblemPage, ProblemModel>(new(problem))
            : ErrorResponse.Page(http, Problem.NotFound);
}

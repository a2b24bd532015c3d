using System.Text.Json;
using System.Text.RegularExpressions;

namespace Knowledge.Api.Problems;

/// <summary>
/// What is wrong with a request that could not be bound, in words for its sender. The messages of the framework name types and
/// parameters of the program, so only what the sender wrote is taken out of them.
/// </summary>
internal static partial class UnreadableRequest
{
    private const int MaxNameCharacters = 60;

    public static (Problem Problem, string? Detail) Describe(BadHttpRequestException bad) =>
        bad switch
        {
            { StatusCode: 400, InnerException: JsonException json } => (
                Problem.BadJson,
                $"Line {json.LineNumber + 1}, {json.Path ?? "$"}: {OfJson(json)} {Problem.BadJson.Remedy}"
            ),
            { StatusCode: 400 } => (Problem.BadRequest, $"{OfBinding(bad.Message)} {Problem.BadRequest.Remedy}"),
            _ => (Problem.ForStatus(bad.StatusCode), null),
        };

    internal static string OfJson(JsonException json) =>
        json.Message switch
        {
            var m when Unmapped().Match(m) is { Success: true } unknown => $"there is no member '{Name(unknown)}'.",
            var m when Duplicate().Match(m) is { Success: true } twice => $"the member '{Name(twice)}' is there twice.",
            var m when Missing().Match(m) is { Success: true } missing => $"these members are missing: {Name(missing)}.",
            var m when m.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) =>
                "the value is of another type than it should be.",
            // The reader itself, which knows no types: what is no JSON.
            var m when json.InnerException is JsonException => FirstSentence(m),
            _ => "the value cannot be read.",
        };

    internal static string OfBinding(string message) =>
        message switch
        {
            _ when FailedParameter().Match(message) is { Success: true } failed => $"The parameter {Name(failed)} cannot be read.",
            _ when MissingParameter().Match(message) is { Success: true } missing => missing.Groups["from"].Value == "body"
                ? "The body is missing."
                : $"The parameter {Name(missing)} is missing.",
            _ => "The request cannot be read.",
        };

    private static string Name(Match match) => Knowledge.Content.Text.Sentences.Truncate(match.Groups["name"].Value, MaxNameCharacters);

    private static string FirstSentence(string message)
    {
        var end = Position().Match(message) is { Success: true } position ? position.Index : message.Length;
        return message[..end].TrimEnd(' ', '.') + ".";
    }

    [GeneratedRegex("^The JSON property '(?<name>.*?)' could not be mapped", RegexOptions.NonBacktracking)]
    private static partial Regex Unmapped();

    [GeneratedRegex("^Duplicate property '(?<name>.*?)' encountered", RegexOptions.NonBacktracking)]
    private static partial Regex Duplicate();

    [GeneratedRegex("was missing required properties including: (?<name>('[A-Za-z]+'(, )?)+)", RegexOptions.NonBacktracking)]
    private static partial Regex Missing();

    [GeneratedRegex(" (Path|LineNumber): ", RegexOptions.NonBacktracking)]
    private static partial Regex Position();

    // "Failed to bind parameter "Nullable<int> limit" from "many"."
    [GeneratedRegex("^Failed to (bind|read) parameter \"[^\"]* (?<name>[A-Za-z]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex FailedParameter();

    // "Required parameter "Request request" was not provided from body."
    [GeneratedRegex(
        "^Required parameter \"[^\"]* (?<name>[A-Za-z]+)\" was not provided from (?<from>[a-z ]+)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex MissingParameter();
}

using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>StatusCake: a test that is up or down, as a form. Its token is read by nobody here.</summary>
/// <remarks>Shape: statuscake.com, "Webhooks" (Token, Status Up and Down, StatusCode, URL, IP, Name, Tags, Checkrate).</remarks>
internal static class StatusCakePayload
{
    public static bool Fits(JsonElement root) =>
        root.Name("Status") is not null
        && root.Name("Name") is not null
        && root.Name("Token", "StatusCode", "Checkrate", "URL") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var name = root.Name("Name")!;
        return new(
            AlertPayloadFormat.StatusCake,
            [
                new()
                {
                    Key = root.Name("TestID", "TestId") is { } id ? $"test {id}" : name,
                    Name = name,
                    State = StateWords.Of(root.Text("Status")) == AlertState.Resolved ? AlertState.Resolved : AlertState.Firing,
                    Labels = PayloadFields.Labels(
                        ("url", root.Name("URL")),
                        ("code", root.Name("StatusCode")),
                        ("ip", root.Name("IP")),
                        ("tags", root.Name("Tags"))
                    ),
                    Summary = root.Text("StatusCode") is { } code
                        ? $"{root.Text("URL") ?? name} answers with {code}"
                        : root.Text("URL") ?? "",
                    Service = name,
                    Link = root.Address("URL"),
                },
            ]
        );
    }
}

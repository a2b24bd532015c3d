using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Amazon SNS: an envelope around what another sender says, or a topic that asks for its subscription to be confirmed.</summary>
/// <remarks>
/// Shape: docs.aws.amazon.com, "Parsing Amazon SNS message formats". A subscription is never confirmed by reading it: an operator does
/// that, and only at an address of Amazon SNS (<see cref="SnsAddress"/>).
/// </remarks>
internal static class SnsPayload
{
    public static bool Fits(JsonElement root) =>
        root.Text("Type") is "Notification" or "SubscriptionConfirmation" or "UnsubscribeConfirmation"
        && root.Text("TopicArn") is not null
        && root.Text("MessageId") is not null;

    /// <param name="inner">Reads the message, which is a text that mostly is JSON.</param>
    public static AlertPayload Read(JsonElement root, Func<JsonElement, AlertPayload> inner)
    {
        var (id, topic) = (root.Name("MessageId"), root.Name("TopicArn")!);
        if (root.Text("Type") == "SubscriptionConfirmation")
        {
            var address = SnsAddress.ToConfirm(root.Text("SubscribeURL"));
            return AlertPayload.Unreadable(
                address is null
                    ? $"The topic {topic} asks to be confirmed at an address that is none of Amazon SNS; it is not followed."
                    : $"The topic {topic} waits for an operator to confirm it, on the page /alerts."
            ) with
            {
                Format = AlertPayloadFormat.Sns,
                EventId = id,
                IsDescribed = true,
                Subscription = new(topic, address),
            };
        }
        if (root.Text("Type") == "UnsubscribeConfirmation")
            return new(AlertPayloadFormat.Sns, [], EventId: id, Note: $"the topic {topic} is not subscribed any more");
        try
        {
            using var message = PayloadJson.Parse(root.Field("Message")?.GetString() ?? "");
            var read = inner(message.RootElement);
            return read.Problem is null ? read with { EventId = id } : read;
        }
        catch (Exception e) when (e is (JsonException and not PayloadJson.TooDeepException) or InvalidOperationException)
        {
            return AlertPayload.Unreadable(
                $"The message of the topic {topic} is plain text, which does not say which alert it is and whether it is over."
            );
        }
    }
}

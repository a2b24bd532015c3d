using Knowledge.Api.Options;
using Knowledge.Api.Store;

namespace Knowledge.Api.Doctor;

/// <summary>Whether the senders that are configured can prove themselves, and whether anything ever came of them.</summary>
internal static class SenderExamination
{
    public static IEnumerable<Fault> Of(Patient patient)
    {
        if (patient.Options is not { } options)
            yield break;
        var configured = Settings
            .Hook.AllOf(patient.Configuration)
            .Select(h => options.Hooks.GetValueOrDefault(h.Split('=')[0]))
            .OfType<HookSource>()
            .DistinctBy(h => h.Name)
            .ToList();
        var isWithoutSecret = configured.Where(h => h.Secrets.Count == 0).Select(h => h.Name).ToList();
        // Where nodes share a store the key is there, and this one makes its copy again.
        if (
            options.Serving.Store is null
            && !HookKey.IsThere(patient.DataDirectory)
            && (isWithoutSecret.Count > 0 || File.Exists(patient.PathOf(HookKey.FileName)))
        )
            yield return Fault.Error(
                "hook-secret-missing",
                $"{patient.PathOf(HookKey.FileName)} is missing or damaged; senders without a secret of their own prove themselves by it"
                    + (isWithoutSecret.Count > 0 ? $": {string.Join(", ", isWithoutSecret)}." : "."),
                "Put it back from a backup; or run hook secret NAME, which makes a new one, and give each sender its new secret."
            );
        if (configured.Count == 0)
            yield break;
        using var store = patient.OpenStore();
        if (store is null)
            yield break;
        foreach (var sender in configured.Where(s => !store.HasHeardOf(s.Name)))
            yield return Fault.Warning(
                "hook-never-heard",
                $"Nothing ever came of the sender {sender.Name}.",
                $"Let it send a test to /hooks/{sender.Name} with the secret that hook secret {sender.Name} shows; 401 means another one."
            );
    }
}

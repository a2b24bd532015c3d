using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Knowledge.Api.Doctor;

/// <summary>Whether the clock is behind what was written by it.</summary>
internal static class ClockExamination
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static IEnumerable<Fault> Of(Patient patient)
    {
        var known = Known(patient).Where(k => k.At > patient.Now + Tolerance).OrderByDescending(k => k.At).ToList();
        if (known is [var (what, at), ..])
            yield return Fault.Error(
                "clock-behind",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The clock says {patient.Now.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and {what} is of {at.UtcDateTime:yyyy-MM-dd HH:mm}."
                ),
                "Set the clock (timedatectl set-ntp true); when it was ahead before, what was written then keeps its time."
            );
    }

    private static IEnumerable<(string What, DateTimeOffset At)> Known(Patient patient)
    {
        yield return ("this program", File.GetLastWriteTimeUtc(typeof(ClockExamination).Assembly.Location));
        if (Directory.Exists(patient.DataDirectory))
            foreach (var file in new DirectoryInfo(patient.DataDirectory).EnumerateFiles())
                yield return (file.Name, file.LastWriteTimeUtc);
        if (patient.LastWrite() is { } at)
            yield return ("what was last kept in the store", at);
    }

    private static DateTimeOffset? LastWrite(this Patient patient)
    {
        try
        {
            using var store = patient.OpenStore();
            return store?.LastWrite;
        }
        catch (SqliteException)
        {
            // Told by the examination of the store.
            return null;
        }
    }
}

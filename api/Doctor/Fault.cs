namespace Knowledge.Api.Doctor;

public enum FaultSeverity
{
    /// <summary>Something that works is worse than it could be, or will end.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Error,
}

/// <summary>Something that is wrong with a server or with what it stands on.</summary>
/// <param name="Name">The same for the same fault, for scripts.</param>
/// <param name="Cause">What was found, a sentence.</param>
/// <param name="Mend">What to do, a sentence.</param>
public sealed record Fault(string Name, FaultSeverity Severity, string Cause, string Mend)
{
    public static Fault Error(string name, string cause, string mend) => new(name, FaultSeverity.Error, cause, mend);

    public static Fault Warning(string name, string cause, string mend) => new(name, FaultSeverity.Warning, cause, mend);
}

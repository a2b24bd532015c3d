namespace Knowledge.Content.Findings;

/// <summary>The codes that reading content can give. Why each exists and how to mend it: <c>content/FINDINGS.md</c>.</summary>
public static class FindingCodes
{
    public const string Unreadable = "KB001";
    public const string NotAPlainFile = "KB002";
    public const string TooLarge = "KB003";
    public const string InvalidText = "KB004";
    public const string InvalidYaml = "KB005";
    public const string InvalidValue = "KB006";
    public const string MisspelledKey = "KB007";
    public const string IdClash = "KB008";
    public const string NotRenderable = "KB009";
    public const string SourceMissing = "KB010";
    public const string NotUnderstood = "KB011";
    public const string TooMany = "KB012";

    public static IReadOnlyList<string> All { get; } =
    [
        Unreadable, NotAPlainFile, TooLarge, InvalidText, InvalidYaml, InvalidValue,
        MisspelledKey, IdClash, NotRenderable, SourceMissing, NotUnderstood, TooMany,
    ];
}

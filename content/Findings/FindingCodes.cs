namespace Knowledge.Content.Findings;

/// <summary>
/// The codes that reading (KB0xx), checking (KB1xx) and what postmortems left unpatched (KB2xx) can give. Why each exists and how
/// to fix it: <c>content/FINDINGS.md</c>.
/// </summary>
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
    public const string NotFollowed = "KB013";
    public const string NotServed = "KB014";
    public const string NothingServed = "KB015";
    public const string HookMapping = "KB018";
    public const string Visible = "KB019";

    public const string DeadRunbookLink = "KB101";
    public const string GenericRunbookLink = "KB102";
    public const string AlertWithoutRunbook = "KB103";
    public const string RunbookAnchorMissing = "KB104";
    public const string Stub = "KB110";
    public const string RequiredSection = "KB111";
    public const string NoCommand = "KB112";
    public const string NoVerification = "KB113";
    public const string NearDuplicate = "KB114";
    public const string Stale = "KB115";
    public const string NoOwner = "KB120";
    public const string UnknownOwner = "KB121";
    public const string OwnersDisagree = "KB122";
    public const string UnknownService = "KB123";
    public const string CatalogsDisagree = "KB124";
    public const string BrokenLink = "KB130";
    public const string BrokenAnchor = "KB131";
    public const string DangerousCommand = "KB140";
    public const string Secret = "KB141";
    public const string HiddenCharacters = "KB142";
    public const string HeadingJump = "KB150";
    public const string ImageWithoutText = "KB151";
    public const string TodoLeft = "KB152";
    public const string AlertText = "KB160";
    public const string UnwatchedJob = "KB161";

    public const string SearchLost = "KB201";
    public const string FoundByQuotationOnly = "KB202";
    public const string ClosedUnpatched = "KB203";
    public const string SurfaceNotHolding = "KB204";
    public const string SurfaceUnexplained = "KB205";
    public const string SurfaceOverdue = "KB206";
    public const string PatchedCount = "KB207";
    public const string SurfacesUntouched = "KB208";

    // csharpier-ignore
    public static IReadOnlyList<string> All { get; } =
    [
        Unreadable, NotAPlainFile, TooLarge, InvalidText, InvalidYaml, InvalidValue, MisspelledKey, IdClash, NotRenderable,
        SourceMissing, NotUnderstood, TooMany, NotFollowed, NotServed, NothingServed, HookMapping, Visible, DeadRunbookLink,
        GenericRunbookLink, AlertWithoutRunbook, RunbookAnchorMissing, Stub, RequiredSection, NoCommand, NoVerification,
        NearDuplicate, Stale,
        NoOwner, UnknownOwner, OwnersDisagree, UnknownService, CatalogsDisagree, BrokenLink, BrokenAnchor, DangerousCommand,
        Secret, HiddenCharacters, HeadingJump, ImageWithoutText, TodoLeft, AlertText, UnwatchedJob, SearchLost,
        FoundByQuotationOnly, ClosedUnpatched, SurfaceNotHolding, SurfaceUnexplained, SurfaceOverdue, PatchedCount,
        SurfacesUntouched,
    ];
}

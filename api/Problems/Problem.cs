using Knowledge.Api.Live;
using Knowledge.Api.Store;

namespace Knowledge.Api.Problems;

/// <summary>One way in which a request can fail, with a stable name, why it happens and what to do; each has a page.</summary>
/// <param name="Name">Last part of the <c>type</c> of problem details.</param>
/// <param name="Cause">Why this happens.</param>
/// <param name="Remedy">What to do about it; the <c>detail</c> when nothing more exact is known.</param>
public sealed record Problem(string Name, int Status, string Title, string Cause, string Remedy)
{
    public static readonly Problem BadRequest = new(
        "bad-request",
        400,
        "The request cannot be read",
        "A parameter or the body has a form that the server does not understand.",
        "Correct the request and send it again; /openapi/v1.json describes every request."
    );
    public static readonly Problem BadJson = new(
        "bad-json",
        400,
        "The JSON body cannot be read",
        "Bodies are read strictly: no unknown or repeated members, no comments, exact spelling.",
        "Correct the body and send it again; /openapi/v1.json describes it."
    );
    public static readonly Problem NothingHeld = new(
        "nothing-held",
        404,
        "No deletions of this source wait to be accepted",
        "There is no source of this name, or it has not lost most of its pages at once.",
        "See /status for the sources and what is wrong with them."
    );
    public static readonly Problem NothingStored = new(
        "nothing-stored",
        404,
        "There is nothing of that kind and name",
        "No such kind is stored, or nothing of it has this name, or it was deleted before.",
        "See /stored for the kinds, and for what names one of each."
    );
    public static readonly Problem NoAlert = new(
        "no-alert",
        400,
        "There is no alert in the body",
        "The body is not JSON, or nothing in it names an alert.",
        "Send what Alertmanager, Grafana, Opsgenie, PagerDuty or Datadog post, or an object with a name and labels."
    );
    public static readonly Problem NoChat = new(
        "no-chat",
        400,
        "The text is not a chat that can be read",
        "The text is empty, too long, or JSON that is neither a Slack export nor messages of Teams.",
        "Send the lines of the channel, such as “09:35 name: message”, or a day's file of the export."
    );
    public static readonly Problem NoSuchHook = new(
        "no-such-hook",
        404,
        "No sender has this name",
        "Senders post to /hooks/NAME, and no sender is configured under this name.",
        "Use one of the names that the answer lists, or start the server with --hook NAME=TYPE."
    );
    public static readonly Problem InvalidSignature = new(
        "not-the-sender",
        401,
        "The request does not show that it comes from its sender",
        "The secret or signature is missing, wrong, or older than five minutes.",
        "Give the sender the secret of KB_HOOK_NAME_SECRET, or the one that the server's command "
            + "`hook secret NAME` shows, as bearer, password, header "
            + "X-KB-Secret, or key of its signature; check its clock."
    );
    public static readonly Problem HookOff = new(
        "hook-off",
        403,
        "The slash command is off",
        "Requests of Slack are signed, and no signing secret is configured to compare with.",
        "Start the server with Slack's signing secret in KB_HOOK_SLACK_SECRET or the file that KB_HOOK_SLACK_SECRET_FILE names."
    );
    public static readonly Problem NoSuchAlert = new(
        "no-such-alert",
        404,
        "There is no such alert",
        "No alert with this id was posted.",
        "List the alerts at /alerts."
    );
    public static readonly Problem AlertOver = new(
        "alert-over",
        409,
        "The alert is over already",
        "Its sender or somebody else reported its end.",
        "Nothing needs to be done; when it fires again, it is shown as firing."
    );
    public static readonly Problem NotClosedByHand = new(
        "not-closed-by-hand",
        409,
        "Nobody closed this alert by hand",
        "It still fires, or its sender reported its end.",
        "Nothing needs to be done; when its sender says that it fires, it is shown as firing."
    );
    public static readonly Problem NoRunbook = new(
        "no-runbook",
        404,
        "There is no runbook for this alert",
        "No page has the alert's name, declares it, or is linked from its rule.",
        "Search for its words; write the page and name the alert in its front matter: alerts: [NAME]."
    );
    public static readonly Problem NoSuchPostmortem = new(
        "no-such-postmortem",
        404,
        "There is no such postmortem",
        "No postmortem with this name is written here, or it has no such revision. "
            + "Postmortems that are files of a source are edited there.",
        "List them at /postmortems."
    );
    public static readonly Problem InvalidStateChange = new(
        "state-refused",
        409,
        "The postmortem cannot change to that state",
        "A postmortem is closed only when every surface is patched, explained, or open with an "
            + "owner and a due date, and what can be verified holds.",
        "Fix what the response lists and try again."
    );
    public static readonly Problem EditConflict = new(
        "changed-meanwhile",
        412,
        "Somebody else saved in between",
        "The text was made from a revision that is no longer the newest. Nothing was overwritten.",
        "Get the newest revision, put your change into it, and save that."
    );
    public static readonly Problem InvalidPostmortem = new(
        "unsound-postmortem",
        422,
        "The text cannot be saved as a postmortem",
        "It is too long, would be no page, or changes what is not changed by editing.",
        "Correct what the answer names and save again; nothing was changed."
    );
    public static readonly Problem RevisionMissing = new(
        "revision-missing",
        428,
        "The request does not say which revision it changes",
        "A change names the revision it was made from, so that nobody overwrites what somebody else wrote.",
        "Send the ETag of the postmortem as If-Match, for example If-Match: \"3\"."
    );
    public static readonly Problem TooManyRevisions = new(
        "too-many-revisions",
        409,
        "There are too many revisions",
        "A postmortem may have 20,000 revisions, a server 20,000 postmortems.",
        "Export the text and begin a new one."
    );
    public static readonly Problem NoSuchSubscription = new(
        "no-such-subscription",
        404,
        "No subscription waits under this number",
        "It is confirmed already, it never was one, or its address does not belong to Amazon SNS.",
        "The page /alerts shows what waits to be confirmed."
    );
    public static readonly Problem NotConfirmed = new(
        "not-confirmed",
        502,
        "Amazon SNS did not accept the confirmation",
        "It answered that it does not, or it could not be reached.",
        "Try again; a request to subscribe is good for three days, then subscribe again."
    );
    public static readonly Problem TooManyAskers = new(
        "too-many-waited-for",
        409,
        "Too many answers are waited for",
        "One person gets mail about 20 searches at most, and all together about 2,000.",
        "Keep the address of the search: it tells as well. Or take back another one on its page."
    );
    public static readonly Problem StoreUnavailable = new(
        "cannot-keep",
        503,
        "The change could not be saved",
        "The store cannot be written just now (full disk, or it is being opened).",
        "Keep your text, and try again in a few seconds; /-/ready says what is missing."
    );
    public static readonly Problem CannotRead = new(
        "cannot-read",
        503,
        "What is kept cannot be read now",
        "The store cannot be read just now, so nobody can tell whether there is such a thing.",
        "Try again in a few seconds; /-/ready says what is missing. Searches and pages of files work meanwhile."
    );
    public static readonly Problem QueryMissing = new(
        "query-missing",
        400,
        "There is nothing to search for",
        "The search needs the words to search for.",
        "Send the words as q, for example /api/search?q=disk+full."
    );
    public static readonly Problem QueryTooLong = new(
        "query-too-long",
        400,
        "The text to search for is too long",
        "A query in the URL holds up to 512 characters, a pasted text up to 4,096.",
        "Shorten the text, or send it with POST /api/search as {\"q\": \"…\"} (up to 4,096 characters)."
    );
    public static readonly Problem QuerySyntax = new(
        "query-syntax",
        400,
        "The query is not a valid expression",
        "The query was sent as an expression in the classic syntax of Lucene, and cannot be read as one.",
        "Correct it where the answer marks it with ▸, or search for plain words (without syntax=lucene)."
    );
    public static readonly Problem BadParameter = new(
        "bad-parameter",
        400,
        "A parameter is out of range",
        "A parameter has a value that is not allowed.",
        "Use a value in the range that the answer names."
    );
    public static readonly Problem CrossSite = new(
        "cross-site",
        403,
        "The request came from another web page",
        "A page on another site made the browser send this request.",
        "Open this server's own page and repeat what you did there."
    );
    public static readonly Problem SignInNeeded = new(
        "sign-in-needed",
        401,
        "You are not signed in",
        "This server lets in only people who have signed in, and programs with a token; or the session or the token has ended.",
        "Sign in at /sign-in, or send a token as Authorization: Bearer; /account/tokens makes one."
    );
    public static readonly Problem SignInFailed = new(
        "sign-in-failed",
        401,
        "Sign-in failed",
        "What the provider sent back was too late, from elsewhere, used before, or not for this browser.",
        "Open /sign-in and try again. When it fails again, whoever runs this server finds the reason in the log and in the audit."
    );
    public static readonly Problem NoRole = new(
        "no-role",
        403,
        "You have no access",
        "You signed in, but none of your groups is one that may use this server.",
        "Ask whoever runs this server which group you need, and sign in again when you are in it."
    );
    public static readonly Problem NotAllowed = new(
        "not-allowed",
        403,
        "You may not do this",
        "What you asked for needs more than your role, or more than the scopes of your token.",
        "Ask somebody who may, or ask an administrator for the role. In a form, go back: what you typed is still in it."
    );
    public static readonly Problem HttpsNeeded = new(
        "https-needed",
        403,
        "Sign-in needs https",
        "Over plain http, others in the network could read the password and the session.",
        "Open the server by https. Behind a proxy that has the certificate, start the server with --trusted-proxies and its address."
    );
    public static readonly Problem LinkUsed = new(
        "link-used",
        404,
        "This link does not work any more",
        "A link to set a password or to sign in works once and for a limited time, and a newer one replaces it.",
        "Ask whoever runs the server for a new one: user link NAME, or admin link."
    );
    public static readonly Problem ProviderAway = new(
        "provider-away",
        503,
        "Nobody can sign in just now",
        "The provider that signs people in does not answer. Whoever is signed in already notices nothing of it.",
        "Try again in a minute. Whoever runs this server can let somebody in with admin link."
    );
    public static readonly Problem NotFound = new(
        "not-found",
        404,
        "There is nothing at this address",
        "No page or endpoint has this address.",
        "Check the address, or search for what you need."
    );
    public static readonly Problem NotFromRepository = new(
        "not-from-repository",
        404,
        "No change of this page can be proposed here",
        "A change can be proposed of a page whose file lies in a git checkout, or whose source has a repository named with --forge.",
        "Edit the page where it comes from; the foot of the page says where that is."
    );
    public static readonly Problem DocumentNotFound = new(
        "document-not-found",
        404,
        "There is no such document",
        "No document with this id is or was served.",
        "Search for its title, or list all documents at /api/documents."
    );
    public static readonly Problem TooManyPostmortems = new(
        "too-many-postmortems",
        409,
        "The limit of postmortems is reached",
        "20,000 postmortems and drafts are written here, discarded ones not counted.",
        "Discard drafts that nobody needs; discarded ones are deleted after 30 days."
    );
    public static readonly Problem MethodNotAllowed = new(
        "method-not-allowed",
        405,
        "This address does not accept that method",
        "The address exists, but not for this HTTP method.",
        "Use a method that the Allow header of the answer names."
    );
    public static readonly Problem ArchivedPageNotFound = new(
        "archived-page-not-found",
        404,
        "The archive has no such page",
        "No archive has this name, it is not searched just now, or it holds no page with this id.",
        "Search the archive for its title; the page /status says whether the archive is searched."
    );
    public static readonly Problem DocumentDeleted = new(
        "document-deleted",
        410,
        "The document was deleted",
        "The document was served once; its file is gone.",
        "Search for its title: its content may be in another document."
    );
    public static readonly Problem BodyTooSlow = new(
        "body-too-slow",
        408,
        "The body arrived too slowly",
        "The whole body has to come within 30 seconds.",
        "Send it again, in smaller parts where the line is slow."
    );
    public static readonly Problem BodyTooLarge = new(
        "body-too-large",
        413,
        "The body is too large",
        "Requests may carry up to 1 MiB.",
        "Send less; a pasted text may have up to 4,096 characters."
    );
    public static readonly Problem UnsupportedMediaType = new(
        "unsupported-media-type",
        415,
        "The body has the wrong content type",
        "The API reads JSON only, and no body is read that is compressed.",
        "Send the body as JSON with the header Content-Type: application/json, and without Content-Encoding."
    );
    public static readonly Problem HostNotAllowed = new(
        "host-not-allowed",
        421,
        "This server does not answer to that host name",
        "Only loopback names and names given with --host are answered, so that no web page can reach the server under a name of its own.",
        "Use http://localhost and the port, or start the server with --host NAME."
    );
    public static readonly Problem TooManyRequests = new(
        "too-many-requests",
        429,
        "Too many requests",
        "One address, and each person who is signed in, may send 20 requests per second, 60 at once; a token 100 per second.",
        "Wait as many seconds as the Retry-After header says."
    );
    public static readonly Problem Internal = new(
        "internal-error",
        500,
        "Something went wrong here",
        "An unexpected error occurred; the log of the server has it.",
        "Try again. If it fails again, report it with the traceId."
    );
    public static readonly Problem TakesTooLong = new(
        "takes-too-long",
        503,
        "This page takes too long to build",
        "There is too much of what it shows, or something in the content takes long to compare.",
        "Try again in a minute, or ask for less: a service, a search, a single page. The log of the server names the page."
    );
    public static readonly Problem Unavailable = new(
        "unavailable",
        503,
        "The server cannot answer now",
        "The server is starting, stopping or overloaded.",
        "Try again in a few seconds; /-/ready says what is missing."
    );

    /// <summary>What became of a document, in a sentence.</summary>
    public string DetailOf(Tombstone deleted) =>
        deleted.Successor is { } successor
            ? $"“{deleted.Title}” was deleted on {deleted.Deleted:yyyy-MM-dd}. "
                + $"“{successor.Title}” holds {successor.Likeness:P0} of its content."
            : $"“{deleted.Title}” was deleted on {deleted.Deleted:yyyy-MM-dd}. {Remedy}";

    // csharpier-ignore
    public static IReadOnlyList<Problem> All { get; } =
    [
        BadRequest, BadJson, NothingHeld, NothingStored, NoAlert, NoChat, NoRunbook, NoSuchHook, InvalidSignature, HookOff,
        NoSuchAlert, AlertOver, NotClosedByHand, NoSuchPostmortem,
        InvalidStateChange, TooManyPostmortems, EditConflict, InvalidPostmortem, RevisionMissing,
        TooManyRevisions, NoSuchSubscription, NotConfirmed, TooManyAskers, StoreUnavailable, CannotRead, QueryMissing, QueryTooLong,
        QuerySyntax, BadParameter, CrossSite, NotFound, DocumentNotFound, ArchivedPageNotFound, MethodNotAllowed,
        DocumentDeleted, NotFromRepository,
        BodyTooSlow, BodyTooLarge, UnsupportedMediaType, HostNotAllowed, TooManyRequests, Internal, TakesTooLong, Unavailable,
        SignInNeeded, SignInFailed, NoRole, NotAllowed, HttpsNeeded, LinkUsed, ProviderAway,
    ];

    /// <summary>What it means that a postmortem is not found: that it is not there, or that nobody can look.</summary>
    public static Problem NotFoundIn(LivePostmortems postmortems) => postmortems.HasStore ? NoSuchPostmortem : CannotRead;

    /// <summary>The same for what was to be saved.</summary>
    public static Problem NotSavedIn(LivePostmortems postmortems) => postmortems.HasStore ? NoSuchPostmortem : StoreUnavailable;

    /// <summary>The same of an alert.</summary>
    public static Problem NotFoundIn(AlertLookup lookup) => lookup.IsKnown ? NoSuchAlert : CannotRead;

    /// <summary>The same of a document that is not served: that it never was, or that nobody can look.</summary>
    public static Problem NotFoundIn(VisibleKnowledge live) => live.KnowsGoneDocuments ? DocumentNotFound : CannotRead;

    public static Problem ForStatus(int status) =>
        status switch
        {
            401 => SignInNeeded,
            404 => NotFound,
            405 => MethodNotAllowed,
            408 => BodyTooSlow,
            413 => BodyTooLarge,
            415 => UnsupportedMediaType,
            429 => TooManyRequests,
            503 => Unavailable,
            >= 500 => Internal,
            _ => BadRequest,
        };
}

using System.CommandLine;
using System.Security.Cryptography;
using Knowledge.Api.Cache;
using Knowledge.Api.Options;
using Knowledge.Api.Store;

namespace Knowledge.Api.Hosting;

/// <summary><c>privacy find|purge</c>: where somebody stands in what is kept, and taking them out of it.</summary>
internal static class PrivacyCommand
{
    private const int MinCharacters = 3;

    public static Command Create() => new("privacy", "Find and remove what is kept about a person") { Find(), Purge() };

    /// <summary>Where somebody stands.</summary>
    private sealed record Found(
        Database Database,
        string Directory,
        PersonalQuery Query,
        IReadOnlyList<PersonalPlace> Places,
        IReadOnlyList<ArchivedPersons.ArchivedPlace> Archived,
        IReadOnlyList<string> Unread
    )
    {
        public int Count => Places.Count + Archived.Count;
    }

    private static Command Find() =>
        Searching(
            new("find", "List where words that name a person occur, or with --person what is kept under their names"),
            isAlone: false,
            (parsed, found) => Listed(parsed, found, Elsewhere)
        );

    private static Command Purge()
    {
        var yes = new Option<bool>("--yes") { Description = "Do it; without it, only list what would be done" };
        return Searching(
            new("purge", "Replace their names by a made-up one everywhere; stop the server first") { yes },
            isAlone: true,
            (parsed, found) => parsed.GetValue(yes) ? Purged(parsed, found) : Listed(parsed, found, "nothing was done, add --yes")
        );
    }

    /// <summary>A command that looks for somebody, and does something with the places.</summary>
    private static Command Searching(Command command, bool isAlone, Func<ParseResult, Found, int> work)
    {
        var words = new Argument<string?>("WORDS")
        {
            Description = "As it is written, such as a name or a mail address",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var person = new Option<string?>("--person")
        {
            Description = "A person by their subject, as the audit shows it",
            HelpName = "SUBJECT",
        };
        command.Arguments.Add(words);
        command.Options.Insert(0, person);
        var configurationOf = OperatorStore.AddOptionsTo(command, Settings.Archive);
        command.SetAction(parsed =>
            Mistake(parsed.GetValue(words), parsed.GetValue(person)) is { } mistake
                ? Exit.With(parsed.InvocationConfiguration.Error, mistake, Exit.WrongUse)
                : OperatorStore.WithDatabase(
                    parsed,
                    configurationOf(parsed),
                    isAlone,
                    (database, directory) =>
                    {
                        var query = QueryOf(database, parsed.GetValue(words), parsed.GetValue(person));
                        var places = new PersonalTexts(database).Find(query);
                        var (archived, unread, wrong) = ArchivedPersons.Find(configurationOf(parsed), directory, query);
                        return wrong is not null
                            ? Exit.With(parsed.InvocationConfiguration.Error, wrong, Exit.WrongUse)
                            : work(parsed, new(database, directory, query, places, archived, unread));
                    }
                )
        );
        return command;
    }

    private static int Listed(ParseResult parsed, Found found, string more)
    {
        Print(parsed, found.Places);
        Print(parsed, found.Archived, found.Unread);
        parsed.InvocationConfiguration.Output.WriteLine($"{found.Count} places; {more}");
        return found.Unread.Count == 0 ? Exit.Fine : Exit.StoreRefused;
    }

    private static int Purged(ParseResult parsed, Found found)
    {
        var replacement = $"person-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}";
        var count = new PersonalTexts(found.Database).Purge(found.Query, replacement);
        DeleteMirrors(found.Directory, found.Query);
        CacheFile.Delete(found.Directory);
        var (deleted, unwritten) = ArchivedPersons.Delete(found.Archived);
        OperatorAudit.Record(
            new(found.Database),
            "privacy purge",
            $"{count} places, now {replacement}" + (deleted > 0 ? $"; {deleted} archived pages deleted" : "")
        );
        found.Database.EmptyLog();
        found.Database.KeepMark();
        Print(parsed, [.. found.Places.Where(p => !p.CanBeRemoved)]);
        Print(parsed, [], [.. found.Unread, .. unwritten]);
        if (deleted > 0)
            parsed.InvocationConfiguration.Output.WriteLine($"{deleted} archived pages were deleted");
        parsed.InvocationConfiguration.Output.WriteLine($"{count} places now say {replacement}; {Elsewhere}");
        return found.Unread.Count + unwritten.Count == 0 ? Exit.Fine : Exit.StoreRefused;
    }

    private const string Elsewhere = "files of the sources, backups and logs are not searched: check them yourself";

    private static string? Mistake(string? words, string? person) =>
        (words is null) == (person is null) ? "give either WORDS or --person SUBJECT"
        : words is not null && words.Trim().Length < MinCharacters ? $"give at least {MinCharacters} characters: fewer stand everywhere"
        : null;

    private static PersonalQuery QueryOf(Database database, string? words, string? person)
    {
        if (person is null)
            return new(words!.Trim(), []);
        var names = new List<string> { person };
        if (new PeopleTable(database).Find(person) is { } known)
            names.AddRange(new[] { known.Actor, known.Email }.OfType<string>());
        if (person.StartsWith("local:", StringComparison.Ordinal))
            names.Add(person["local:".Length..]);
        return new(null, [.. names.Distinct()]);
    }

    // The server writes them again from the store.
    private static void DeleteMirrors(string directory, PersonalQuery query)
    {
        var written = Path.Combine(directory, "written");
        if (!Directory.Exists(written))
            return;
        foreach (var file in Directory.GetFiles(written, "*.md"))
            if (query.IsIn(File.ReadAllText(file)))
                File.Delete(file);
    }

    private static void Print(ParseResult parsed, IReadOnlyList<PersonalPlace> places)
    {
        foreach (var group in places.GroupBy(p => (p.What, p.Where)))
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{group.Key.What}\t{group.Key.Where}" + (group.First().CanBeRemoved ? "" : "\tstays")
            );
    }

    private static void Print(ParseResult parsed, IReadOnlyList<ArchivedPersons.ArchivedPlace> archived, IReadOnlyList<string> unread)
    {
        foreach (var place in archived)
            parsed.InvocationConfiguration.Output.WriteLine($"archived page\t{place.Archive.Name}/{place.Page}");
        foreach (var line in unread)
            parsed.InvocationConfiguration.Output.WriteLine($"not looked at\t{line}");
    }
}

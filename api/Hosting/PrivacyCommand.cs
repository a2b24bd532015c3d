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

    public static Command Create() => new("privacy", "Look after what is kept about people") { Find(), Purge() };

    private static Command Find()
    {
        var (words, person) = Arguments();
        var command = new Command("find", "List where words that name somebody stand, or with --person what is kept under their names")
        {
            words,
            person,
        };
        var configurationOf = OperatorStore.AddOptionsTo(command, Settings.Archive);
        command.SetAction(parsed =>
            Mistake(parsed.GetValue(words), parsed.GetValue(person)) is { } mistake
                ? Exit.With(parsed.InvocationConfiguration.Error, mistake, Exit.WrongUse)
                : OperatorStore.WithDatabase(
                    parsed,
                    configurationOf(parsed),
                    isAlone: false,
                    (database, directory) =>
                    {
                        var query = QueryOf(database, parsed.GetValue(words), parsed.GetValue(person));
                        var places = new PersonalTexts(database).Find(query);
                        var (archived, unread, wrong) = ArchivedPersons.Find(configurationOf(parsed), directory, query);
                        if (wrong is not null)
                            return Exit.With(parsed.InvocationConfiguration.Error, wrong, Exit.WrongUse);
                        Print(parsed, places);
                        Print(parsed, archived, unread);
                        parsed.InvocationConfiguration.Output.WriteLine($"{places.Count + archived.Count} places; {Elsewhere}");
                        return unread.Count == 0 ? Exit.Fine : Exit.StoreRefused;
                    }
                )
        );
        return command;
    }

    private static Command Purge()
    {
        var (words, person) = Arguments();
        var yes = new Option<bool>("--yes") { Description = "Do it; without it what would be done is listed" };
        var command = new Command("purge", "Put a made-up name in place of theirs wherever they stand; stop the server first")
        {
            words,
            person,
            yes,
        };
        var configurationOf = OperatorStore.AddOptionsTo(command, Settings.Archive);
        command.SetAction(parsed =>
            Mistake(parsed.GetValue(words), parsed.GetValue(person)) is { } mistake
                ? Exit.With(parsed.InvocationConfiguration.Error, mistake, Exit.WrongUse)
                : OperatorStore.WithDatabase(
                    parsed,
                    configurationOf(parsed),
                    isAlone: true,
                    (database, directory) =>
                    {
                        var texts = new PersonalTexts(database);
                        var query = QueryOf(database, parsed.GetValue(words), parsed.GetValue(person));
                        var places = texts.Find(query);
                        var (archived, unread, wrong) = ArchivedPersons.Find(configurationOf(parsed), directory, query);
                        if (wrong is not null)
                            return Exit.With(parsed.InvocationConfiguration.Error, wrong, Exit.WrongUse);
                        if (!parsed.GetValue(yes))
                        {
                            Print(parsed, places);
                            Print(parsed, archived, unread);
                            parsed.InvocationConfiguration.Output.WriteLine(
                                $"{places.Count + archived.Count} places; nothing was done, add --yes"
                            );
                            return unread.Count == 0 ? Exit.Fine : Exit.StoreRefused;
                        }
                        var replacement = $"person-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}";
                        var count = texts.Purge(query, replacement);
                        DeleteMirrors(directory, query);
                        CacheFile.Delete(directory);
                        var (deleted, unwritten) = ArchivedPersons.Delete(archived);
                        OperatorAudit.Record(
                            new(database),
                            "privacy purge",
                            $"{count} places, now {replacement}" + (deleted > 0 ? $"; {deleted} archived pages deleted" : "")
                        );
                        database.EmptyLog();
                        database.KeepMark();
                        Print(parsed, [.. places.Where(p => !p.CanBeRemoved)]);
                        Print(parsed, [], [.. unread, .. unwritten]);
                        if (deleted > 0)
                            parsed.InvocationConfiguration.Output.WriteLine($"{deleted} archived pages were deleted");
                        parsed.InvocationConfiguration.Output.WriteLine($"{count} places now say {replacement}; {Elsewhere}");
                        return unread.Count + unwritten.Count == 0 ? Exit.Fine : Exit.StoreRefused;
                    }
                )
        );
        return command;
    }

    private const string Elsewhere = "files of the sources, backups and logs are not searched: check them yourself";

    private static (Argument<string?> Words, Option<string?> Person) Arguments() =>
        (
            new("WORDS") { Description = "As it is written, such as a name or a mail address", Arity = ArgumentArity.ZeroOrOne },
            new("--person") { Description = "A person by their subject, as the audit shows it", HelpName = "SUBJECT" }
        );

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
            names.Add(known.Actor);
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

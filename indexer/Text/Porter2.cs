using System.Buffers;

namespace Knowledge.Indexer.Text;

/// <summary>Cuts an English word down to its stem, so that "dashboards" and "dashboard" meet in the index.</summary>
/// <remarks>
/// Written from the definition "The English (Porter2) stemming algorithm" by Martin Porter, snowballstem.org, in its
/// classic form (Snowball 2.2 and before; Snowball 3 has more exceptions). Steps, regions and lists have the names they
/// have there. A changed list changes every stored term: rebuild the index.
/// </remarks>
internal static class Porter2
{
    private const int MaxWordCharacters = 64;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz'");

    // A y that stands for a consonant is written Y while the word is being cut.
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    private static readonly string[] SpecialBeginnings = ["gener", "commun", "arsen"];

    // In each step the longest suffix that fits is the one that counts, so every list has its longest suffixes first.
    private static readonly Rule[] Step2Rules =
    [
        new("ization", "ize"),
        new("ational", "ate"),
        new("fulness", "ful"),
        new("ousness", "ous"),
        new("iveness", "ive"),
        new("tional", "tion"),
        new("biliti", "ble"),
        new("lessli", "less"),
        new("entli", "ent"),
        new("ation", "ate"),
        new("alism", "al"),
        new("aliti", "al"),
        new("ousli", "ous"),
        new("iviti", "ive"),
        new("fulli", "ful"),
        new("enci", "ence"),
        new("anci", "ance"),
        new("abli", "able"),
        new("izer", "ize"),
        new("ator", "ate"),
        new("alli", "al"),
        new("bli", "ble"),
        new("ogi", "og", After: "l"),
        new("li", "", After: "cdeghkmnrt"),
    ];

    private static readonly Rule[] Step3Rules =
    [
        new("ational", "ate"),
        new("tional", "tion"),
        new("alize", "al"),
        new("icate", "ic"),
        new("iciti", "ic"),
        new("ative", "", InR2: true),
        new("ical", "ic"),
        new("ness", ""),
        new("ful", ""),
    ];

    private static readonly Rule[] Step4Rules =
    [
        new("ement", "", InR2: true),
        new("ance", "", InR2: true),
        new("ence", "", InR2: true),
        new("able", "", InR2: true),
        new("ible", "", InR2: true),
        new("ment", "", InR2: true),
        new("ant", "", InR2: true),
        new("ent", "", InR2: true),
        new("ism", "", InR2: true),
        new("ate", "", InR2: true),
        new("iti", "", InR2: true),
        new("ous", "", InR2: true),
        new("ive", "", InR2: true),
        new("ize", "", InR2: true),
        new("ion", "", InR2: true, After: "st"),
        new("al", "", InR2: true),
        new("er", "", InR2: true),
        new("ic", "", InR2: true),
    ];

    /// <summary>
    /// The stem of one word; a stem need not be a word itself ("replica" and "replicas" give "replica", "retries" "retri").
    /// </summary>
    /// <param name="word">One word in lower case. Apostrophes are the plain one, U+0027.</param>
    /// <returns>
    /// The stem, never longer than the word; the same instance where nothing changed. Words of one or two letters, of more
    /// than 64, or with anything else than a–z and the apostrophe come back as they are. Never fails.
    /// </returns>
    public static string Stem(string word)
    {
        if (word.Length is < 3 or > MaxWordCharacters || word.AsSpan().ContainsAnyExcept(Letters))
            return word;
        if (WholeWordException(word) is { } exception)
            return exception;

        Span<char> buffer = stackalloc char[MaxWordCharacters];
        word.CopyTo(buffer);
        var beginning = word[0] == '\'' ? 1 : 0;
        var stem = new Stemmer(buffer[beginning..], word.Length - beginning);
        stem.MarkConsonantY();
        stem.FindRegions();
        stem.Step0();
        stem.Step1A();
        if (!stem.IsDoneAfterStep1A())
        {
            stem.Step1B();
            stem.Step1C();
            stem.Apply(Step2Rules);
            stem.Apply(Step3Rules);
            stem.Apply(Step4Rules);
            stem.Step5();
        }

        stem.Letters.Replace('Y', 'y');
        return stem.Letters.SequenceEqual(word) ? word : stem.Letters.ToString();
    }

    private static string? WholeWordException(string word) =>
        word switch
        {
            "skis" => "ski",
            "skies" => "sky",
            "dying" => "die",
            "lying" => "lie",
            "tying" => "tie",
            "idly" => "idl",
            "gently" => "gentl",
            "ugly" => "ugli",
            "early" => "earli",
            "only" => "onli",
            "singly" => "singl",
            "sky" or "news" or "howe" or "atlas" or "cosmos" or "bias" or "andes" => word,
            _ => null,
        };

    private static bool IsVowel(char letter) => Vowels.Contains(letter);

    /// <summary>Replace a suffix in R1, where asked for also in R2 and after one of some letters.</summary>
    private readonly record struct Rule(string Suffix, string Replacement, bool InR2 = false, string? After = null);

    /// <summary>The word being cut: no step makes it longer than it was.</summary>
    private ref struct Stemmer(Span<char> buffer, int length)
    {
        private readonly Span<char> _buffer = buffer;
        private int _length = length;
        private int _r1;
        private int _r2;

        public readonly Span<char> Letters => _buffer[.._length];

        public readonly void MarkConsonantY()
        {
            var letters = Letters;
            for (var i = 0; i < letters.Length; i++)
            {
                if (letters[i] == 'y' && (i == 0 || IsVowel(letters[i - 1])))
                    letters[i] = 'Y';
            }
        }

        public void FindRegions()
        {
            _r1 = AfterVowelAndConsonant(0);
            foreach (var special in SpecialBeginnings)
            {
                if (Letters.StartsWith(special))
                    _r1 = special.Length;
            }

            _r2 = AfterVowelAndConsonant(_r1);
        }

        public void Step0()
        {
            if (EndsWith("'s'"))
                Cut(3);
            else if (EndsWith("'s"))
                Cut(2);
            else if (EndsWith("'"))
                Cut(1);
        }

        public void Step1A()
        {
            if (EndsWith("sses"))
                Cut(2);
            else if (EndsWith("ied") || EndsWith("ies"))
                Cut(_length > 4 ? 2 : 1);
            else if (EndsWith("s") && !EndsWith("us") && !EndsWith("ss") && HasVowelBefore(_length - 2))
                Cut(1);
        }

        public readonly bool IsDoneAfterStep1A() =>
            Letters is "inning" or "outing" or "canning" or "herring" or "earring" or "proceed" or "exceed" or "succeed";

        public void Step1B()
        {
            if (EndsWith("eed") || EndsWith("eedly"))
            {
                var suffix = EndsWith("eed") ? 3 : 5;
                if (_length - suffix >= _r1)
                    Cut(suffix - 2);
                return;
            }

            var cut =
                EndsWith("ingly") ? 5
                : EndsWith("edly") ? 4
                : EndsWith("ing") ? 3
                : EndsWith("ed") ? 2
                : 0;
            if (cut == 0 || !HasVowelBefore(_length - cut))
                return;

            Cut(cut);
            if (EndsWith("at") || EndsWith("bl") || EndsWith("iz"))
                Add('e');
            else if (EndsWithDouble())
                Cut(1);
            else if (_length == _r1 && EndsWithShortSyllable(_length))
                Add('e');
        }

        public readonly void Step1C()
        {
            if (_length > 2 && _buffer[_length - 1] is 'y' or 'Y' && !IsVowel(_buffer[_length - 2]))
                _buffer[_length - 1] = 'i';
        }

        public void Apply(Rule[] rules)
        {
            foreach (var rule in rules)
            {
                if (!EndsWith(rule.Suffix))
                    continue;

                var start = _length - rule.Suffix.Length;
                var follows = rule.After is null || (start > 0 && rule.After.Contains(_buffer[start - 1]));
                if (follows && start >= (rule.InR2 ? _r2 : _r1))
                {
                    rule.Replacement.CopyTo(_buffer[start..]);
                    _length = start + rule.Replacement.Length;
                }

                return;
            }
        }

        public void Step5()
        {
            var last = _length - 1;
            if (EndsWith("e") && (last >= _r2 || (last >= _r1 && !EndsWithShortSyllable(last))))
                Cut(1);
            else if (EndsWith("ll") && last >= _r2)
                Cut(1);
        }

        /// <summary>
        /// Where the region begins that the definition calls R1 (and, from R1 on, R2): after the first consonant after a vowel.
        /// </summary>
        private readonly int AfterVowelAndConsonant(int start)
        {
            for (var i = start + 1; i < _length; i++)
            {
                if (IsVowel(_buffer[i - 1]) && !IsVowel(_buffer[i]))
                    return i + 1;
            }

            return _length;
        }

        private readonly bool EndsWith(string suffix) => Letters.EndsWith(suffix);

        private readonly bool EndsWithDouble() =>
            _length > 1 && _buffer[_length - 1] == _buffer[_length - 2] && "bdfgmnprt".Contains(_buffer[_length - 1]);

        /// <summary>
        /// Whether the first <paramref name="end"/> letters end like "trap", "hop" (but not "bow", "tax", "bay"), or are all of
        /// "at".
        /// </summary>
        private readonly bool EndsWithShortSyllable(int end) =>
            end >= 2
            && IsVowel(_buffer[end - 2])
            && !IsVowel(_buffer[end - 1])
            && (end == 2 || (!IsVowel(_buffer[end - 3]) && _buffer[end - 1] is not ('w' or 'x' or 'Y')));

        private readonly bool HasVowelBefore(int end) => end > 0 && _buffer[..end].ContainsAny(Vowels);

        private void Cut(int count) => _length -= count;

        private void Add(char letter) => _buffer[_length++] = letter;
    }
}

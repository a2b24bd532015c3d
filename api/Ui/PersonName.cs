using Knowledge.Api.Hosting;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Ui;

/// <summary>Who did something, as pages say it: who gave no name is not known, in the language of the reader.</summary>
internal static class PersonName
{
    public static string Of(string actor) => actor == Actor.Unnamed ? T("somebody unnamed") : actor;
}

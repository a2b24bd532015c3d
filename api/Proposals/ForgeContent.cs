using System.Text;

namespace Knowledge.Api.Proposals;

/// <summary>The text of a file as GitHub and Gitea give it: base64 with line ends in it.</summary>
internal static class ForgeContent
{
    /// <exception cref="ForgeException">It is no such text.</exception>
    public static string Decoded(string content)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(content));
        }
        catch (FormatException e)
        {
            throw new ForgeException("the repository's host gave a file that cannot be read", e);
        }
    }
}

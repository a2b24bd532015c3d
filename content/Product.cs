using System.Net.Http.Headers;
using System.Reflection;

namespace Knowledge.Content;

/// <summary>What the programs say of themselves; the version stands in <c>Directory.Build.props</c>.</summary>
public static class Product
{
    public const string Name = "Knowledge";

    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Header of every request that goes out, so that whoever receives it knows from whom.</summary>
    public static ProductInfoHeaderValue UserAgent { get; } = new(Name, Version);
}

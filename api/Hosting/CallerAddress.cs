using System.Net;

namespace Knowledge.Api.Hosting;

/// <summary>What counts as one caller where limits go by address.</summary>
internal static class CallerAddress
{
    /// <summary>One household or host has a whole /64, so a single IPv6 address limits nobody.</summary>
    public static string KeyOf(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return bytes.Length == 16 ? Convert.ToHexString(bytes, 0, 8) : address.ToString();
    }

    public static bool IsThisMachine(IPAddress? address) =>
        address is null || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}

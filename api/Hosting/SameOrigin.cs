namespace Knowledge.Api.Hosting;

/// <summary>Whether a request that changes something was sent from our own page, or by no page at all.</summary>
internal static class SameOrigin
{
    /// <summary>Whether a browser says that a page is behind a request: programs send neither of these.</summary>
    public static bool IsOfPage(HttpRequest request) =>
        request.Headers.Origin.Count > 0 || request.Headers.Keys.Any(k => k.StartsWith("Sec-Fetch-", StringComparison.OrdinalIgnoreCase));

    public static bool IsAllowed(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            return true;
        // Browsers set Sec-Fetch-Site and no script can; where it is missing (plain http on another host), Origin decides.
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0)
            return site is ["same-origin" or "none"];
        var origin = request.Headers.Origin;
        return origin.Count == 0
            || (origin is [{ } one] && one.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }
}

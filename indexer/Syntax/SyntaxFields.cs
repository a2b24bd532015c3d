namespace Knowledge.Indexer.Syntax;

/// <summary>The names that an expression may put in front of a colon.</summary>
internal static class SyntaxFields
{
    /// <summary>Null for what is no field.</summary>
    public static SyntaxField? Find(string name) =>
        name.ToLowerInvariant() switch
        {
            "title" => SyntaxField.Title,
            "kind" => SyntaxField.Kind,
            "service" => SyntaxField.Service,
            "owner" => SyntaxField.Owner,
            "tag" => SyntaxField.Tag,
            "sev" or "severity" => SyntaxField.Severity,
            "changed" => SyntaxField.Changed,
            _ => null,
        };
}

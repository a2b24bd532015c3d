using System.Security.Cryptography;
using Knowledge.Indexer.Files;

namespace Knowledge.Indexer.Embeddings;

/// <summary>Says which vectors a model makes: by what its directory holds, not by what it is called.</summary>
internal static class ModelIdentity
{
    // Changes when the same files are to give other vectors.
    private const string Version = "encoder 1, int8";

    // Everything that a passage is read with. What is added for queries changes no vector that is kept.
    private static readonly string[] Files =
    [
        "config.json",
        "model.safetensors",
        "vocab.txt",
        "tokenizer_config.json",
        "sentence_bert_config.json",
        "1_Pooling/config.json",
    ];

    /// <param name="prefix">What is put before each text.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string Of(string directory, string prefix)
    {
        var hashes = Files.Select(file =>
        {
            var path = Path.Combine(directory, file);
            if (!File.Exists(path))
                return "";
            using var stream = PlainFile.Open(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        });
        return $"{Version}: {string.Join(',', hashes)}: {prefix}";
    }
}

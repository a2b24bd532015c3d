using System.Reflection;
using System.Text;
using Knowledge.Packing;

// all-MiniLM-L6-v2, as its own configuration says.
var facts = new ModelFacts(Heads: 12, LayerNormEpsilon: 1e-12, MaximumTokens: 256);

if (args is not [var package, var directory])
{
    Console.Error.WriteLine("usage: Knowledge.Packing PACKAGE.dll DIRECTORY");
    return 2;
}
try
{
    // Only what is embedded in it is looked at; none of its code runs.
    var assembly = Assembly.LoadFile(Path.GetFullPath(package));
    var weights = OnnxWeights.Read(Resource(".model.onnx"));
    EncoderFiles.Write(weights, Encoding.UTF8.GetString(Resource(".vocab.txt")), facts, directory);
    return 0;

    byte[] Resource(string end)
    {
        var name =
            assembly.GetManifestResourceNames().SingleOrDefault(n => n.EndsWith(end, StringComparison.Ordinal))
            ?? throw new InvalidDataException($"There is no resource *{end} in {package}.");
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or BadImageFormatException)
{
    Console.Error.WriteLine($"{package}: error : {e.Message}");
    return 1;
}

using System.Reflection;
using Microsoft.ML.OnnxRuntime;

namespace Knowledge.Bench.Embedding;

/// <summary>The model that the built-in encoder was made of, run by ONNX Runtime.</summary>
internal sealed class OnnxEncoder
{
    private const long FirstWord = 1_000;
    private const int MostThreads = 2;

    // How many threads work on a text is fixed when the model is loaded.
    private readonly Dictionary<int, InferenceSession> sessions;

    private OnnxEncoder(Dictionary<int, InferenceSession> sessions) => this.sessions = sessions;

    public static string Version => typeof(InferenceSession).Assembly.GetName().Version!.ToString(3);

    public static OnnxEncoder Load()
    {
        var package = typeof(OnnxEncoder)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "EncoderPackage")
            .Value!;
        if (!File.Exists(package))
            throw new ArgumentException($"There are no weights in {package}; build without -p:Encoder=none.");
        var resources = Assembly.LoadFile(package);
        using var stream = resources.GetManifestResourceStream(
            resources.GetManifestResourceNames().Single(n => n.EndsWith(".model.onnx", StringComparison.Ordinal))
        )!;
        var model = new byte[stream.Length];
        stream.ReadExactly(model);
        return new(
            Enumerable
                .Range(1, MostThreads)
                .ToDictionary(
                    threads => threads,
                    threads => new InferenceSession(model, new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 })
                )
        );
    }

    /// <param name="texts">All of the same length; each character but two is a token, as in the texts of the other encoders.</param>
    public void Encode(IReadOnlyList<string> texts, int threads)
    {
        long[] shape = [texts.Count, texts[0].Length + 2];
        var count = (int)(shape[0] * shape[1]);
        using var ids = OrtValue.CreateTensorValueFromMemory([.. Enumerable.Range(0, count).Select(i => FirstWord + i)], shape);
        using var mask = OrtValue.CreateTensorValueFromMemory([.. Enumerable.Repeat(1L, count)], shape);
        using var types = OrtValue.CreateTensorValueFromMemory(new long[count], shape);
        using var options = new RunOptions();
        var session = sessions[threads];
        using var states = session.Run(
            options,
            new Dictionary<string, OrtValue>
            {
                ["input_ids"] = ids,
                ["attention_mask"] = mask,
                ["token_type_ids"] = types,
            },
            [session.OutputNames[0]]
        );
        Mean(states[0].GetTensorDataAsSpan<float>(), texts.Count, (int)shape[1]);
    }

    private static float[][] Mean(ReadOnlySpan<float> states, int texts, int tokens)
    {
        var width = states.Length / texts / tokens;
        var means = new float[texts][];
        for (var text = 0; text < texts; text++)
        {
            means[text] = new float[width];
            for (var token = 0; token < tokens; token++)
            for (var i = 0; i < width; i++)
                means[text][i] += states[(text * tokens + token) * width + i] / tokens;
        }
        return means;
    }
}

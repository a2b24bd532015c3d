"""The encoder of all-MiniLM-L6-v2's architecture in PyTorch, float32, timed as EmbeddingBenchmark.cs times ours; writes the same report.

usage: torch-encoder.py MODEL-DIRECTORY RESULT.json
"""
import json, statistics, struct, sys, time
import torch
from torch.nn import functional

SHORT, PASSAGE, BATCH, SECONDS = 8, 110, 64, 3
TYPES = {"F32": (torch.float32, 4), "F16": (torch.float16, 2), "BF16": (torch.bfloat16, 2)}


def tensor(data, entry):
    (kind, size), (begin, end) = TYPES[entry["dtype"]], entry["data_offsets"]
    return torch.frombuffer(data, dtype=kind, count=(end - begin) // size, offset=begin).reshape(entry["shape"]).float()


def weights(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = bytearray(file.read())
    return {name: tensor(data, entry) for name, entry in header.items() if entry.get("dtype") in TYPES}


def encoder(directory):
    config = json.load(open(directory + "/config.json"))
    w = weights(directory + "/model.safetensors")
    heads, width, epsilon = config["num_attention_heads"], config["hidden_size"], config["layer_norm_eps"]

    def dense(name, x):
        return functional.linear(x, w[name + ".weight"], w[name + ".bias"])

    def norm(name, x):
        return functional.layer_norm(x, (width,), w[name + ".weight"], w[name + ".bias"], epsilon)

    def encode(ids):
        texts, tokens = ids.shape
        x = (w["embeddings.word_embeddings.weight"][ids]
             + w["embeddings.position_embeddings.weight"][:tokens]
             + w["embeddings.token_type_embeddings.weight"][0])
        x = norm("embeddings.LayerNorm", x)
        for layer in range(config["num_hidden_layers"]):
            p = f"encoder.layer.{layer}."
            q, k, v = (dense(p + "attention.self." + part, x).view(texts, tokens, heads, -1).transpose(1, 2)
                       for part in ("query", "key", "value"))
            mixed = torch.softmax(q @ k.transpose(-1, -2) / (width // heads) ** 0.5, -1) @ v
            mixed = mixed.transpose(1, 2).reshape(texts, tokens, width)
            x = norm(p + "attention.output.LayerNorm", x + dense(p + "attention.output.dense", mixed))
            x = norm(p + "output.LayerNorm", x + dense(p + "output.dense", functional.gelu(dense(p + "intermediate.dense", x))))
        return functional.normalize(x.mean(1), dim=-1)

    return encode


@torch.inference_mode()
def main(directory, result):
    encode = encoder(directory)

    def timed(ids, threads):
        torch.set_num_threads(threads)
        encode(ids)
        times, begun = [], time.perf_counter()
        while time.perf_counter() - begun < SECONDS:
            started = time.perf_counter()
            encode(ids)
            times.append(time.perf_counter() - started)
        return times, time.perf_counter() - begun

    ids = torch.randint(1000, 30000, (BATCH, PASSAGE))
    times = sorted(timed(ids[:1, :SHORT], 1)[0])
    speeds = []
    for threads in (1, 2):
        batches, seconds = timed(ids, threads)
        speeds.append(len(batches) * BATCH * PASSAGE / seconds)
    report = {"Name": f"PyTorch {torch.__version__}, float32", "LoadMs": None, "MemoryBytes": None,
              "ShortMs": {"Median": 1000 * statistics.median(times), "P95": 1000 * times[int(len(times) * 0.95)]},
              "TokensPerSecond": speeds, "QueriesPerSecond": None}
    with open(result, "w") as file:
        json.dump(report, file)


main(*sys.argv[1:])

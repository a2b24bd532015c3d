#!/usr/bin/env python3
"""Teaches a sentence encoder to read the questions of people who have the problem: makes query-adapter.safetensors.

train.py MODEL PASSAGES.jsonl OUT.safetensors

MODEL: directory of all-MiniLM-L6-v2. PASSAGES.jsonl: what ../Distillation/debian-texts.py writes. The questions
stand beside this file. Needs PyTorch (Debian: python3-torch). The passages' vectors stay as the model makes them;
only what it does with a question is learned: see README.md beside this file.
"""
import argparse
import hashlib
import json
import math
import os
import re
import struct
import sys
import unicodedata

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, HEADS, LAYERS = 384, 12, 6
QUESTION_TOKENS, PASSAGE_TOKENS = 64, 192
# Questions name passages by their number: those of another version of a package are other ones.
PASSAGES = "abf6e95610f4646b5513e9aafcd026fd83640dddcb2cb4547d9d406a5060ce8d"
MATRICES = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "context": "attention.output.dense", "between": "intermediate.dense", "output": "output.dense",
}


def read_tensors(path):
    with open(path, "rb") as file:
        data = file.read()
    begin = 8 + struct.unpack("<Q", data[:8])[0]
    types = {"F16": "<f2", "F32": "<f4"}
    tensors = {}
    for name, entry in json.loads(data[8:begin]).items():
        if entry.get("dtype") in types:
            count, at = math.prod(entry["shape"]), begin + entry["data_offsets"][0]
            numbers = np.frombuffer(data, types[entry["dtype"]], count, at).astype("f4").reshape(entry["shape"])
            tensors[name] = torch.from_numpy(numbers)
    return tensors


def write_tensors(path, tensors):
    header, parts, at = {}, [], 0
    for name, numbers in tensors.items():
        part = numbers.numpy().astype("<f2").tobytes()
        header[name] = {"dtype": "F16", "shape": list(numbers.shape), "data_offsets": [at, at + len(part)]}
        parts.append(part)
        at += len(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))


class WordPieces:
    """Lower case, no accents, the longest pieces: enough for questions and passages of plain text."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.ids = {line.rstrip("\n"): i for i, line in enumerate(file)}
        self.known = {}

    def __call__(self, text, most):
        text = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
        ids = [self.ids["[CLS]"]]
        for word in re.findall(r"[^\W_]+|[^\w\s]|_", text):
            ids += self.word(word)
        return ids[:most - 1] + [self.ids["[SEP]"]]

    def word(self, word):
        if word not in self.known:
            pieces, start = [], 0
            while start < len(word):
                end = len(word)
                while end > start and (piece := ("##" if start else "") + word[start:end]) not in self.ids:
                    end -= 1
                if end == start:
                    pieces = [self.ids["[UNK]"]]
                    break
                pieces.append(self.ids[piece])
                start = end
            self.known[word] = pieces
        return self.known[word]


class Matrix(nn.Module):
    """A matrix that stays, and the product of two narrow ones that is learned (Hu et al., LoRA, 2021)."""

    def __init__(self, weight, bias, rank):
        super().__init__()
        self.register_buffer("weight", weight)
        self.register_buffer("bias", bias)
        self.down = nn.Parameter(torch.randn(rank, weight.shape[1]) / math.sqrt(weight.shape[1]))
        self.up = nn.Parameter(torch.zeros(weight.shape[0], rank))

    def forward(self, states):
        return F.linear(states, self.weight, self.bias) + F.linear(F.linear(states, self.down), self.up)


class Encoder(nn.Module):
    """BERT with the mean of all states, of length 1 (Devlin et al., 2019; Reimers and Gurevych, 2019)."""

    def __init__(self, directory, rank, dropout):
        super().__init__()
        self.pieces, self.dropout = WordPieces(os.path.join(directory, "vocab.txt")), dropout
        self.tensors = read_tensors(os.path.join(directory, "model.safetensors"))
        self.layers = nn.ModuleList(
            nn.ModuleDict({
                part: Matrix(*(self.tensors[f"encoder.layer.{i}.{name}.{kind}"] for kind in ("weight", "bias")), rank)
                for part, name in MATRICES.items()
            })
            for i in range(LAYERS))

    def forward(self, texts):
        length = max(map(len, texts))
        ids = torch.tensor([text + [0] * (length - len(text)) for text in texts])
        there = torch.tensor([[1.0] * len(text) + [0.0] * (length - len(text)) for text in texts])
        bert = "embeddings."
        states = (self.tensors[bert + "word_embeddings.weight"][ids] + self.tensors[bert + "token_type_embeddings.weight"][0]
                  + self.tensors[bert + "position_embeddings.weight"][:length])
        states = self.norm(states, bert + "LayerNorm")
        absent = (1 - there)[:, None, None, :] * -1e4
        for i, layer in enumerate(self.layers):
            query, key, value = (
                layer[part](states).view(len(texts), length, HEADS, -1).transpose(1, 2) for part in ("query", "key", "value"))
            seen = self.drop(torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(WIDTH / HEADS) + absent, -1))
            context = (seen @ value).transpose(1, 2).reshape(states.shape)
            name = f"encoder.layer.{i}."
            states = self.norm(states + self.drop(layer["context"](context)), name + "attention.output.LayerNorm")
            between = F.gelu(layer["between"](states))
            states = self.norm(states + self.drop(layer["output"](between)), name + "output.LayerNorm")
        return F.normalize((states * there[:, :, None]).sum(1) / there.sum(1, keepdim=True), dim=-1)

    def norm(self, states, name):
        return F.layer_norm(states, (WIDTH,), self.tensors[name + ".weight"], self.tensors[name + ".bias"], 1e-12)

    def drop(self, numbers):
        return F.dropout(numbers, self.dropout, self.training)

    @torch.no_grad()
    def encode(self, texts, most, at_once=64):
        was, vectors = self.training, torch.zeros(len(texts), WIDTH)
        self.eval()
        ids = [self.pieces(text, most) for text in texts]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        for first in range(0, len(order), at_once):
            some = order[first:first + at_once]
            vectors[some] = self([ids[i] for i in some])
        self.train(was)
        return vectors

    def adapter(self):
        return {
            f"encoder.layer.{i}.{name}.{kind}": getattr(layer[part], kind).detach()
            for i, layer in enumerate(self.layers) for part, name in MATRICES.items() for kind in ("down", "up")
        }


def read_questions(passages, others):
    """Questions, which passages answer each, and all passages: those, and as many others that are not asked for."""
    with open(passages, "rb") as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != PASSAGES:
        sys.exit(f"{passages} is not what the questions were written to: its SHA-256 is to be {PASSAGES}.")
    lines = content.decode().splitlines()
    texts, places, questions, answers = [], {}, [], []
    with open(os.path.join(HERE, "debian-questions.tsv"), encoding="utf-8") as file:
        for line in file:
            number, question = line.rstrip("\n").split("\t")
            if number not in places:
                places[number] = len(texts)
                texts.append(json.loads(lines[int(number)])["text"])
            questions.append(question)
            answers.append([places[number]])
    random = np.random.RandomState(3)
    for i in random.permutation(len(lines))[:others]:
        if str(i) not in places:
            texts.append(json.loads(lines[i])["text"])
    with open(os.path.join(HERE, "pages.jsonl"), encoding="utf-8") as file:
        for page in map(json.loads, file):
            own = range(len(texts), len(texts) + len(page["passages"]))
            texts += [f"{page['title']}. {heading}. {text}" for heading, text in page["passages"]]
            for question in page["questions"]:
                questions.append(question)
                answers.append(list(own))
    return questions, answers, texts


def rank(vectors, passages, answers):
    """Mean reciprocal rank of the nearest passage that answers, among all passages."""
    found = []
    for vector, own in zip(vectors, answers):
        near = passages @ vector
        found.append(1 / (1 + int((near > near[own].max()).sum())))
    return sum(found) / max(1, len(found))


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("model")
    options.add_argument("passages")
    options.add_argument("out")
    options.add_argument("--rank", type=int, default=16)
    options.add_argument("--rate", type=float, default=7e-4)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--temperature", type=float, default=0.05)
    options.add_argument("--anchor", type=float, default=0.0, help="how much a question is held where the model puts it")
    options.add_argument("--strength", type=float, default=0.8, help="share of what was learned that is written")
    options.add_argument("--held", type=int, default=0, help="one question in so many is not learned from; 0: none")
    options.add_argument("--others", type=int, default=4000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    torch.manual_seed(given.seed)
    random = np.random.RandomState(given.seed)
    torch.set_num_threads(os.cpu_count() or 1)

    questions, answers, texts = read_questions(given.passages, given.others)
    encoder = Encoder(given.model, given.rank, 0.1)
    passages = encoder.encode(texts, PASSAGE_TOKENS)
    before = encoder.encode(questions, QUESTION_TOKENS)
    # All questions of a passage are held, or none.
    held = [i for i, own in enumerate(answers) if given.held and own[0] % given.held == 0]
    learned = [i for i in range(len(answers)) if not given.held or answers[i][0] % given.held]
    print(f"{len(learned)} questions, {len(held)} held; {len(texts)} passages", flush=True)

    def report(label):
        if held:
            vectors = encoder.encode([questions[i] for i in held], QUESTION_TOKENS)
            print(f"{label}: of those held MRR {rank(vectors, passages, [answers[i] for i in held]):.4f}", flush=True)

    report("before")
    ids = [encoder.pieces(question, QUESTION_TOKENS) for question in questions]
    parameters = list(encoder.parameters())
    adam = torch.optim.AdamW(parameters, lr=given.rate, weight_decay=0.01)
    at_once = 64
    steps, step = given.rounds * (len(learned) // at_once), 0
    encoder.train()
    for number in range(given.rounds):
        # Questions of like length go together.
        order = sorted(learned, key=lambda i: len(ids[i]) + 6 * random.rand())
        batches = [order[i:i + at_once] for i in range(0, len(order) - at_once + 1, at_once)]
        random.shuffle(batches)
        sum_of_losses = 0.0
        for batch in batches:
            for group in adam.param_groups:
                group["lr"] = given.rate * min(1, step / (0.1 * steps)) * max(0.02, 1 - step / steps)
            step += 1
            vectors = encoder([ids[i] for i in batch])
            right = torch.zeros(len(batch), len(texts), dtype=torch.bool)
            for row, i in enumerate(batch):
                right[row, answers[i]] = True
            # What says nearly the same as the answer is neither right nor wrong.
            alike = torch.stack([(passages @ passages[answers[i]].T).max(1).values for i in batch]) > 0.92
            near = (vectors @ passages.T / given.temperature).masked_fill(alike & ~right, -1e4)
            loss = (torch.logsumexp(near, 1) - torch.logsumexp(near.masked_fill(~right, -1e4), 1)).mean()
            loss = loss + given.anchor * (1 - (vectors * before[batch]).sum(1)).mean()
            adam.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            adam.step()
            sum_of_losses += float(loss)
        print(f"round {number + 1}: loss {sum_of_losses / len(batches):.4f}", flush=True)
        report(f"round {number + 1}")
    for layer in encoder.layers:
        for matrix in layer.values():
            matrix.up.data *= given.strength
    report(f"at {given.strength}")
    write_tensors(given.out, encoder.adapter())


if __name__ == "__main__":
    main()

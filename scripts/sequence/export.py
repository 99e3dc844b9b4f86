"""Writes a sequence model as GGUF: architecture `qwen2`, one token `<item:ID>` an item.

The item tokens are USER_DEFINED, so `llama_tokenize` parses them and `llama_vocab_get_text` gives
them back: the file itself says which token is which item. There is no `output.weight`: llama.cpp
then ties it to the embedding.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType, TokenType, quantize

from model import BOS, FIRST_ITEM, SPECIAL, SequenceModel

TYPES = {
    "f32": (GGMLQuantizationType.F32, LlamaFileType.ALL_F32),
    "f16": (GGMLQuantizationType.F16, LlamaFileType.MOSTLY_F16),
    "q8_0": (GGMLQuantizationType.Q8_0, LlamaFileType.MOSTLY_Q8_0),
}


def export(model: SequenceModel, item_ids: list[str], path: Path, kind: str, name: str) -> None:
    shape = model.shape
    tensor_type, file_type = TYPES[kind]
    writer = GGUFWriter(path, "qwen2")
    writer.add_name(name)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_file_type(file_type)

    items = [f"<item:{i}>" for i in item_ids]
    unused = [f"<unused:{n}>" for n in range(shape.vocabulary - FIRST_ITEM - len(items))]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(SPECIAL + items + unused)
    writer.add_token_types(
        [TokenType.CONTROL] * FIRST_ITEM + [TokenType.USER_DEFINED] * len(items) + [TokenType.UNUSED] * len(unused)
    )
    writer.add_token_merges(["a b"])  # the loader wants one; no text is ever merged
    writer.add_pad_token_id(0)
    writer.add_bos_token_id(BOS)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(3)
    writer.add_add_bos_token(False)

    for key, parameter in model.state_dict().items():
        data = parameter.detach().numpy().astype(np.float32)
        if data.ndim > 1:
            data = quantize(data, tensor_type)
            writer.add_tensor(key, data, raw_dtype=tensor_type)
        else:
            writer.add_tensor(key, data)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()

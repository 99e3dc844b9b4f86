"""The sequence model: a decoder of the Qwen2 architecture whose vocabulary is the catalogue.

Pre-norm RMSNorm, rotary positions in the half-split layout, SwiGLU, biases on Q, K and V only, and
an output matrix tied to the embedding: exactly the graph llama.cpp runs for `qwen2`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

SPECIAL = ["<pad>", "<bos>", "<eos>", "<unk>", "<reserved:0>", "<reserved:1>", "<reserved:2>", "<reserved:3>"]
BOS = 1
FIRST_ITEM = len(SPECIAL)


@dataclass(frozen=True)
class Shape:
    items: int
    width: int = 64
    layers: int = 4
    heads: int = 2
    feed_forward: int = 192
    context: int = 200
    rope_base: float = 10_000.0
    epsilon: float = 1e-6

    @property
    def vocabulary(self) -> int:
        """Rounded up to 32 so that the matrix can be quantized in blocks."""
        return -(-(FIRST_ITEM + self.items) // 32) * 32


class RmsNorm(nn.Module):
    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight, self.epsilon)


class Block(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        w = shape.width
        self.heads = shape.heads
        self.attn_norm = RmsNorm(w, shape.epsilon)
        self.attn_q = nn.Linear(w, w)
        self.attn_k = nn.Linear(w, w)
        self.attn_v = nn.Linear(w, w)
        self.attn_output = nn.Linear(w, w, bias=False)
        self.ffn_norm = RmsNorm(w, shape.epsilon)
        self.ffn_gate = nn.Linear(w, shape.feed_forward, bias=False)
        self.ffn_up = nn.Linear(w, shape.feed_forward, bias=False)
        self.ffn_down = nn.Linear(shape.feed_forward, w, bias=False)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        batch, length, width = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(batch, length, self.heads, -1).transpose(1, 2)

        def rotate(t: Tensor) -> Tensor:
            a, b = t.chunk(2, dim=-1)
            return torch.cat((a * cos - b * sin, b * cos + a * sin), dim=-1)

        h = self.attn_norm(x)
        q, k, v = rotate(split(self.attn_q(h))), rotate(split(self.attn_k(h))), split(self.attn_v(h))
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.dropout(self.attn_output(a.transpose(1, 2).reshape(batch, length, width)))
        h = self.ffn_norm(x)
        return x + self.dropout(self.ffn_down(F.silu(self.ffn_gate(h)) * self.ffn_up(h)))


class SequenceModel(nn.Module):
    """Tokens [batch, length] to hidden states [batch, length, width]; logits are hidden · embeddingᵀ."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape.vocabulary, shape.width)
        self.blk = nn.ModuleList(Block(shape, dropout) for _ in range(shape.layers))
        self.output_norm = RmsNorm(shape.width, shape.epsilon)
        self.dropout = nn.Dropout(dropout)
        for p in self.parameters():
            if p.dim() > 1:
                nn.init.normal_(p, std=0.02)
        for name, p in self.named_parameters():
            if name.endswith(".bias"):
                nn.init.zeros_(p)
        half = shape.width // shape.heads // 2
        angle = torch.arange(shape.context)[:, None] * shape.rope_base ** (-torch.arange(half) / half)
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def forward(self, tokens: Tensor) -> Tensor:
        length = tokens.shape[1]
        x = self.dropout(self.token_embd(tokens))
        for block in self.blk:
            x = block(x, self.cos[:length], self.sin[:length])
        return self.output_norm(x)

    @torch.no_grad()
    def scores(self, histories: list[np.ndarray]) -> np.ndarray:
        """Logits [histories, items] of the next item; each history at most context - 1 long."""
        self.eval()
        tokens = np.zeros((len(histories), max(len(h) for h in histories) + 1), dtype=np.int64)
        for row, history in zip(tokens, histories, strict=True):
            row[0] = BOS
            row[1 : len(history) + 1] = history + FIRST_ITEM
        last = torch.tensor([len(h) for h in histories])
        hidden = self(torch.from_numpy(tokens))[torch.arange(len(histories)), last]
        return self.item_logits(hidden).numpy()

    def item_logits(self, hidden: Tensor) -> Tensor:
        return hidden @ self.token_embd.weight[FIRST_ITEM : FIRST_ITEM + self.shape.items].T


class MaskedSoftmaxLoss(torch.autograd.Function):
    """Mean cross-entropy over all items, where the items a row has already seen are left out.

    A user does not repeat items here, and the server masks the seen ones: probability spent on them
    would be wasted (worth +.008 NDCG@10 in a paired ablation). The gradient is computed in the
    forward pass, by chunks of rows, so that the full [rows, items] matrix never exists.
    """

    CHUNK = 512

    @staticmethod
    def forward(ctx, hidden: Tensor, items: Tensor, target: Tensor, seen_row: Tensor, seen_item: Tensor) -> Tensor:
        rows = hidden.shape[0]
        grad_hidden = torch.empty_like(hidden)
        grad_items = torch.zeros_like(items)
        total = hidden.new_zeros(())
        for start in range(0, rows, MaskedSoftmaxLoss.CHUNK):
            end = min(start + MaskedSoftmaxLoss.CHUNK, rows)
            h = hidden[start:end]
            logits = h @ items.T
            first, last = torch.searchsorted(seen_row, torch.tensor([start, end])).tolist()
            logits[seen_row[first:last] - start, seen_item[first:last]] = -torch.inf
            t = target[start:end]
            here = torch.arange(end - start)
            truth = logits[here, t]
            highest = logits.amax(dim=1, keepdim=True)
            p = logits.sub_(highest).exp_()
            norm = p.sum(dim=1, keepdim=True)
            total += (norm.log() + highest).sum() - truth.sum()
            p /= norm * rows
            p[here, t] -= 1.0 / rows
            torch.mm(p, items, out=grad_hidden[start:end])
            grad_items.addmm_(p.T, h)
        ctx.save_for_backward(grad_hidden, grad_items)
        return total / rows

    @staticmethod
    def backward(ctx, grad: Tensor):  # type: ignore[override]
        grad_hidden, grad_items = ctx.saved_tensors
        return grad_hidden * grad, grad_items * grad, None, None, None

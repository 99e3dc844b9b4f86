package dev.drago.llama;

import dev.drago.llama.TinyModels.Shape;
import dev.drago.llama.TinyModels.Tiny;
import java.util.Map;

/**
 * The oracle: Qwen 2's forward pass in double precision, written to be read. Only what attention
 * multiplies is rounded to 16 bits where llama.cpp does so: queries, cached keys and values,
 * probabilities.
 */
public final class ReferenceQwen2 {

  private static final double EPSILON = 1e-6f;
  private static final double ROPE_BASE = 10_000;

  private final Shape shape;
  private final Map<String, float[]> weights;
  private final int vocabulary;
  private final int head;

  public ReferenceQwen2(Tiny tiny) {
    this.shape = tiny.shape();
    this.weights = tiny.weights();
    this.vocabulary = tiny.tokens().size();
    this.head = shape.width() / shape.heads();
  }

  /** The logits after each of the tokens. */
  public double[][] logits(int[] tokens) {
    int length = tokens.length;
    double[][] x = new double[length][shape.width()];
    for (int t = 0; t < length; t++) {
      for (int i = 0; i < shape.width(); i++) {
        x[t][i] = weight("token_embd.weight")[tokens[t] * shape.width() + i];
      }
    }
    for (int layer = 0; layer < shape.layers(); layer++) {
      String block = "blk." + layer + ".";
      double[][] attended = attention(block, x);
      for (int t = 0; t < length; t++) {
        add(x[t], multiply(block + "attn_output.weight", attended[t], shape.width()));
        double[] h = norm(x[t], block + "ffn_norm.weight");
        double[] gate = multiply(block + "ffn_gate.weight", h, shape.feedForward());
        double[] up = multiply(block + "ffn_up.weight", h, shape.feedForward());
        for (int i = 0; i < gate.length; i++) {
          up[i] *= gate[i] / (1 + Math.exp(-gate[i]));
        }
        add(x[t], multiply(block + "ffn_down.weight", up, shape.width()));
      }
    }
    double[][] logits = new double[length][];
    for (int t = 0; t < length; t++) {
      logits[t] = multiply("token_embd.weight", norm(x[t], "output_norm.weight"), vocabulary);
    }
    return logits;
  }

  private double[][] attention(String block, double[][] x) {
    int length = x.length;
    int keyWidth = head * shape.keyHeads();
    double[][] q = new double[length][];
    double[][] k = new double[length][];
    double[][] v = new double[length][];
    for (int t = 0; t < length; t++) {
      double[] h = norm(x[t], block + "attn_norm.weight");
      q[t] = half(rotate(linear(block + "attn_q", h, shape.width()), t));
      k[t] = half(rotate(linear(block + "attn_k", h, keyWidth), t));
      v[t] = half(linear(block + "attn_v", h, keyWidth));
    }
    double[][] out = new double[length][shape.width()];
    for (int t = 0; t < length; t++) {
      for (int n = 0; n < shape.heads(); n++) {
        int key = n / (shape.heads() / shape.keyHeads()) * head;
        double[] score = new double[t + 1];
        double total = 0;
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < head; i++) {
            score[s] += q[t][n * head + i] * k[s][key + i];
          }
          score[s] = Math.exp(score[s] / Math.sqrt(head));
          total += score[s];
        }
        for (int s = 0; s <= t; s++) {
          double probability = half(score[s] / total);
          for (int i = 0; i < head; i++) {
            out[t][n * head + i] += probability * v[s][key + i];
          }
        }
      }
    }
    return out;
  }

  private static double half(double x) {
    return Float.float16ToFloat(Float.floatToFloat16((float) x));
  }

  private static double[] half(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = half(x[i]);
    }
    return x;
  }

  /** Rotary positions on halves: element i turns with element i + head / 2. */
  private double[] rotate(double[] x, int position) {
    int half = head / 2;
    for (int from = 0; from < x.length; from += head) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(ROPE_BASE, -(double) i / half);
        double a = x[from + i];
        double b = x[from + half + i];
        x[from + i] = a * Math.cos(angle) - b * Math.sin(angle);
        x[from + half + i] = b * Math.cos(angle) + a * Math.sin(angle);
      }
    }
    return x;
  }

  private double[] norm(double[] x, String name) {
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double scale = 1 / Math.sqrt(squares / x.length + EPSILON);
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = x[i] * scale * weight(name)[i];
    }
    return out;
  }

  private double[] linear(String name, double[] x, int width) {
    double[] out = multiply(name + ".weight", x, width);
    for (int i = 0; i < width; i++) {
      out[i] += weight(name + ".bias")[i];
    }
    return out;
  }

  private double[] multiply(String name, double[] x, int width) {
    float[] matrix = weight(name);
    double[] out = new double[width];
    for (int o = 0; o < width; o++) {
      for (int i = 0; i < x.length; i++) {
        out[o] += matrix[o * x.length + i] * x[i];
      }
    }
    return out;
  }

  private static void add(double[] x, double[] more) {
    for (int i = 0; i < x.length; i++) {
      x[i] += more[i];
    }
  }

  private float[] weight(String name) {
    float[] numbers = weights.get(name);
    if (numbers == null) {
      throw new AssertionError("no tensor " + name);
    }
    return numbers;
  }
}

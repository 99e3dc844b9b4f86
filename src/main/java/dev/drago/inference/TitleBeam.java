package dev.drago.inference;

import dev.drago.llama.Batch;
import dev.drago.llama.LlamaContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Beam search over the item trie: the items a language model would name after a prompt, and how
 * likely it is to name each.
 *
 * <p>What is decoded walks the trie only, so every answer is an item of the catalogue. Scores are
 * the model's own: the natural logarithm of the probability of all tokens of the path, not
 * normalised within the trie, and so the probability that the model, free to write anything, writes
 * this title. It only falls along a path, which is why the search may stop when no open beam is as
 * likely as the last item wanted.
 *
 * <p>The beams are sequences that share the cells of the prompt and of their common beginnings. A
 * step is one batch of all beams. Where the trie leaves no choice a beam takes all forced tokens in
 * one step, for reading five tokens costs hardly more than one. The last token of a path, the end
 * of the answer, is not read: its probability is known from the token before.
 */
final class TitleBeam extends DecodeTask<List<NamedItem>> {

  /** Where a beam stands: behind the tokens of {@code node}, all read but the pending ones. */
  private record Beam(int node, int length, int sequence, int[] pending, int row, double score) {}

  /** A step a beam could take. */
  private record Step(Beam from, int token, int node, double score) {}

  private final ItemTrie trie;
  private final BitSet open;
  private final int width;
  private final int wanted;
  private final int deepest;
  private final List<NamedItem> found = new ArrayList<>();
  private List<Beam> beams = new ArrayList<>();
  private boolean reading;
  private @Nullable Seats seats;

  /**
   * @param allowed items that may be named, by the numbers of the trie
   * @param width how many beams
   * @param wanted how many items
   */
  TitleBeam(int[] prompt, ItemTrie trie, BitSet allowed, int width, int wanted, Deadline deadline) {
    super(prompt, deadline);
    this.trie = trie;
    this.open = trie.nodesTo(allowed);
    this.width = width;
    this.wanted = wanted;
    this.deepest = trie.depth();
  }

  @Override
  int sequences() {
    return 1 + 2 * width; // a generation and the next
  }

  @Override
  int cells() {
    return prompt().length + 2 * width * deepest;
  }

  @Override
  void begin(Seats given) {
    this.seats = given;
  }

  /** Each beam's pending tokens; cut where they would be more than {@code room}. */
  @Override
  void write(Batch batch, int room) {
    reading = beams.size() <= room;
    if (!reading) {
      return;
    }
    int most = room / beams.size();
    List<Beam> placed = new ArrayList<>(beams.size());
    for (Beam beam : beams) {
      int[] tokens = forced(beam, most);
      placed.add(
          new Beam(
              beam.node(), beam.length(), beam.sequence(), tokens, batch.size(), beam.score()));
      for (int i = 0; i < tokens.length; i++) {
        batch.add(tokens[i], prompt().length + beam.length() + i, beam.sequence(), true);
      }
    }
    beams = placed;
  }

  /** The pending token and those after it that the trie forces, but for the end of a path. */
  private int[] forced(Beam beam, int most) {
    int[] tokens = Arrays.copyOf(beam.pending(), most);
    int count = 1;
    int node = beam.node();
    while (count < most) {
      int[] next = next(node);
      if (next.length != 1) {
        break;
      }
      int child = trie.child(node, next[0]).orElseThrow();
      if (trie.item(child).isPresent()) {
        break;
      }
      tokens[count++] = next[0];
      node = child;
    }
    return Arrays.copyOf(tokens, count);
  }

  private int[] next(int node) {
    return IntStream.of(trie.next(node))
        .filter(token -> open.get(trie.child(node, token).orElseThrow()))
        .toArray();
  }

  @Override
  void advance(LlamaContext context, int promptRow, float[] scratch) {
    List<Step> steps = new ArrayList<>();
    if (promptRow >= 0) {
      Beam root = new Beam(ItemTrie.ROOT, 0, sequence(), new int[0], promptRow, 0);
      steps(root, context, promptRow, scratch, steps);
    } else if (reading) {
      for (Beam beam : beams) {
        Beam read = read(beam, context, scratch);
        steps(read, context, read.row() + read.pending().length - 1, scratch, steps);
      }
    } else {
      return;
    }
    choose(steps);
    if (beams.isEmpty()) {
      found.sort(NamedItem.BEST_FIRST);
      result().complete(List.copyOf(found.subList(0, Math.min(wanted, found.size()))));
    }
  }

  /** The beam behind its forced tokens, whose probabilities count as any other's. */
  private Beam read(Beam beam, LlamaContext context, float[] logits) {
    double score = beam.score();
    int node = beam.node();
    for (int i = 1; i < beam.pending().length; i++) {
      context.logits(beam.row() + i - 1, logits);
      score += logits[beam.pending()[i]] - LogSoftmax.norm(logits);
      node = trie.child(node, beam.pending()[i]).orElseThrow();
    }
    return new Beam(
        node,
        beam.length() + beam.pending().length,
        beam.sequence(),
        beam.pending(),
        beam.row(),
        score);
  }

  private void steps(Beam beam, LlamaContext context, int row, float[] logits, List<Step> into) {
    context.logits(row, logits);
    double norm = LogSoftmax.norm(logits);
    for (int token : next(beam.node())) {
      int child = trie.child(beam.node(), token).orElseThrow();
      into.add(new Step(beam, token, child, beam.score() + logits[token] - norm));
    }
  }

  private void choose(List<Step> steps) {
    for (Step step : steps) {
      trie.item(step.node()).ifPresent(item -> found.add(new NamedItem(item, step.score())));
    }
    found.sort(NamedItem.BEST_FIRST);
    double least = found.size() < wanted ? Double.NEGATIVE_INFINITY : found.get(wanted - 1).score();
    List<Step> best =
        steps.stream()
            .filter(step -> step.score() > least && next(step.node()).length > 0)
            .sorted(Comparator.comparingDouble((Step s) -> -s.score()).thenComparing(Step::node))
            .limit(width)
            .toList();
    List<Beam> chosen = new ArrayList<>(best.size());
    for (Step step : best) {
      int length = step.from().length();
      int sequence = seats().copy(step.from().sequence(), prompt().length + length);
      chosen.add(
          new Beam(step.node(), length, sequence, new int[] {step.token()}, -1, step.score()));
    }
    end();
    beams = chosen;
  }

  @Override
  void end() {
    beams.forEach(beam -> seats().leave(beam.sequence()));
    beams = new ArrayList<>();
  }

  private Seats seats() {
    return Objects.requireNonNull(seats);
  }
}

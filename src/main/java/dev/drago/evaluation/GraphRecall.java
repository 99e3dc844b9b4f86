package dev.drago.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.file.Folders;
import dev.drago.index.Filter;
import dev.drago.index.IndexView;
import dev.drago.index.IndexView.Hit;
import dev.drago.index.ItemIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * How many of the nearest items the HNSW graph finds, against comparing with every item, and how
 * long both take.
 *
 * <p>An index is built in a temporary folder through the code that serves, merged as after an
 * import, and asked from one thread. The queries come from the clusters of the vectors and are no
 * items.
 *
 * <p>The vectors are made up, and recall depends on how: at 30,000 vectors and the same breadth of
 * search it is 1.000 for clusters about as large as the breadth, lower for smaller and for larger
 * ones, and 0.62 without clusters, where all is about equally far. One shape alone would be a
 * choice of the figure; {@link #SHAPES} spans them, and the least of their recalls is the one to
 * quote.
 */
public final class GraphRecall {

  /** As many dimensions as E5-small has. */
  static final int DIMENSIONS = 384;

  private static final int NEAREST = 10;
  private static final int BATCH = 1_000;
  private static final int WARM_UP = 200;

  /** Few large clusters, some, and many small ones, in steps of ten. */
  public static final List<Shape> SHAPES =
      List.of(new Shape(30, 0.7), new Shape(300, 0.7), new Shape(3_000, 0.7));

  private GraphRecall() {}

  /**
   * How vectors lie.
   *
   * @param clusters how many there are, of about the same size
   * @param spread the length of a member's deviation from its centre, which has length 1; at 0.7
   *     the mean cosine of two members is 0.67, that of two clusters 0
   */
  public record Shape(int clusters, double spread) {
    public Shape {
      if (clusters < 1 || !(spread > 0)) {
        throw new IllegalArgumentException(
            "%d clusters of spread %s hold no vectors to tell apart".formatted(clusters, spread));
      }
    }
  }

  /**
   * What was found.
   *
   * @param recallAt10 the mean share of the ten nearest items that the graph finds
   * @param worstRecallAt10 that of the unluckiest query
   * @param buildSeconds from the first vector to the merged index
   */
  public record Report(
      Shape shape,
      int vectors,
      int queries,
      long seed,
      double recallAt10,
      double worstRecallAt10,
      double buildSeconds,
      Latency graph,
      Latency exact) {

    /** For a terminal. */
    public String toTable() {
      TextTable table = new TextTable("nearest ten", "recall@10", "worst", "p50 ms", "p99 ms");
      row(table, "graph", recallAt10, worstRecallAt10, graph);
      row(table, "exact", 1, 1, exact);
      return table
          + String.format(
              Locale.ROOT,
              "%,d vectors of %d dimensions in %,d clusters of spread %.1f, %,d queries, seed %d;"
                  + " built in %.1f s\n",
              vectors,
              DIMENSIONS,
              shape.clusters(),
              shape.spread(),
              queries,
              seed,
              buildSeconds);
    }

    private static void row(
        TextTable table, String name, double recall, double worst, Latency latency) {
      table.row(
          name,
          String.format(Locale.ROOT, "%.4f", recall),
          String.format(Locale.ROOT, "%.1f", worst),
          String.format(Locale.ROOT, "%.3f", latency.p50Millis()),
          String.format(Locale.ROOT, "%.3f", latency.p99Millis()));
    }

    /** The same as JSON. */
    public String toJson() {
      ObjectNode root =
          JsonNodeFactory.instance
              .objectNode()
              .put("vectors", vectors)
              .put("dimensions", DIMENSIONS)
              .put("clusters", shape.clusters())
              .put("spread", shape.spread())
              .put("queries", queries)
              .put("seed", seed)
              .put("recallAt10", recallAt10)
              .put("worstRecallAt10", worstRecallAt10)
              .put("buildSeconds", buildSeconds);
      root.putObject("graph").put("p50Ms", graph.p50Millis()).put("p99Ms", graph.p99Millis());
      root.putObject("exact").put("p50Ms", exact.p50Millis()).put("p99Ms", exact.p99Millis());
      return root.toPrettyString().replace(System.lineSeparator(), "\n") + "\n";
    }
  }

  /**
   * Builds, asks and cleans up. Not to be interrupted: Lucene would close its files meanwhile.
   *
   * @param progress hears of vectors indexed and queries asked
   */
  public static Report measure(Shape shape, int vectors, int queries, long seed, Progress progress)
      throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    return measure(parent, shape, vectors, queries, seed, progress);
  }

  static Report measure(
      Path parent, Shape shape, int vectors, int queries, long seed, Progress progress)
      throws IOException {
    if (vectors < NEAREST || queries < 1) {
      throw new IllegalArgumentException(
          "%d vectors and %d queries have no recall@%d".formatted(vectors, queries, NEAREST));
    }
    ClusteredVectors source = new ClusteredVectors(shape, DIMENSIONS, seed);
    Path folder = Files.createTempDirectory(parent, "drago-graph-recall");
    int steps = vectors + queries;
    // No size is small enough for the view to leave the graph aside by itself.
    try (ItemIndex index = ItemIndex.open(folder, CatalogSchema::empty, "clusters", 0)) {
      long start = System.nanoTime();
      for (int from = 0; from < vectors; from += BATCH) {
        index.apply(entries(source, from, Math.min(vectors, from + BATCH)), from);
        progress.step(Math.min(vectors, from + BATCH), steps);
      }
      index.merge();
      index.refresh();
      double buildSeconds = (System.nanoTime() - start) / 1e9;
      try (IndexView view = index.view()) {
        for (int q = 0; q < WARM_UP; q++) {
          float[] query = source.next();
          view.nearestByGraph(query, NEAREST, Filter.everything());
          view.nearestExact(query, NEAREST, Filter.everything());
        }
        Comparison comparison = new Comparison();
        for (int q = 0; q < queries; q++) {
          comparison.ask(view, source.next());
          progress.step(vectors + q + 1, steps);
        }
        return new Report(
            shape,
            vectors,
            queries,
            seed,
            (double) comparison.found / ((long) queries * NEAREST),
            (double) comparison.fewest / NEAREST,
            buildSeconds,
            latency(comparison.graphNanos),
            latency(comparison.exactNanos));
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static final class Comparison {
    final Histogram graphNanos = new Histogram(3);
    final Histogram exactNanos = new Histogram(3);
    long found;
    int fewest = NEAREST;

    void ask(IndexView view, float[] query) {
      long start = System.nanoTime();
      List<Hit> byGraph = view.nearestByGraph(query, NEAREST, Filter.everything());
      long between = System.nanoTime();
      List<Hit> exact = view.nearestExact(query, NEAREST, Filter.everything());
      exactNanos.recordValue(System.nanoTime() - between);
      graphNanos.recordValue(between - start);
      Set<Integer> nearest = exact.stream().map(Hit::ordinal).collect(Collectors.toSet());
      int hits = (int) byGraph.stream().filter(hit -> nearest.contains(hit.ordinal())).count();
      found += hits;
      fewest = Math.min(fewest, hits);
    }
  }

  private static List<ItemIndex.Entry> entries(ClusteredVectors source, int from, int to) {
    List<ItemIndex.Entry> entries = new ArrayList<>(to - from);
    for (int o = from; o < to; o++) {
      String id = "item-" + o;
      entries.add(new ItemIndex.Entry(o, id, new Item(id, id, "", Map.of()), source.next()));
    }
    return entries;
  }

  private static Latency latency(Histogram nanos) {
    return Latency.of(nanos);
  }
}

package dev.drago.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.miscellaneous.LimitTokenCountAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The index at one moment, addressed by item ordinal. Everything one request reads comes from one
 * view, so that its lists can be fused. Close it when the request is done.
 */
public final class IndexView implements AutoCloseable {

  /** An item found, best first in any list of them. */
  public record Hit(int ordinal, float score) {}

  /** Rank constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009). */
  private static final int RRF_CONSTANT = 60;

  /** The least breadth of a graph search; recall at 10 is bought here. */
  private static final int LEAST_BREADTH = 200;

  private static final int MOST_WORDS = 500;

  private static final TopDocs NOTHING =
      new TopDocs(new TotalHits(0, TotalHits.Relation.EQUAL_TO), new ScoreDoc[0]);

  private final OrdinalSearcher searcher;
  private final Analyzer analyzer;
  private final Runnable release;
  private final int exactBelow;

  IndexView(OrdinalSearcher searcher, Analyzer analyzer, int exactBelow, Runnable release) {
    this.searcher = searcher;
    this.analyzer = analyzer;
    this.exactBelow = exactBelow;
    this.release = release;
  }

  public int size() {
    return searcher.getIndexReader().numDocs();
  }

  /** Rises with every change of the index that became visible. */
  public long version() {
    return ((DirectoryReader) searcher.getIndexReader()).getVersion();
  }

  /** Whether vector search here compares with every item rather than walking the graph. */
  public boolean isExact() {
    return size() < exactBelow;
  }

  /** The L2-normalised vector of an item, or empty where it has none. */
  public Optional<float[]> vector(int ordinal) {
    int document = searcher.document(ordinal);
    if (document < 0) {
      return Optional.empty();
    }
    return io(
        () -> {
          List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
          LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
          FloatVectorValues values = leaf.reader().getFloatVectorValues(Fields.VECTOR);
          if (values == null) {
            return Optional.empty();
          }
          var iterator = values.iterator();
          int local = document - leaf.docBase;
          return iterator.advance(local) == local
              ? Optional.of(values.vectorValue(iterator.index()).clone())
              : Optional.empty();
        });
  }

  /**
   * The mean of the items' vectors, of at most 10,000 of them.
   *
   * <p>Texts of one catalogue are alike, and an item near their mean is near to every other:
   * likeness to an item less this mean is likeness in what is particular to it.
   */
  public float[] mean(int dimension) {
    return searcher.mean(dimension);
  }

  /**
   * Writes the cosine of every item with {@code query} into {@code into}, by ordinal: n × d
   * multiply-adds.
   */
  public void cosines(float[] query, float[] into) {
    io(
        () -> {
          for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            FloatVectorValues values = leaf.reader().getFloatVectorValues(Fields.VECTOR);
            if (values == null || values.size() == 0) {
              continue;
            }
            VectorScorer scorer = values.scorer(query);
            DocIdSetIterator documents = scorer.iterator();
            for (int d = documents.nextDoc();
                d != DocIdSetIterator.NO_MORE_DOCS;
                d = documents.nextDoc()) {
              int ordinal = searcher.ordinal(leaf.docBase + d);
              if (ordinal >= 0 && ordinal < into.length) {
                into[ordinal] = cosine(scorer.score());
              }
            }
          }
          return null;
        });
  }

  /** The {@code k} nearest items by cosine, exact or through the graph as {@link #isExact} says. */
  public List<Hit> nearest(float[] query, int k, Filter filter) {
    return isExact() ? nearestExact(query, k, filter) : nearestByGraph(query, k, filter);
  }

  /** The {@code k} nearest by comparing with every item: the oracle of {@link #nearestByGraph}. */
  public List<Hit> nearestExact(float[] query, int k, Filter filter) {
    BitSet allowed = ordinals(filter);
    float[] cosines = new float[allowed.length()];
    Arrays.fill(cosines, Float.NaN);
    cosines(query, cosines);
    TopOrdinals top = new TopOrdinals(k);
    for (int o = allowed.nextSetBit(0); o >= 0; o = allowed.nextSetBit(o + 1)) {
      if (!Float.isNaN(cosines[o])) {
        top.offer(o, cosines[o]);
      }
    }
    return top.bestFirst();
  }

  /** The {@code k} nearest by walking the HNSW graph with a breadth of at least 200. */
  public List<Hit> nearestByGraph(float[] query, int k, Filter filter) {
    return hits(graph(query, k, filter), k).stream()
        .map(hit -> new Hit(hit.ordinal(), cosine(hit.score())))
        .toList();
  }

  /**
   * The {@code k} best by BM25 over title, keywords and prose, titles counting double. Of a long
   * text the first 500 words are looked for.
   */
  public List<Hit> keyword(String text, int k, Filter filter) {
    return hits(keywordDocs(text, k, filter), k);
  }

  /** Reciprocal rank fusion of vectors and words. */
  public List<Hit> hybrid(String text, float[] query, int k, Filter filter) {
    int depth = Math.max(k, LEAST_BREADTH);
    TopDocs vectors = isExact() ? exact(query, depth, filter) : graph(query, depth, filter);
    TopDocs[] lists = {vectors, keywordDocs(text, depth, filter)};
    return hits(TopDocs.rrf(k, RRF_CONSTANT, lists), k);
  }

  /** The ordinals of the items that match {@code filter}. */
  public BitSet ordinals(Filter filter) {
    return io(
        () -> {
          BitSet matching = new BitSet();
          Weight weight =
              searcher.createWeight(
                  searcher.rewrite(filter.query()), ScoreMode.COMPLETE_NO_SCORES, 1);
          for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Scorer scorer = weight.scorer(leaf);
            if (scorer == null) {
              continue;
            }
            DocIdSetIterator documents = scorer.iterator();
            for (int d = documents.nextDoc();
                d != DocIdSetIterator.NO_MORE_DOCS;
                d = documents.nextDoc()) {
              int ordinal = searcher.ordinal(leaf.docBase + d);
              if (ordinal >= 0) {
                matching.set(ordinal);
              }
            }
          }
          return matching;
        });
  }

  /** {@link #nearestExact} as documents, in the form that {@link TopDocs#rrf} takes. */
  private TopDocs exact(float[] query, int k, Filter filter) {
    ScoreDoc[] docs =
        nearestExact(query, k, filter).stream()
            .map(hit -> new ScoreDoc(searcher.document(hit.ordinal()), hit.score()))
            .toArray(ScoreDoc[]::new);
    return new TopDocs(new TotalHits(docs.length, TotalHits.Relation.EQUAL_TO), docs);
  }

  private TopDocs graph(float[] query, int k, Filter filter) {
    return io(
        () ->
            searcher.search(
                new KnnFloatVectorQuery(
                    Fields.VECTOR, query, Math.max(k, LEAST_BREADTH), filter.query()),
                k));
  }

  private TopDocs keywordDocs(String text, int k, Filter filter) {
    return io(
        () -> {
          QueryBuilder builder =
              new QueryBuilder(new LimitTokenCountAnalyzer(analyzer, MOST_WORDS));
          Query all = builder.createBooleanQuery(Fields.ALL, text);
          Query title = builder.createBooleanQuery(Fields.TITLE, text);
          if (all == null || title == null) {
            return NOTHING;
          }
          BooleanQuery query =
              new BooleanQuery.Builder()
                  .add(all, BooleanClause.Occur.MUST)
                  .add(new BoostQuery(title, 2), BooleanClause.Occur.SHOULD)
                  .add(filter.query(), BooleanClause.Occur.FILTER)
                  .build();
          return searcher.search(query, k);
        });
  }

  private List<Hit> hits(TopDocs docs, int k) {
    List<Hit> hits = new ArrayList<>(Math.min(k, docs.scoreDocs.length));
    for (ScoreDoc doc : docs.scoreDocs) {
      int ordinal = searcher.ordinal(doc.doc);
      if (ordinal >= 0 && hits.size() < k) {
        hits.add(new Hit(ordinal, doc.score));
      }
    }
    return hits;
  }

  /** Lucene maps a dot product to (1 + cosine) / 2. */
  private static float cosine(float score) {
    return 2 * score - 1;
  }

  @Override
  public void close() {
    release.run();
  }

  private interface Read<T extends @Nullable Object> {
    T run() throws IOException;
  }

  private static <T extends @Nullable Object> T io(Read<T> read) {
    try {
      return read.run();
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be read", e);
    }
  }
}

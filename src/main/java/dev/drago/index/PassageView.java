package dev.drago.index;

import dev.drago.document.Passage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.apache.lucene.analysis.miscellaneous.LimitTokenCountAnalyzer;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.QueryBuilder;

/** The passages at one moment. Close it when the request is done. */
public final class PassageView implements AutoCloseable {

  /**
   * A passage found; best first in any list.
   *
   * @param score cosine, BM25 or reciprocal rank
   * @param cosine with the question; 0 where only words were looked for, or it is not among the
   *     nearest
   */
  public record Hit(Passage passage, double score, double cosine) {}

  /** Which passages count. */
  public sealed interface Scope {

    /** Those about no item, and those about items of which {@code matching} holds. */
    record AboutNoneOr(Predicate<String> matching) implements Scope {}

    /** Those about an item. */
    record AboutItem(String itemId) implements Scope {}

    /** Those about items of which {@code matching} holds. */
    record AboutItems(Predicate<String> matching) implements Scope {}
  }

  private static final int RRF_CONSTANT = 60;
  private static final int LEAST_BREADTH = 100;
  private static final int MOST_WORDS = 200;

  private static final TopDocs NOTHING =
      new TopDocs(new TotalHits(0, TotalHits.Relation.EQUAL_TO), new ScoreDoc[0]);

  private final IndexSearcher searcher;
  private final int exactBelow;
  private final Runnable release;

  PassageView(IndexSearcher searcher, int exactBelow, Runnable release) {
    this.searcher = searcher;
    this.exactBelow = exactBelow;
    this.release = release;
  }

  /** How many passages there are. */
  public int size() {
    return searcher.getIndexReader().numDocs();
  }

  /** The {@code k} nearest by cosine. */
  public List<Hit> nearest(float[] question, int k, Scope scope) {
    return io(
        () -> {
          TopDocs nearest = nearestDocs(question, k, query(scope));
          return hits(nearest, nearest);
        });
  }

  /** The {@code k} best by BM25 over title, headings and text, in whatever language they are. */
  public List<Hit> keyword(String question, int k, Scope scope) {
    return io(() -> hits(keywordDocs(question, k, query(scope)), NOTHING));
  }

  /** Reciprocal rank fusion of vectors and words. */
  public List<Hit> hybrid(String question, float[] vector, int k, Scope scope) {
    return io(
        () -> {
          Query condition = query(scope);
          int depth = Math.max(k, LEAST_BREADTH);
          TopDocs[] lists = {
            nearestDocs(vector, depth, condition), keywordDocs(question, depth, condition)
          };
          return hits(TopDocs.rrf(k, RRF_CONSTANT, lists), lists[0]);
        });
  }

  /**
   * How much a word tells: the inverse document frequency of BM25, from nearly 0 for a word of
   * every passage.
   *
   * @param stem as {@link PassageWords#of} gives it for {@code language}
   */
  public double rarity(String stem, String language) {
    return io(
        () -> {
          double n = Math.max(1, size());
          String field =
              PassageFields.body(
                  PassageWords.LANGUAGES.contains(language) ? language : PassageWords.OTHER);
          double with = searcher.getIndexReader().docFreq(new Term(field, stem));
          return Math.log(1 + (n - Math.min(n, with) + 0.5) / (with + 0.5));
        });
  }

  private Query query(Scope scope) throws IOException {
    return switch (scope) {
      case Scope.AboutNoneOr(Predicate<String> matching) -> without(items(matching.negate()));
      case Scope.AboutItem(String item) -> new TermQuery(new Term(PassageFields.ITEM, item));
      case Scope.AboutItems(Predicate<String> matching) ->
          new TermInSetQuery(PassageFields.ITEM, items(matching));
    };
  }

  private static Query without(List<BytesRef> items) {
    if (items.isEmpty()) {
      return MatchAllDocsQuery.INSTANCE;
    }
    return new BooleanQuery.Builder()
        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
        .add(new TermInSetQuery(PassageFields.ITEM, items), Occur.MUST_NOT)
        .build();
  }

  private List<BytesRef> items(Predicate<String> matching) throws IOException {
    List<BytesRef> items = new ArrayList<>();
    Terms terms = MultiTerms.getTerms(searcher.getIndexReader(), PassageFields.ITEM);
    if (terms != null) {
      TermsEnum all = terms.iterator();
      for (BytesRef term = all.next(); term != null; term = all.next()) {
        if (matching.test(term.utf8ToString())) {
          items.add(BytesRef.deepCopyOf(term));
        }
      }
    }
    return items;
  }

  private TopDocs nearestDocs(float[] question, int k, Query condition) throws IOException {
    if (size() >= exactBelow) {
      int breadth = Math.max(k, LEAST_BREADTH);
      return searcher.search(
          new KnnFloatVectorQuery(PassageFields.VECTOR, question, breadth, condition), k);
    }
    PriorityQueue<ScoreDoc> best =
        new PriorityQueue<>(
            Comparator.<ScoreDoc>comparingDouble(hit -> hit.score)
                .thenComparing(hit -> hit.doc, Comparator.reverseOrder()));
    Weight weight =
        searcher.createWeight(searcher.rewrite(condition), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      offerAll(question, leaf, weight, k, best);
    }
    List<ScoreDoc> sorted = new ArrayList<>(best);
    sorted.sort(best.comparator().reversed());
    return new TopDocs(
        new TotalHits(sorted.size(), TotalHits.Relation.EQUAL_TO), sorted.toArray(ScoreDoc[]::new));
  }

  private static void offerAll(
      float[] question,
      LeafReaderContext leaf,
      Weight condition,
      int k,
      PriorityQueue<ScoreDoc> best)
      throws IOException {
    FloatVectorValues values = leaf.reader().getFloatVectorValues(PassageFields.VECTOR);
    Scorer matching = condition.scorer(leaf);
    if (values == null || values.size() == 0 || matching == null) {
      return;
    }
    FixedBitSet allowed = new FixedBitSet(leaf.reader().maxDoc());
    allowed.or(matching.iterator());
    var live = leaf.reader().getLiveDocs();
    VectorScorer scorer = values.scorer(question);
    DocIdSetIterator documents = scorer.iterator();
    for (int d = documents.nextDoc(); d != DocIdSetIterator.NO_MORE_DOCS; d = documents.nextDoc()) {
      if (allowed.get(d) && (live == null || live.get(d))) {
        best.add(new ScoreDoc(leaf.docBase + d, scorer.score()));
        if (best.size() > k) {
          best.poll();
        }
      }
    }
  }

  private TopDocs keywordDocs(String question, int k, Query condition) throws IOException {
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    for (String language : PassageWords.LANGUAGES) {
      Query inLanguage =
          new QueryBuilder(new LimitTokenCountAnalyzer(PassageWords.analyzer(language), MOST_WORDS))
              .createBooleanQuery(PassageFields.body(language), question);
      if (inLanguage != null) {
        words.add(inLanguage, Occur.SHOULD);
      }
    }
    BooleanQuery query =
        new BooleanQuery.Builder()
            .add(words.build(), Occur.MUST)
            .add(condition, Occur.FILTER)
            .build();
    return searcher.search(query, k);
  }

  private List<Hit> hits(TopDocs found, TopDocs nearest) throws IOException {
    Map<Integer, Double> cosines = new HashMap<>();
    for (ScoreDoc doc : nearest.scoreDocs) {
      cosines.put(doc.doc, 2.0 * doc.score - 1); // Lucene maps a dot product to (1 + cosine) / 2
    }
    List<Hit> hits = new ArrayList<>(found.scoreDocs.length);
    var stored = searcher.storedFields();
    for (ScoreDoc doc : found.scoreDocs) {
      double cosine = cosines.getOrDefault(doc.doc, 0.0);
      double score = found == nearest ? cosine : doc.score;
      hits.add(new Hit(PassageFields.passage(stored.document(doc.doc)), score, cosine));
    }
    return hits;
  }

  @Override
  public void close() {
    release.run();
  }

  private interface Read<T> {
    T run() throws IOException;
  }

  private static <T> T io(Read<T> read) {
    try {
      return read.run();
    } catch (IOException e) {
      throw new UncheckedIOException("the index could not be read", e);
    }
  }
}

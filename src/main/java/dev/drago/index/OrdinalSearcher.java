package dev.drago.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/** A searcher over one point in time that knows which document is which item. */
final class OrdinalSearcher extends IndexSearcher {

  private static final int MEAN_SAMPLE = 10_000;

  static {
    // A filter of FilterSyntax.MAX_CONDITIONS and a text of many words, in one query.
    IndexSearcher.setMaxClauseCount(8 * FilterSyntax.MAX_CONDITIONS);
  }

  private final int[] ordinalOfDocument;
  private final int[] documentOfOrdinal;
  private volatile float @Nullable [] mean;

  OrdinalSearcher(IndexReader reader) throws IOException {
    super(reader);
    ordinalOfDocument = new int[reader.maxDoc()];
    Arrays.fill(ordinalOfDocument, -1);
    int highest = -1;
    for (LeafReaderContext leaf : reader.leaves()) {
      NumericDocValues ordinals = DocValues.getNumeric(leaf.reader(), Fields.ORDINAL);
      var live = leaf.reader().getLiveDocs();
      for (int d = ordinals.nextDoc(); d != DocIdSetIterator.NO_MORE_DOCS; d = ordinals.nextDoc()) {
        if (live == null || live.get(d)) {
          int ordinal = (int) ordinals.longValue();
          ordinalOfDocument[leaf.docBase + d] = ordinal;
          highest = Math.max(highest, ordinal);
        }
      }
    }
    documentOfOrdinal = new int[highest + 1];
    Arrays.fill(documentOfOrdinal, -1);
    for (int d = 0; d < ordinalOfDocument.length; d++) {
      if (ordinalOfDocument[d] >= 0) {
        documentOfOrdinal[ordinalOfDocument[d]] = d;
      }
    }
  }

  /** The mean of the first 10,000 vectors; computed once for this point in time. */
  float[] mean(int dimension) {
    float[] known = mean;
    if (known == null) {
      try {
        known = computeMean(dimension);
      } catch (IOException e) {
        throw new UncheckedIOException("the index could not be read", e);
      }
      mean = known; // racing threads compute the same
    }
    return known;
  }

  private float[] computeMean(int dimension) throws IOException {
    float[] sum = new float[dimension];
    int n = 0;
    for (LeafReaderContext leaf : getIndexReader().leaves()) {
      FloatVectorValues values = leaf.reader().getFloatVectorValues(Fields.VECTOR);
      if (values == null) {
        continue;
      }
      var documents = values.iterator();
      while (n < MEAN_SAMPLE && documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (ordinal(leaf.docBase + documents.docID()) < 0) {
          continue; // deleted, or of a version that was replaced
        }
        n++;
        float[] vector = values.vectorValue(documents.index());
        for (int d = 0; d < dimension; d++) {
          sum[d] += vector[d];
        }
      }
    }
    for (int d = 0; d < dimension; d++) {
      sum[d] /= Math.max(1, n);
    }
    return sum;
  }

  /** The ordinal of a document, or -1 for a deleted one. */
  int ordinal(int document) {
    return ordinalOfDocument[document];
  }

  /** The document of an ordinal, or -1 where the index has none. */
  int document(int ordinal) {
    return ordinal < documentOfOrdinal.length ? documentOfOrdinal[ordinal] : -1;
  }
}

package dev.drago.index;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;

/** A searcher over one point in time that knows which document is which item. */
final class OrdinalSearcher extends IndexSearcher {

  private final int[] ordinalOfDocument;
  private final int[] documentOfOrdinal;

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

  /** The ordinal of a document, or -1 for a deleted one. */
  int ordinal(int document) {
    return ordinalOfDocument[document];
  }

  /** The document of an ordinal, or -1 where the index has none. */
  int document(int ordinal) {
    return ordinal < documentOfOrdinal.length ? documentOfOrdinal[ordinal] : -1;
  }
}

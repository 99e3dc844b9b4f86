package dev.drago.index;

import dev.drago.document.Passage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * How a passage becomes a Lucene document and comes back. Its words are in the one field of its
 * language, so that each is analysed as its language asks for.
 */
final class PassageFields {

  static final String DOCUMENT = "document";
  static final String ITEM = "item";
  static final String VECTOR = "vector";

  private static final String BODY = "body.";
  private static final String TITLE = "title";
  private static final String LANGUAGE = "language";
  private static final String POSITION = "position";
  private static final String HEADING = "heading";
  private static final String TEXT = "text";
  private static final String START = "start";

  private PassageFields() {}

  static String body(String language) {
    return BODY + language;
  }

  static Document document(Passage passage, float[] vector) {
    Document document = new Document();
    document.add(new StringField(DOCUMENT, passage.documentId(), Field.Store.YES));
    passage.itemId().ifPresent(i -> document.add(new StringField(ITEM, i, Field.Store.YES)));
    passage.language().ifPresent(l -> document.add(new StoredField(LANGUAGE, l)));
    document.add(new StoredField(TITLE, passage.title()));
    document.add(new StoredField(POSITION, passage.position()));
    passage.headings().forEach(h -> document.add(new StoredField(HEADING, h)));
    document.add(new StoredField(TEXT, passage.text()));
    document.add(new StoredField(START, passage.start()));
    String body = body(PassageWords.language(passage.language(), passage.text()));
    document.add(new TextField(body, passage.inContext(), Field.Store.NO));
    if (vector.length > 0) {
      document.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
    }
    return document;
  }

  static Passage passage(Document document) throws IOException {
    String text = required(document, TEXT);
    int start = number(document, START);
    return new Passage(
        required(document, DOCUMENT),
        required(document, TITLE),
        Optional.ofNullable(document.get(ITEM)),
        Optional.ofNullable(document.get(LANGUAGE)),
        number(document, POSITION),
        List.of(document.getValues(HEADING)),
        text,
        start,
        start + text.length());
  }

  private static String required(Document document, String field) throws IOException {
    String value = document.get(field);
    if (value == null) {
      throw new IOException("a passage has no " + field);
    }
    return value;
  }

  private static int number(Document document, String field) throws IOException {
    IndexableField value = document.getField(field);
    if (value == null || value.numericValue() == null) {
      throw new IOException("a passage has no " + field);
    }
    return value.numericValue().intValue();
  }

  static Analyzer analyzer() {
    return new DelegatingAnalyzerWrapper(AnalyzerWrapper.PER_FIELD_REUSE_STRATEGY) {
      @Override
      protected Analyzer getWrappedAnalyzer(String field) {
        return PassageWords.analyzer(
            field.startsWith(BODY) ? field.substring(BODY.length()) : PassageWords.OTHER);
      }
    };
  }
}

package dev.drago.index;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import java.util.List;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.core.KeywordTokenizerFactory;
import org.apache.lucene.analysis.core.LowerCaseFilterFactory;
import org.apache.lucene.analysis.custom.CustomAnalyzer;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilterFactory;
import org.apache.lucene.analysis.en.EnglishPossessiveFilterFactory;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilterFactory;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilterFactory;
import org.apache.lucene.analysis.standard.StandardTokenizerFactory;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * How an item becomes a Lucene document.
 *
 * <p>Attributes keep their names, which cannot collide with the reserved ones: an attribute name
 * has no {@code '$'}. Keyword values are one token each, without case or accents, so that {@code
 * genres:comedy} and {@code directors:"Pedro Almodovar"} match as a person means them.
 */
final class Fields {

  static final String ID = "id";
  static final String TITLE = "title";
  static final String TEXT = "text";
  static final String ORDINAL = "$ordinal";
  static final String VECTOR = "$vector";

  /** Title, keywords and prose together: what words alone are looked for in. */
  static final String ALL = "$all";

  static final String[] MARKS = {"pattern", "[\\u0300-\\u036F]+", "replacement", ""};

  private static final FieldType KEYWORD = new FieldType();

  static {
    KEYWORD.setIndexOptions(IndexOptions.DOCS);
    KEYWORD.setTokenized(true);
    KEYWORD.setOmitNorms(true);
    KEYWORD.freeze();
  }

  private Fields() {}

  static Document document(int ordinal, Item item, float[] vector) {
    Document document = new Document();
    document.add(new StringField(ID, item.id(), Field.Store.NO));
    document.add(new NumericDocValuesField(ORDINAL, ordinal));
    document.add(new TextField(TITLE, item.title(), Field.Store.NO));
    document.add(new TextField(ALL, item.title(), Field.Store.NO));
    if (!item.text().isEmpty()) {
      document.add(new TextField(TEXT, item.text(), Field.Store.NO));
      document.add(new TextField(ALL, item.text(), Field.Store.NO));
    }
    if (vector.length > 0) {
      document.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
    }
    item.attributes().forEach((name, value) -> add(document, name, value));
    return document;
  }

  private static void add(Document document, String name, AttributeValue attribute) {
    switch (attribute) {
      case AttributeValue.Text(String prose) -> {
        document.add(new TextField(name, prose, Field.Store.NO));
        document.add(new TextField(ALL, prose, Field.Store.NO));
      }
      case AttributeValue.Keywords(List<String> values) -> {
        for (String value : values) {
          document.add(new Field(name, value, KEYWORD));
          document.add(new TextField(ALL, value, Field.Store.NO));
        }
      }
      case AttributeValue.Numeric(double number) -> document.add(new DoublePoint(name, number));
      case AttributeValue.Flag(boolean flag) ->
          document.add(new Field(name, Boolean.toString(flag), KEYWORD));
      case AttributeValue.Date(var date) -> document.add(new LongPoint(name, date.toEpochDay()));
    }
  }

  /**
   * The analyzer of every field; {@code schema} is asked anew for each, as it grows at run time.
   *
   * <p>Accents go also where they are characters of their own, as in file names of macOS: folding
   * knows only composed letters. An id is itself, to the letter.
   */
  static Analyzer analyzer(Supplier<CatalogSchema> schema) {
    Analyzer exact = new KeywordAnalyzer();
    Analyzer keyword;
    Analyzer prose;
    try {
      keyword =
          CustomAnalyzer.builder()
              .addCharFilter(PatternReplaceCharFilterFactory.class, MARKS)
              .withTokenizer(KeywordTokenizerFactory.class)
              .addTokenFilter(LowerCaseFilterFactory.class)
              .addTokenFilter(ASCIIFoldingFilterFactory.class)
              .build();
      prose =
          CustomAnalyzer.builder()
              .addCharFilter(PatternReplaceCharFilterFactory.class, MARKS)
              .withTokenizer(StandardTokenizerFactory.class)
              .addTokenFilter(LowerCaseFilterFactory.class)
              .addTokenFilter(EnglishPossessiveFilterFactory.class)
              .addTokenFilter(EnglishMinimalStemFilterFactory.class)
              .addTokenFilter(ASCIIFoldingFilterFactory.class)
              .build();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new DelegatingAnalyzerWrapper(AnalyzerWrapper.PER_FIELD_REUSE_STRATEGY) {
      @Override
      protected Analyzer getWrappedAnalyzer(String field) {
        if (field.equals(ID)) {
          return exact;
        }
        AttributeType type = schema.get().types().get(field);
        return type == AttributeType.KEYWORD || type == AttributeType.BOOLEAN ? keyword : prose;
      }
    };
  }
}

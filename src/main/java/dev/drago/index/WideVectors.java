package dev.drago.index;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's own vectors, but as long as embedders make them: a Qwen model has 1,536 or more, and
 * Lucene writes 1,024 by default. The files are the same and carry the same name, so any Lucene
 * reads them.
 */
final class WideVectors extends KnnVectorsFormat {

  static final int MAX_DIMENSION = 8_192;

  private final KnnVectorsFormat plain;

  private WideVectors(KnnVectorsFormat plain) {
    super(plain.getName());
    this.plain = plain;
  }

  static Codec codec() {
    KnnVectorsFormat wide = new WideVectors(new Lucene99HnswVectorsFormat());
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return wide;
      }
    };
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return plain.fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return plain.fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String field) {
    return MAX_DIMENSION;
  }
}

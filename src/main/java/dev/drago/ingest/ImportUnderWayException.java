package dev.drago.ingest;

/** Another import is under way; one is done at a time. The message is a sentence that names it. */
public final class ImportUnderWayException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ImportUnderWayException(String message) {
    super(message);
  }
}

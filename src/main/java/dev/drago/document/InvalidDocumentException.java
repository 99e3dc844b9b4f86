package dev.drago.document;

/** A document that cannot be taken; says where and, in a sentence, why. */
public final class InvalidDocumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String pointer;
  private final boolean tooLarge;

  private InvalidDocumentException(String pointer, String message, boolean tooLarge) {
    super(message);
    this.pointer = pointer;
    this.tooLarge = tooLarge;
  }

  public InvalidDocumentException(String pointer, String message) {
    this(pointer, message, false);
  }

  static InvalidDocumentException tooLarge(String message) {
    return new InvalidDocumentException("/content", message, true);
  }

  /** A JSON pointer into the document's JSON form. */
  public String pointer() {
    return pointer;
  }

  /** Whether it is refused for its size alone. */
  public boolean isTooLarge() {
    return tooLarge;
  }
}

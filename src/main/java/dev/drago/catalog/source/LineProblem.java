package dev.drago.catalog.source;

/** Why a line cannot be used. Without a stack trace: a file may have a million of them. */
final class LineProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final ImportError.Kind kind;

  LineProblem(ImportError.Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  ImportError.Kind kind() {
    return kind;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}

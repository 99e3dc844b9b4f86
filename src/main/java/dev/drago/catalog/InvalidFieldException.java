package dev.drago.catalog;

/**
 * A field of an item or interaction cannot be taken as it is. The message is a sentence for the
 * person who sent it.
 */
public final class InvalidFieldException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String pointer;

  public InvalidFieldException(String pointer, String message) {
    super(message);
    this.pointer = pointer;
  }

  /** Where the field is, as a JSON Pointer (RFC 6901); empty means the whole value. */
  public String pointer() {
    return pointer;
  }

  /** The JSON Pointer through these field names. */
  public static String pointer(String... names) {
    StringBuilder pointer = new StringBuilder();
    for (String name : names) {
      pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}

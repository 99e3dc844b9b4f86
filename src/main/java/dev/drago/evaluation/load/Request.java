package dev.drago.evaluation.load;

/**
 * One HTTP request.
 *
 * @param path with its query, escaped already
 * @param body JSON, or empty for none
 */
public record Request(String method, String path, String body) {

  static Request get(String path) {
    return new Request("GET", path, "");
  }

  static Request post(String path, String body) {
    return new Request("POST", path, body);
  }
}

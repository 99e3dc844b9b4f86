package dev.drago.evaluation.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An item of the server under test. */
public record ServedItem(String id, String title) {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads up to {@code most} items page by page from {@code GET /v1/items}.
   *
   * @throws IOException when the server cannot be reached or refuses; says so in a sentence
   */
  public static List<ServedItem> readAll(URI server, Map<String, String> headers, int most)
      throws IOException {
    List<ServedItem> items = new ArrayList<>();
    try (Connection connection = new Connection(server, headers, TIMEOUT)) {
      String cursor = "";
      do {
        JsonNode page = get(server, connection, "/v1/items?limit=500" + cursor);
        for (JsonNode item : page.path("items")) {
          items.add(new ServedItem(item.path("id").asText(), item.path("title").asText()));
        }
        String next = page.path("nextCursor").asText("");
        cursor = next.isEmpty() ? "" : "&cursor=" + escape(next);
      } while (!cursor.isEmpty() && items.size() < most);
    }
    return items.size() > most ? items.subList(0, most) : items;
  }

  private static JsonNode get(URI server, Connection connection, String path) throws IOException {
    int status;
    try {
      status = connection.exchange(Request.get(path));
    } catch (IOException e) {
      throw new IOException("no server answers at %s: %s".formatted(server, e.getMessage()), e);
    }
    if (status != 200) {
      throw new IOException("%s%s answered %d".formatted(server, path, status));
    }
    return JSON.readTree(connection.answer().body());
  }

  /** The text as one segment of a path or one value of a query. */
  static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

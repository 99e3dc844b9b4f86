package dev.drago.catalog.source;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A film as MovieLens lists it: the year sits at the end of the title, articles behind a comma, in
 * the other titles in brackets too.
 */
final class MovieLensFilm {

  static final CatalogSchema SCHEMA =
      new CatalogSchema(Map.of("year", AttributeType.NUMBER, "genres", AttributeType.KEYWORD));

  private static final String NO_GENRES = "(no genres listed)";

  /**
   * Also {@code (1995) (V)} for a video, and {@code (1987-1994)} for a series, which counts from.
   */
  private static final Pattern YEAR =
      Pattern.compile(
          "^(.*\\S)\\s*\\((\\d{4})(?:\\s?[-–]\\s?(?:\\d{4})?\\s?)?\\)(?:\\s*\\(T?V\\))?$");

  /**
   * I and O are articles in Italian and Portuguese titles, in brackets; elsewhere I is a person.
   */
  private static final Pattern ARTICLE =
      Pattern.compile(
          "(?<aka>a\\.k\\.a\\.\\s+)?(?<title>[^()]*[^()\\s])\\s*,\\s+(?<article>The|A|An|La|Le|Les|L'|Il|Lo|Gli|El|Los|Las|"
              + "Der|Die|Das|Den|Det|De|Un|Una|Une|[IO](?=\\s*\\)))(?=\\s*[()]|\\s*$)",
          Pattern.CASE_INSENSITIVE);

  private MovieLensFilm() {}

  static Item item(String id, String listed, List<String> genres) throws LineProblem {
    if (id.isEmpty() || listed.isBlank()) {
      throw new LineProblem(
          ImportError.Kind.MISSING, "the line has no " + (id.isEmpty() ? "id" : "title"));
    }
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    String title = listed.strip();
    Matcher year = YEAR.matcher(title);
    if (year.matches()) {
      title = year.group(1);
      attributes.put("year", new AttributeValue.Numeric(Integer.parseInt(year.group(2))));
    }
    List<String> named =
        genres.stream()
            .filter(genre -> !genre.isBlank() && !genre.equals(NO_GENRES))
            .distinct()
            .toList();
    if (!named.isEmpty()) {
      attributes.put("genres", new AttributeValue.Keywords(named));
    }
    return new Item(id, spoken(title), "", attributes);
  }

  /** {@code Harbour, The (Port, Le)} as one says it: {@code The Harbour (Le Port)}. */
  static String spoken(String title) {
    Matcher matcher = ARTICLE.matcher(title);
    StringBuilder spoken = new StringBuilder();
    while (matcher.find()) {
      String article = matcher.group("article");
      String link = article.endsWith("'") ? "" : " ";
      String aka = matcher.group("aka");
      String rest = matcher.group("title").stripLeading();
      matcher.appendReplacement(
          spoken, Matcher.quoteReplacement((aka == null ? "" : aka) + article + link + rest));
    }
    return matcher.appendTail(spoken).toString();
  }
}

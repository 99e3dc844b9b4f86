package dev.drago.store;

import dev.drago.catalog.AttributeType;
import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Items with every type of attribute, and texts that break what handles them carelessly. */
public final class OddItems {

  private static final List<String> PIECES =
      List.of(
          "plain",
          "it's",
          "\"quoted\"",
          "back\\slash",
          "line\nbreak",
          "tab\t",
          " ",
          "%_",
          "'; DROP TABLE item; --",
          "null",
          "true",
          "1994",
          "1994-03-01",
          "[]",
          "{\"a\":1}",
          "été",
          "e\u0301te\u0301",
          "中文",
          "שלום",
          "\u202Eabc",
          "👩‍🚀",
          "\uFEFF",
          "\u0001",
          "\u2028",
          "\uFFFF");

  public static final CatalogSchema SCHEMA =
      new CatalogSchema(
          new LinkedHashMap<>(
              Map.of(
                  "prose", AttributeType.TEXT,
                  "words", AttributeType.KEYWORD,
                  "measure", AttributeType.NUMBER,
                  "flag", AttributeType.BOOLEAN,
                  "day", AttributeType.DATE)));

  private OddItems() {}

  /** An item with nothing but a title. */
  public static Item plain(String id, String title) {
    return new Item(id, title, "", Map.of());
  }

  static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  public static Item item(String id, Random random) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    if (random.nextBoolean()) {
      attributes.put("prose", new AttributeValue.Text(text(random)));
    }
    if (random.nextBoolean()) {
      List<String> words = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        words.add(text(random));
      }
      attributes.put("words", new AttributeValue.Keywords(words.stream().distinct().toList()));
    }
    if (random.nextBoolean()) {
      attributes.put("measure", new AttributeValue.Numeric(measure(random)));
    }
    if (random.nextBoolean()) {
      attributes.put("flag", new AttributeValue.Flag(random.nextBoolean()));
    }
    if (random.nextBoolean()) {
      LocalDate day = LocalDate.ofEpochDay(random.nextInt(-700_000, 2_900_000));
      attributes.put("day", new AttributeValue.Date(day));
    }
    return new Item(id, "t" + text(random), random.nextBoolean() ? "" : text(random), attributes);
  }

  private static double measure(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt();
      case 1 -> -0.0;
      case 2 -> Double.MIN_VALUE;
      case 3 -> (1L << 53) * random.nextDouble(0.5, 2);
      default -> random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300));
    };
  }
}

package dev.drago.knowledge;

import dev.drago.document.Passage;
import dev.drago.document.Sentences;
import dev.drago.document.Sentences.Span;
import dev.drago.index.PassageWords;
import dev.drago.knowledge.Answer.Citation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What may be used of a passage: its sentences, less every paragraph in which one is an order, for
 * who wrote the order wrote what stands beside it.
 *
 * @param context title and headings, as far as they give no orders
 * @param sentences to quote and to support what is said
 * @param language in which its words are analysed
 */
record Excerpt(Citation citation, List<String> context, List<String> sentences, String language) {

  static Excerpt of(Citation citation) {
    Passage passage = citation.passage();
    List<String> context = new ArrayList<>();
    context.add(passage.title());
    passage.headings().stream().filter(h -> !context.contains(h)).forEach(context::add);
    context.removeIf(Orders::isOrder);
    List<String> sentences = new ArrayList<>();
    for (String paragraph : passage.text().split("\\R[ \\t]*(?:\\R[ \\t]*)+", -1)) {
      List<String> its =
          Sentences.of(paragraph, locale(passage)).stream()
              .map((Span span) -> oneLine(span.of(paragraph)))
              .toList();
      if (its.stream().noneMatch(Orders::isOrder)) {
        sentences.addAll(its);
      }
    }
    return new Excerpt(
        citation, context, sentences, PassageWords.language(passage.language(), passage.text()));
  }

  int n() {
    return citation.n();
  }

  private static Locale locale(Passage passage) {
    return passage.language().map(Locale::forLanguageTag).orElse(Locale.ROOT);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}

package dev.drago.knowledge;

import dev.drago.document.Passage;
import dev.drago.document.ReadableText;
import dev.drago.document.Sentences;
import dev.drago.document.Sentences.Span;
import dev.drago.index.PassageWords;
import dev.drago.knowledge.Answer.Citation;
import java.util.ArrayList;
import java.util.List;

/**
 * What may be used of a passage: its sentences, less every paragraph in which one is an order, for
 * who wrote the order wrote what stands beside it.
 *
 * @param context title and headings, as far as they give no orders: they say what the sentences are
 *     about, and of what is said they support the names alone
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
    for (String paragraph : ReadableText.BLANK_LINES.split(passage.text(), -1)) {
      List<String> its =
          Sentences.of(paragraph, passage.locale()).stream()
              .map((Span span) -> span.of(paragraph))
              .toList();
      if (its.stream().noneMatch(Orders::isOrder)) {
        its.forEach(sentence -> sentences.add(sentence.replaceAll("\\s+", " ")));
      }
    }
    return new Excerpt(
        citation, context, sentences, PassageWords.language(passage.language(), passage.text()));
  }

  int n() {
    return citation.n();
  }
}

package dev.drago.explain;

import dev.drago.catalog.AttributeValue;
import dev.drago.catalog.Item;
import dev.drago.explain.Evidence.OfAttribute;
import dev.drago.explain.Evidence.OfItem;
import dev.drago.explain.Evidence.OfPassage;
import dev.drago.explain.Evidence.OfPopularity;
import dev.drago.explain.Evidence.OfWish;
import dev.drago.explain.Evidence.Source;
import dev.drago.inference.ChatMessage;
import dev.drago.inference.Deadline;
import dev.drago.inference.Generated;
import dev.drago.inference.GenerationRequest;
import dev.drago.inference.Sampling;
import dev.drago.inference.TextGenerator;
import dev.drago.recommend.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Has the chat model say in words what was found; what it says is not to be trusted unchecked. */
final class ChatWording {

  private static final int MOST_TOKENS = 90;

  private final TextGenerator chat;
  private final Language language;

  ChatWording(TextGenerator chat, Language language) {
    this.chat = chat;
    this.language = language;
  }

  /** What the model says, on one line. */
  CompletableFuture<String> of(Explanation explanation, Deadline deadline) {
    List<ChatMessage> messages =
        List.of(
            ChatMessage.system(instructions()),
            ChatMessage.user(facts(explanation.item(), explanation.evidence())));
    GenerationRequest request =
        new GenerationRequest(
            messages, MOST_TOKENS, Sampling.GREEDY, List.of("\n"), Optional.empty(), deadline);
    return chat.generate(request).thenApply(Generated::text).thenApply(String::strip);
  }

  private String instructions() {
    return switch (language) {
      case EN ->
          """
          You explain in one short sentence why a title is recommended. Use only the facts given, \
          word for word. Put titles in “quotes”. Say "you chose", never "you liked" unless the \
          facts say so. No plot, no praise, no other titles or names.
          Example: Because you chose “Jaws”, you may enjoy “Duel”, which has the same director, \
          Steven Spielberg.""";
      case ES ->
          """
          Explicas en una sola frase corta por qué se recomienda un título. Usa solo los datos \
          dados, palabra por palabra. Pon los títulos entre «comillas». Di «elegiste», nunca «te \
          gustó» si los datos no lo dicen. Sin argumento, sin elogios, sin otros títulos ni nombres.
          Ejemplo: Porque elegiste «Jaws», te recomendamos «Duel», con la misma dirección, Steven \
          Spielberg.""";
    };
  }

  private static String facts(Item item, List<Evidence> evidence) {
    List<String> facts = new ArrayList<>();
    facts.add("Recommended: “%s”%s".formatted(item.title(), values(item)));
    for (Evidence one : evidence) {
      switch (one) {
        case OfItem other ->
            facts.add(
                "%s: “%s”%s"
                    .formatted(
                        said(other),
                        other.item().title(),
                        other.shared().isEmpty() ? "" : "; both have " + list(other.shared())));
        case OfWish wish ->
            facts.add(
                "It fits your wish"
                    + (wish.attributes().isEmpty() ? "" : ": " + list(wish.attributes()))
                    + (wish.words().isEmpty() ? "" : ": " + String.join(", ", wish.words())));
        case OfPopularity popularity -> facts.add("Many people chose it lately");
        case OfAttribute attribute -> {} // the items that have it say the same
        case OfPassage passage -> {} // text of a document is no instruction: it stays out of here
      }
    }
    return String.join("\n", facts);
  }

  /** What lifted nothing is not to be given as the cause. */
  private static String said(OfItem other) {
    if (!other.lifts()) {
      return "It is close to";
    }
    return other.source() == Source.LIKE ? "You like" : "You chose";
  }

  private static String values(Item item) {
    return item.attributes().entrySet().stream()
        .filter(e -> e.getValue() instanceof AttributeValue.Keywords)
        .map(
            e ->
                e.getKey()
                    + " "
                    + String.join(", ", ((AttributeValue.Keywords) e.getValue()).values()))
        .collect(Collectors.joining("; ", " (", ")"));
  }

  private static String list(List<Shared> shared) {
    return shared.stream()
        .map(s -> "%s %s".formatted(s.attribute(), s.value()))
        .collect(Collectors.joining(", "));
  }
}

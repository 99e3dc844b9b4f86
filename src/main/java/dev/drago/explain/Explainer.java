package dev.drago.explain;

import dev.drago.index.IndexView;
import dev.drago.index.ItemIndex;
import dev.drago.inference.CallerGoneException;
import dev.drago.inference.Deadline;
import dev.drago.inference.TextGenerator;
import dev.drago.recommend.Attribution;
import dev.drago.recommend.Attributor;
import dev.drago.recommend.InvalidRequestException;
import dev.drago.recommend.Language;
import dev.drago.recommend.RecommendationRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Says why: evidence first, words second.
 *
 * <p>Evidence is measured ({@link Attributor}) and chosen ({@link EvidenceSelection}); then a
 * template words it, or the chat model does where one is loaded and words are asked for. What the
 * model wrote counts only if {@link WordingCheck} finds nothing against it; else, and when the
 * model fails or is late, the template's words stand. Of many items the model words the first
 * {@value #MOST_WORDED}, and the template the rest: a long list would fill the model's queue, and
 * who reads it does not read on that far.
 */
public final class Explainer {

  private static final Logger LOG = System.getLogger("dev.drago.explain");

  /** In {@link Explanations#degraded} when the chat model was asked and gave no answer. */
  public static final String CHAT = "chat";

  /** Of how many items at once the chat model words the reasons. */
  public static final int MOST_WORDED = 20;

  private final Attributor attributor;
  private final ItemIndex index;
  private final Optional<Passages> passages;
  private final Optional<TextGenerator> chat;
  private final CatalogueWords.Live words = new CatalogueWords.Live();
  private final WordingCounts counts = new WordingCounts();

  /**
   * @param passages documents about items
   * @param chat the model that words reasons; without one a template does
   */
  public Explainer(
      Attributor attributor,
      ItemIndex index,
      Optional<Passages> passages,
      Optional<TextGenerator> chat) {
    this.attributor = attributor;
    this.index = index;
    this.passages = passages;
    this.chat = chat;
  }

  /**
   * Why this item for this person.
   *
   * @throws InvalidRequestException when the request names what does not exist, the item included
   */
  public Explanation explain(ExplanationRequest request) {
    return explanations(request).items().getFirst();
  }

  /** The same with the version of the catalogue and what was left out. */
  public Explanations explanations(ExplanationRequest request) {
    Explanations found =
        explain(request.asked(), List.of(request.itemId()), request.detail(), request.language());
    if (found.items().isEmpty()) {
      throw new InvalidRequestException(
          "/itemId", "no item has the id '%s'".formatted(request.itemId()));
    }
    return found;
  }

  /**
   * Why each of some items for this person: all of them measured at once.
   *
   * @param asked whose history, likes and wish count, and how the items were ranked
   * @param itemIds one that does not exist, or no longer, is passed over
   * @throws InvalidRequestException when the request names what does not exist
   */
  public Explanations explain(
      RecommendationRequest asked, List<String> itemIds, Detail detail, Language language) {
    Deadline deadline = Deadline.in(asked.timeout());
    Attribution attribution = attributor.of(asked, itemIds);
    CatalogueWords catalogue = words.of(attribution.catalog());
    TemplateWording template = new TemplateWording(language);
    List<Explanation> explanations = new ArrayList<>(itemIds.size());
    try (IndexView view = index.view()) {
      EvidenceSelection selection = new EvidenceSelection(attribution, catalogue, view, passages);
      for (Attribution.OfItem measured : attribution.items()) {
        List<Evidence> evidence = selection.of(measured);
        explanations.add(
            new Explanation(
                attribution.catalog().item(measured.ordinal()),
                measured.score(),
                measured.shares(),
                evidence,
                template.of(evidence),
                WordedBy.TEMPLATE,
                attribution.notExamined()));
      }
    }
    List<String> degraded = new ArrayList<>(attribution.degraded());
    if (detail == Detail.TEXT) {
      explanations = word(explanations, catalogue, language, deadline, degraded);
    }
    return new Explanations(explanations, attribution.catalog().version(), degraded);
  }

  /** How the words came about so far. */
  public WordingCounts.Snapshot wordings() {
    return counts.snapshot();
  }

  private List<Explanation> word(
      List<Explanation> explanations,
      CatalogueWords catalogue,
      Language language,
      Deadline deadline,
      List<String> degraded) {
    List<CompletableFuture<String>> asked =
        chat.map(model -> new ChatWording(model, language))
            .map(
                wording ->
                    explanations.stream()
                        .limit(MOST_WORDED)
                        .map(e -> ask(wording, e, deadline))
                        .toList())
            .orElse(List.of());
    WordingCheck check = new WordingCheck(language, catalogue);
    List<Explanation> worded = new ArrayList<>(explanations.size());
    boolean failed = false;
    for (int i = 0; i < explanations.size(); i++) {
      Explanation explanation = explanations.get(i);
      boolean wasAsked = i < asked.size();
      Optional<String> said = wasAsked ? await(asked.get(i), deadline) : Optional.empty();
      failed |= wasAsked && said.isEmpty();
      Optional<String> objection =
          said.flatMap(text -> check.objection(text, explanation.item(), explanation.evidence()));
      if (said.isPresent() && objection.isEmpty()) {
        counts.chat();
        worded.add(explanation.worded(said.get(), WordedBy.CHAT));
      } else {
        objection.ifPresent(
            what -> {
              counts.rejected();
              LOG.log(Level.DEBUG, "the chat model''s words were dropped: it {0}", what);
            });
        counts.template();
        worded.add(explanation);
      }
    }
    if (failed) {
      degraded.add(CHAT);
    }
    return worded;
  }

  private static CompletableFuture<String> ask(
      ChatWording wording, Explanation explanation, Deadline deadline) {
    try {
      return wording.of(explanation, deadline);
    } catch (RuntimeException e) { // overloaded, or the facts are too long: words by template
      return CompletableFuture.failedFuture(e);
    }
  }

  private Optional<String> await(CompletableFuture<String> text, Deadline deadline) {
    try {
      return Optional.of(deadline.await(text));
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      if (CallerGoneException.isCauseOf(e)) {
        throw new CallerGoneException(); // nobody reads the template's words either
      }
      LOG.log(Level.DEBUG, "the chat model gave no words", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    text.cancel(false);
    counts.failed();
    return Optional.empty();
  }
}

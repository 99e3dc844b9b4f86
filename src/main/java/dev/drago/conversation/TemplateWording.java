package dev.drago.conversation;

import dev.drago.conversation.Reply.Labelled;
import dev.drago.conversation.Reply.Replacement;
import dev.drago.recommend.Language;
import dev.drago.recommend.Recommendation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Words by template: short, and nothing that is not in the reply. Says what was understood, so that
 * a misunderstanding is seen, then what is shown.
 */
public final class TemplateWording implements Wording {

  private static final int NAMED = 3;

  @Override
  public void write(Reply reply, Consumer<String> pieces) {
    List<String> sentences = sentences(reply);
    for (int i = 0; i < sentences.size(); i++) {
      pieces.accept(i == 0 ? sentences.get(i) : " " + sentences.get(i));
    }
  }

  private static List<String> sentences(Reply reply) {
    boolean es = reply.session().language() == Language.ES;
    List<String> said = new ArrayList<>();
    Step step = reply.step();
    for (int position : step.unresolved()) {
      said.add(noSuchPosition(position, reply.step().session().shown().isEmpty(), es));
    }
    switch (step.act()) {
      case WHY -> {
        if (reply.about().isPresent()) {
          said.add(why(reply.about().get(), reply.reason().orElse(""), es));
        }
        return said;
      }
      case UNDO -> said.add(undone(reply, es));
      case START_OVER -> said.add(es ? "Empezamos de nuevo." : "We start over.");
      case REFINE -> understood(reply, es, said);
      case MORE -> {}
    }
    reply.ranking().ifPresent(ranking -> shown(reply, ranking, es, said));
    return said;
  }

  private static void understood(Reply reply, boolean es, List<String> said) {
    Step step = reply.step();
    List<String> added = step.added().stream().map(s -> label(reply.statements(), s)).toList();
    if (!added.isEmpty()) {
      said.add((es ? "Entendido: " : "Understood: ") + String.join(", ", added) + ".");
    }
    for (Replacement r : reply.replaced()) {
      said.add(
          (es ? "«%s» sustituye a «%s»." : "“%s” takes the place of “%s”.")
              .formatted(r.by().label(), r.old().label()));
    }
    if (!reply.removed().isEmpty()) {
      String gone = String.join(", ", reply.removed().stream().map(Labelled::label).toList());
      said.add((es ? "Quitado: " : "Taken back: ") + gone + ".");
    }
    if (!step.changed() && step.unresolved().isEmpty()) {
      said.add(
          es
              ? "No he entendido nada nuevo: un título, un género, unos años o un ambiente ayudan."
              : "I understood nothing new: a title, a genre, years or a mood would help.");
    }
  }

  private static String undone(Reply reply, boolean es) {
    if (!reply.step().changed()) {
      return es ? "No hay nada que deshacer." : "There is nothing to take back.";
    }
    List<String> standing = reply.statements().stream().map(Labelled::label).toList();
    if (standing.isEmpty()) {
      return es ? "Deshecho. No queda nada pedido." : "Taken back. Nothing is asked for now.";
    }
    return (es ? "Deshecho. Queda: " : "Taken back. There is: ")
        + String.join(", ", standing)
        + ".";
  }

  private static void shown(Reply reply, Recommendation ranking, boolean es, List<String> said) {
    int n = ranking.items().size();
    if (n == 0) {
      boolean end = reply.step().act() == Act.MORE && !reply.session().passed().isEmpty();
      said.add(
          end
              ? (es ? "No hay más que cumpla todo." : "There is no more that fits all of it.")
              : (es ? "Nada cumple todo." : "Nothing fits all of it."));
      reply.relaxations().stream().limit(1).forEach(relaxation -> said.add(relaxation.text()));
      return;
    }
    List<String> titles =
        ranking.items().stream().limit(NAMED).map(ranked -> ranked.item().title()).toList();
    if (reply.step().act() == Act.MORE) {
      said.add((es ? "Siguen: " : "Next: ") + joined(titles, n, es));
    } else {
      said.add((es ? "Lo primero: " : "At the top: ") + joined(titles, n, es));
    }
  }

  private static String joined(List<String> titles, int of, boolean es) {
    String names = String.join(", ", titles);
    return of > titles.size()
        ? names + (es ? " y %d más." : " and %d more.").formatted(of - titles.size())
        : names + ".";
  }

  private static String why(String title, String reason, boolean es) {
    if (!reason.isBlank()) {
      return reason;
    }
    return es
        ? "De «%s» solo sé que quedó arriba en la clasificación.".formatted(title)
        : "Of “%s” I only know that it ranked high.".formatted(title);
  }

  private static String noSuchPosition(int position, boolean nothingShown, boolean es) {
    if (nothingShown) {
      return es ? "Aún no se ha mostrado nada." : "Nothing has been shown yet.";
    }
    return position < 0
        ? (es ? "La lista no tiene tantos." : "The list does not have so many.")
        : (es ? "La lista no tiene un número %d." : "The list has no number %d.")
            .formatted(position);
  }

  private static String label(List<Labelled> statements, Said said) {
    return statements.stream()
        .filter(l -> l.said().id() == said.id())
        .map(Labelled::label)
        .findFirst()
        .orElse("");
  }
}

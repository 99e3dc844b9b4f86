package dev.drago.catalog.source;

import dev.drago.interaction.Interaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A MovieLens folder with {@code ::} between the fields, as the 1M and 10M sets have it: {@code
 * movies.dat} and {@code ratings.dat}. Instead of the ratings there may be {@code sequences.tsv}: a
 * user, a tab, film ids with spaces between, oldest first; these become interactions without value
 * and time, in that order. {@code users.dat} is not read: Drago keeps no attributes of users.
 */
public record MovieLens1M(Path folder) implements ImportSource {

  static final String MOVIES = "movies.dat";
  private static final String RATINGS = "ratings.dat";
  private static final String SEQUENCES = "sequences.tsv";

  @Override
  public String description() {
    return "a MovieLens 1M folder"
        + (has(RATINGS) ? "" : has(SEQUENCES) ? " with sequences" : " without ratings");
  }

  private boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  @Override
  public List<Path> files() {
    return Stream.of(MOVIES, has(RATINGS) ? RATINGS : SEQUENCES)
        .map(folder::resolve)
        .filter(Files::exists)
        .toList();
  }

  @Override
  public ImportReport read(ImportSink sink, LongConsumer bytesRead) throws IOException {
    ImportRun run = new ImportRun(sink, bytesRead);
    run.schema(MovieLensFilm.SCHEMA);
    run.lines(
        folder.resolve(MOVIES),
        Decoding.UTF_8_OR_LATIN_1,
        line -> {
          List<String> fields = Fields.split(line.text(), "::", 3);
          List<String> genres = Fields.split(fields.get(2), "|");
          return run.unique(
              MovieLensFilm.item(fields.get(0).strip(), fields.get(1), genres), line.number());
        },
        run::item);
    if (has(RATINGS)) {
      run.lines(
          folder.resolve(RATINGS),
          Decoding.UTF_8,
          line -> rating(Fields.split(line.text(), "::", 4)),
          run::interaction);
    } else if (has(SEQUENCES)) {
      run.lines(
          folder.resolve(SEQUENCES),
          Decoding.UTF_8,
          line -> sequence(line),
          sequence -> sequence.forEach(run::interaction));
    }
    return run.report();
  }

  /** User, film, stars, seconds: the four fields that the ratings of all MovieLens sets have. */
  static Interaction rating(List<String> fields) throws LineProblem {
    return new InteractionFields(
            fields.get(0).strip(),
            fields.get(1).strip(),
            InteractionFields.RATING,
            fields.get(2).strip(),
            fields.get(3).strip(),
            "")
        .interaction();
  }

  /** All of a line or none of it: a history with a hole would be a different history. */
  private static List<Interaction> sequence(LineReader.Line line) throws LineProblem {
    List<String> fields = Fields.split(line.text(), "\t", 2);
    List<Interaction> sequence = new ArrayList<>();
    if (line.number() == 1 && fields.getFirst().equals("user_id")) {
      return sequence;
    }
    for (String film : Fields.split(fields.get(1), " ")) {
      if (!film.isEmpty()) {
        sequence.add(
            new InteractionFields(fields.getFirst().strip(), film, "", "", "", "").interaction());
      }
    }
    return sequence;
  }
}

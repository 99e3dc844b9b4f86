package dev.drago.catalog.source;

import dev.drago.catalog.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A MovieLens 100K folder: {@code u.item} with {@code |} between the fields, the last of them one
 * flag a genre; {@code u.genre} with the genres' names; {@code u.data} with the ratings, if there.
 */
public record MovieLens100K(Path folder) implements ImportSource {

  static final String FILMS = "u.item";
  static final String GENRES = "u.genre";
  private static final String RATINGS = "u.data";

  /** Id, title, two dates and an address come before the genres' flags. */
  private static final int FIRST_FLAG = 5;

  @Override
  public String description() {
    return "a MovieLens 100K folder" + (hasRatings() ? "" : " without ratings");
  }

  private boolean hasRatings() {
    return Files.exists(folder.resolve(RATINGS));
  }

  @Override
  public List<Path> files() {
    return Stream.of(FILMS, GENRES, RATINGS).map(folder::resolve).filter(Files::exists).toList();
  }

  @Override
  public ImportReport read(ImportSink sink, LongConsumer bytesRead) throws IOException {
    ImportRun run = new ImportRun(sink, bytesRead);
    run.schema(MovieLensFilm.SCHEMA);
    List<String> genres = new ArrayList<>();
    run.lines(
        folder.resolve(GENRES),
        Decoding.UTF_8_OR_LATIN_1,
        line -> {
          List<String> fields = Fields.split(line.text(), "|", 2);
          if (!fields.get(1).strip().equals(String.valueOf(genres.size()))) {
            throw new LineProblem(
                ImportError.Kind.VALUE, "the genre's number is not " + genres.size());
          }
          return fields.getFirst();
        },
        genres::add);
    run.lines(
        folder.resolve(FILMS),
        Decoding.UTF_8_OR_LATIN_1,
        line -> run.unique(film(line.text(), genres), line.number()),
        run::item);
    if (hasRatings()) {
      run.lines(
          folder.resolve(RATINGS),
          Decoding.UTF_8,
          line -> MovieLens1M.rating(Fields.split(line.text(), "\t", 4)),
          run::interaction);
    }
    return run.report();
  }

  private static Item film(String line, List<String> genres) throws LineProblem {
    List<String> fields = Fields.split(line, "|", FIRST_FLAG + genres.size());
    List<String> flagged = new ArrayList<>();
    for (int i = 0; i < genres.size(); i++) {
      if (fields.get(FIRST_FLAG + i).strip().equals("1")) {
        flagged.add(genres.get(i));
      }
    }
    return MovieLensFilm.item(fields.get(0).strip(), fields.get(1), flagged);
  }
}

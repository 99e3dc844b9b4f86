package dev.drago.catalog.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A MovieLens folder of CSV files, as the 20M, 25M, 32M and "latest" sets have it: {@code
 * movies.csv} and, if there, {@code ratings.csv}. Tags, links and genome files are not read.
 */
public record MovieLensLatest(Path folder) implements ImportSource {

  static final String MOVIES = "movies.csv";
  static final List<String> MOVIES_HEADER = List.of("movieId", "title", "genres");
  private static final String RATINGS = "ratings.csv";

  @Override
  public String description() {
    return "a MovieLens folder of CSV files" + (hasRatings() ? "" : " without ratings");
  }

  private boolean hasRatings() {
    return Files.exists(folder.resolve(RATINGS));
  }

  @Override
  public List<Path> files() {
    return Stream.of(MOVIES, RATINGS).map(folder::resolve).filter(Files::exists).toList();
  }

  @Override
  public ImportReport read(ImportSink sink, LongConsumer bytesRead) throws IOException {
    ImportRun run = new ImportRun(sink, bytesRead);
    run.schema(MovieLensFilm.SCHEMA);
    run.table(
        folder.resolve(MOVIES),
        header -> {
          if (!header.equals(MOVIES_HEADER)) {
            throw Columns.header("the header is not movieId, title, genres");
          }
          return row -> {
            List<String> fields = row.fields();
            List<String> genres = Fields.split(fields.get(2), "|");
            return run.unique(
                MovieLensFilm.item(fields.get(0).strip(), fields.get(1), genres),
                row.line().number());
          };
        },
        run::item);
    if (hasRatings()) {
      new CsvInteractions(folder.resolve(RATINGS), ColumnMapping.standard()).readInto(run);
    }
    return run.report();
  }
}

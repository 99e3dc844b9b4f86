package dev.drago.catalog.source;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.interaction.Interaction;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sink that remembers everything. */
final class Recording implements ImportSink {

  final List<CatalogSchema> schemas = new ArrayList<>();
  final List<Item> items = new ArrayList<>();
  final List<Interaction> interactions = new ArrayList<>();
  final List<ImportError> errors = new ArrayList<>();

  static Recording of(ImportSource source) throws IOException {
    Recording recording = new Recording();
    source.read(recording);
    return recording;
  }

  static Path write(Path folder, String name, String content) throws IOException {
    return write(folder, name, content, StandardCharsets.UTF_8);
  }

  static Path write(Path folder, String name, String content, Charset charset) throws IOException {
    return Files.write(folder.resolve(name), content.getBytes(charset));
  }

  List<String> ids() {
    return items.stream().map(Item::id).toList();
  }

  List<String> titles() {
    return items.stream().map(Item::title).toList();
  }

  /** User, item pairs such as {@code u1>7}. */
  List<String> pairs() {
    return interactions.stream().map(i -> i.userId() + ">" + i.itemId()).toList();
  }

  /** Errors as {@code line KIND}. */
  List<String> faults() {
    return errors.stream().map(e -> e.line() + " " + e.kind()).toList();
  }

  @Override
  public void schema(CatalogSchema schema) {
    schemas.add(schema);
  }

  @Override
  public void item(Item item) {
    items.add(item);
  }

  @Override
  public void interaction(Interaction interaction) {
    interactions.add(interaction);
  }

  @Override
  public void error(ImportError error) {
    errors.add(error);
  }
}

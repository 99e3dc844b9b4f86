package dev.drago.cli;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code drago demo}: a catalogue of well-known films, ready to try. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Loads the demo catalogue into --data (default: data/demo) and serves it.")
final class DemoCommand implements Runnable {

  private static final String CATALOGUE = "/demo/catalogue.jsonl";

  @Mixin InstanceOptions instance = new InstanceOptions();
  @Mixin ListenOptions listen = new ListenOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    if (!spec.commandLine().getParseResult().hasMatchedOption("--data")) {
      instance.data = instance.data.resolve("demo");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Instance opened = Instance.open(instance)) {
      load(opened);
      IndexProgress.catchUp(opened.catalog(), out);
    }
    ServeCommand.serve(
        instance, listen, out, opened -> Optional.empty(), address -> invite(out, address));
  }

  /** Stores the demo catalogue, without indexing it. */
  static void load(Instance opened) {
    CatalogSchema schema = opened.catalog().schema();
    List<Item> items = items(schema);
    for (Item item : items) {
      schema = schema.merge(schema.addedBy(item));
    }
    opened.catalog().store(items, schema);
  }

  /** The films in the jar, read with a schema that grows with them. */
  static List<Item> items(CatalogSchema schema) {
    List<Item> items = new ArrayList<>();
    try (InputStream in = DemoCommand.class.getResourceAsStream(CATALOGUE)) {
      if (in == null) {
        throw new IllegalStateException(CATALOGUE + " is missing from the jar");
      }
      CatalogSchema known = schema;
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        Item item = ItemJson.parse(line, known);
        known = known.merge(known.addedBy(item));
        items.add(item);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return items;
  }

  private static void invite(PrintWriter out, String address) {
    out.printf(
        """

        Try:
          curl -s %1$s/v1/recommendations -H 'Content-Type: application/json' -d '{"history":["alien-1979","blade-runner-1982","the-matrix-1999"]}'
          curl -s %1$s/v1/recommendations -H 'Content-Type: application/json' -d '{"text":"a heist that goes wrong in Los Angeles"}'
          curl -s '%1$s/v1/search?q=toys+that+come+alive&count=3'
        %n""",
        address);
    out.flush();
  }
}

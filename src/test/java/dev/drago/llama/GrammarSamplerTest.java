package dev.drago.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model of random weights writes what a grammar wants, whatever the sampler. */
class GrammarSamplerTest {

  private static final SamplerOptions WARM = new SamplerOptions(1.2f, 40, 0.95f, 0, 1.1f, 64, 5);

  @TempDir static Path directory;

  private static LlamaLibrary library;
  private static Path file;

  @BeforeAll
  static void write() {
    library = LlamaLibrary.open(Optional.empty(), directory);
    file = ByteModel.write(directory.resolve("bytes.gguf"), 11);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root ::= \"{\\\"year\\\": \" [0-9]{4} \", \\\"title\\\": \\\"\" [a-zé ]{1,12} \"\\\"}\"",
        "root ::= (\"yes\" | \"no\"){3}",
        "root ::= \"€\"{3} [é]",
      })
  void whatIsWrittenFollowsTheGrammar(String gbnf) {
    Grammar grammar = Grammar.parse(gbnf);
    for (SamplerOptions options : List.of(SamplerOptions.GREEDY, WARM)) {
      try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
          LlamaContext context = model.newContext(ContextOptions.logits(128, 1, 1));
          Sampler sampler = new Sampler(model, options, Optional.of(grammar))) {
        String first = write(model, context, sampler);
        assertThat(grammar.matches(first)).as(first).isTrue();
        sampler.reset();
        assertThat(write(model, context, sampler)).isEqualTo(first);
      }
    }
  }

  @Test
  void whatTheGrammarAllowsAnywayIsChosenAsWithoutIt() {
    Grammar anything = Grammar.parse("root ::= .*");
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
        LlamaContext context = model.newContext(ContextOptions.logits(128, 1, 1));
        Sampler free = new Sampler(model, SamplerOptions.GREEDY, Optional.empty());
        Sampler bound = new Sampler(model, SamplerOptions.GREEDY, Optional.of(anything))) {
      for (int token = TinyModels.FIRST_ITEM + '!'; token < TinyModels.FIRST_ITEM + '~'; token++) {
        context.clear();
        context.decode(new Batch(1).add(token, 0, 0, true));
        int choice = free.sample(context, 0);
        if (model.vocabulary().piece(choice, false).length > 0
            && model.vocabulary().piece(choice, false)[0] > 0) {
          bound.reset();
          assertThat(bound.sample(context, 0)).isEqualTo(choice);
        }
      }
    }
  }

  @Test
  void aTokenThatDoesNotFitIsRefusedAndEndsNothing() {
    Grammar grammar = Grammar.parse("root ::= \"ab\"");
    try (LlamaModel model = LlamaModel.load(library, file, ModelOptions.DEFAULT);
        Sampler sampler = new Sampler(model, SamplerOptions.GREEDY, Optional.of(grammar))) {
      int[] ab = model.vocabulary().tokenize("ab", false, false);
      assertThatThrownBy(() -> sampler.accept(ByteModel.EOS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("<eos>");
      assertThatThrownBy(() -> sampler.accept(TinyModels.BOS))
          .isInstanceOf(IllegalArgumentException.class);
      for (int token : ab) {
        assertThat(sampler.mustEnd()).isFalse();
        sampler.accept(token);
      }
      assertThat(sampler.mustEnd()).isTrue();
      sampler.accept(ByteModel.EOS);
    }
  }

  private static String write(LlamaModel model, LlamaContext context, Sampler sampler) {
    context.clear();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Batch batch = new Batch(1);
    int token = TinyModels.BOS;
    for (int i = 0; i < 100; i++) {
      context.decode(batch.clear().add(token, i, 0, true));
      token = sampler.sample(context, 0);
      if (model.vocabulary().isEndOfGeneration(token)) {
        break;
      }
      text.writeBytes(model.vocabulary().piece(token, false));
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}

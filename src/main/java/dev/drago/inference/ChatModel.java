package dev.drago.inference;

import dev.drago.llama.ChatTemplate;
import dev.drago.llama.ContextOptions;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A language model one can talk with: Qwen 2.5 Instruct and its relatives.
 *
 * <p>It writes, it names items of a catalogue ({@link #nameItems}), and it says how likely a text
 * is ({@link #logProbabilities}); all of that for many callers at once in one {@link
 * ContinuousBatch}. Text from outside never becomes a control token.
 */
public final class ChatModel implements TextGenerator, AutoCloseable {

  /**
   * How to run the model.
   *
   * @param contextTokens what a conversation and its answer may have together
   * @param cells tokens of all conversations, beams and kept prefixes together
   * @param threads of one decode
   * @param queue how many requests may wait
   */
  public record Options(int contextTokens, int cells, int threads, int queue) {
    public Options {
      if (contextTokens < 16 || cells < contextTokens) {
        throw new IllegalArgumentException(
            "a context of %d tokens in a cache of %d: at least 16, and no more than the cache"
                .formatted(contextTokens, cells));
      }
    }
  }

  /**
   * What the model does and has done.
   *
   * @param active tasks in the batch now
   * @param waiting tasks in the queue now
   * @param promptTokens tokens of all prompts so far
   * @param cachedTokens how many of them were in the cache
   * @param decodes how many batches were decoded
   * @param decodedTokens how many tokens they had together
   * @param writtenTokens how many of them the model had written, those of beams included
   */
  public record Use(
      int active,
      int waiting,
      long promptTokens,
      long cachedTokens,
      long decodes,
      long decodedTokens,
      long writtenTokens) {}

  /** More beams than this make a step slower than what they find is worth. */
  public static final int MAX_BEAMS = 16;

  /**
   * Conversations, kept prefixes and, for each of three searches, two generations of beams. A
   * sequence costs next to nothing by itself.
   */
  private static final int SEQUENCES = 128;

  /**
   * Tokens of a decode. More are hardly faster, and llama.cpp sets aside logits for all of them.
   */
  private static final int BATCH = 128;

  private static final String TOOL_ANSWER = "<tool_response>\n%s\n</tool_response>";

  private final LlamaModel model;
  private final Vocabulary vocabulary;
  private final String id;
  private final ChatTemplate template;
  private final ItemTokens items;
  private final Function<String, Optional<String>> names;
  private final int contextTokens;
  private final int cells;
  private final Meter meter = new Meter();
  private final ModelThreads<DecodeTask<?>> threads;

  /**
   * Starts the model's thread. The model is closed with this.
   *
   * @param id as the manifest has it
   * @param titles the title of an item by its id, for models that have item tokens
   * @throws dev.drago.llama.InvalidModelException when it has no chat template that is known, or
   *     lost tokens of items
   */
  public ChatModel(
      LlamaModel model, String id, Options options, Function<String, Optional<String>> titles) {
    this.model = model;
    this.vocabulary = model.vocabulary();
    this.id = id;
    this.template = ChatTemplate.of(model);
    this.items = ItemTokens.of(model);
    this.names = token -> ItemTokens.itemId(token).flatMap(titles);
    this.contextTokens = Math.min(options.contextTokens(), model.trainedContext());
    this.cells = options.cells();
    this.threads =
        new ModelThreads<>(
            "chat",
            1,
            options.queue(),
            1,
            thread ->
                new ContinuousBatch(
                    model.newContext(
                        ContextOptions.logits(cells, SEQUENCES, options.threads())
                            .withBatch(Math.min(BATCH, cells), Math.min(BATCH, cells))),
                    meter));
  }

  @Override
  public String model() {
    return id;
  }

  /** How many of its layers are on a GPU. */
  public int gpuLayers() {
    return model.gpuLayers();
  }

  @Override
  public int contextTokens() {
    return contextTokens;
  }

  @Override
  public int count(List<ChatMessage> messages) {
    return promptTokens(messages).length;
  }

  public Use use() {
    return meter.use(threads.waiting());
  }

  /** The queue of its thread. */
  public QueueUse queue() {
    return threads.use();
  }

  @Override
  public CompletableFuture<Generated> generate(GenerationRequest request, Consumer<String> pieces) {
    int[] prompt = requireRoom(promptTokens(request.messages()), 1);
    int most = Math.min(request.maxTokens(), contextTokens - prompt.length);
    return submit(new Writing(model, prompt, request, most, names, pieces));
  }

  /** An answer's tokens and the one that ends it: the path of an item's title in a trie. */
  public int[] answerPath(String text) {
    int[] tokens = vocabulary.tokenize(text, false, false);
    int[] path = Arrays.copyOf(tokens, tokens.length + 1);
    path[tokens.length] = vocabulary.eos().orElseThrow();
    return path;
  }

  /**
   * The items the model is most likely to name in answer to a conversation, best first: at most
   * {@code wanted}, and no more than the beams find.
   *
   * @param trie of {@link #answerPath answer paths}
   * @param allowed the items that may be named
   * @param beams how many beginnings are followed at once, 1 to {@link #MAX_BEAMS}
   * @throws PromptTooLongException when the conversation leaves no room for a title
   */
  public CompletableFuture<List<NamedItem>> nameItems(
      List<ChatMessage> messages,
      ItemTrie trie,
      BitSet allowed,
      int beams,
      int wanted,
      Deadline deadline) {
    if (beams < 1 || beams > MAX_BEAMS || wanted < 1) {
      throw new IllegalArgumentException(
          "%d beams for %d items: 1 to %d beams for at least one"
              .formatted(beams, wanted, MAX_BEAMS));
    }
    int[] prompt = requireRoom(promptTokens(messages), trie.depth());
    // Fewer beams rather than none, where titles are long and the cache is small.
    int room = (cells - prompt.length) / Math.max(1, 2 * trie.depth());
    int width = Math.clamp(room, 1, beams);
    return submit(new TitleBeam(prompt, trie, allowed, width, wanted, deadline));
  }

  /**
   * How likely the model is to answer a conversation with each of these texts or beginnings: the
   * natural logarithm of the probability of all the tokens of a path.
   *
   * @param paths tokens, such as {@link #answerPath}; none empty
   */
  public CompletableFuture<double[]> logProbabilities(
      List<ChatMessage> messages, List<int[]> paths, Deadline deadline) {
    int longest = paths.stream().mapToInt(path -> path.length).max().orElse(1);
    if (longest > BATCH || paths.stream().anyMatch(path -> path.length == 0)) {
      throw new IllegalArgumentException(
          "a path must have 1 to %d tokens, not %d".formatted(BATCH, longest));
    }
    int[] prompt = requireRoom(promptTokens(messages), longest);
    return submit(new Continuations(prompt, paths, deadline));
  }

  /**
   * The natural logarithm of the probability of every token of the vocabulary to begin the answer
   * to a conversation.
   *
   * @throws PromptTooLongException when the conversation leaves no room for an answer
   */
  public CompletableFuture<float[]> nextToken(List<ChatMessage> messages, Deadline deadline) {
    return submit(new NextToken(requireRoom(promptTokens(messages), 1), deadline));
  }

  /** The items that have a token of their own: none unless it was trained on a catalogue. */
  public ItemTokens items() {
    return items;
  }

  /** The token as the vocabulary writes it. */
  public String tokenText(int token) {
    return vocabulary.text(token);
  }

  /** The tokens of a text as the model would begin an answer with it. */
  public int[] tokens(String text) {
    return vocabulary.tokenize(text, false, false);
  }

  private <T> CompletableFuture<T> submit(DecodeTask<T> task) {
    if (task.cells() > cells) {
      throw new PromptTooLongException(task.cells(), cells);
    }
    threads.submit(task);
    return task.result();
  }

  private int[] requireRoom(int[] prompt, int answer) {
    if (prompt.length + answer > contextTokens) {
      throw new PromptTooLongException(prompt.length, contextTokens);
    }
    return prompt;
  }

  /**
   * A conversation as the model reads it, up to where its answer begins. The template's words may
   * be control tokens, a message's never are.
   */
  public int[] promptTokens(List<ChatMessage> messages) {
    List<ChatTemplate.Message> written = new ArrayList<>(messages.size());
    for (ChatMessage message : messages) {
      written.add(
          switch (message.role()) {
            case SYSTEM -> new ChatTemplate.Message("system", message.content());
            case USER -> new ChatTemplate.Message("user", message.content());
            case ASSISTANT -> new ChatTemplate.Message("assistant", message.content());
            // As Qwen 2.5 was trained to read it; other models know no better.
            case TOOL -> new ChatTemplate.Message("user", TOOL_ANSWER.formatted(message.content()));
          });
    }
    IntStream.Builder tokens = IntStream.builder();
    int[] start = vocabulary.tokenize("", true, false);
    boolean first = true;
    for (ChatTemplate.Part part : template.apply(written, true)) {
      int[] next = vocabulary.tokenize(part.text(), false, !part.message());
      if (first && start.length > 0 && (next.length == 0 || next[0] != start[0])) {
        tokens.add(start[0]);
      }
      first = false;
      IntStream.of(next).forEach(tokens::add);
    }
    return tokens.build().toArray();
  }

  /** Gives up what is running, ends the thread and frees the model. */
  @Override
  public void close() {
    threads.close();
    model.close();
  }
}

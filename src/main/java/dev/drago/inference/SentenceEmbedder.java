package dev.drago.inference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.drago.llama.Batch;
import dev.drago.llama.ContextOptions;
import dev.drago.llama.DecodeCancelledException;
import dev.drago.llama.Gguf;
import dev.drago.llama.LlamaContext;
import dev.drago.llama.LlamaModel;
import dev.drago.llama.Pooling;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Texts to vectors of unit length, so that a dot product is a cosine.
 *
 * <p>A sentence encoder (BERT architecture: E5, BGE) pools as its file says; a Qwen embedder takes
 * the last token. Questions and passages get the prefixes the model was trained with, which the
 * file names as {@code drago.embedder.query_prefix} and {@code …passage_prefix}. A text longer than
 * the model reads is cut.
 */
public final class SentenceEmbedder implements AutoCloseable {

  /** What a text is to the embedder. */
  public enum Kind {
    QUERY,
    PASSAGE
  }

  private static final String MODEL = "embedder";
  private static final int MAX_TOKENS = 512;

  /** What is never tokenized: all tokens that are read come from far less. */
  private static final int MAX_CHARACTERS = 100_000;

  private static final int QUERY_CACHE = 10_000;
  private static final int IN_FLIGHT = 16;
  private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

  /** Short and long, of many domains, with nothing in common but that they ask. */
  private static final List<String> QUESTIONS =
      List.of(
          "something good",
          "music for a quiet evening",
          "a book about the history of science",
          "shoes for running in the rain",
          "a story that makes me laugh",
          "what to cook with aubergines",
          "a game for two players",
          "a journey to the sea",
          "learn to paint with watercolours",
          "a love that cannot be",
          "war and its consequences",
          "a lamp for the bedroom",
          "the newest phone with a good camera",
          "a murder in a small town",
          "a gift for my grandmother",
          "how children learn to read",
          "fast cars and narrow streets",
          "an old house with a secret",
          "a comedy with friends",
          "coffee from Ethiopia",
          "animals of the forest",
          "money, power and betrayal",
          "a winter jacket",
          "the future of mankind");

  private static final class Embedding extends Job<float[]> {
    final int[] tokens;

    Embedding(int[] tokens, Deadline deadline) {
      super(deadline);
      this.tokens = tokens;
    }
  }

  private final List<LlamaModel> models;
  private final LlamaModel model;
  private final Pooling pooling;
  private final boolean uncased;
  private final Set<String> languages;
  private final String queryPrefix;
  private final String passagePrefix;
  private final int maxTokens;
  private final Cache<String, float[]> queries;
  private final ModelThreads<Embedding> threads;
  private final CompletableFuture<float[]> centre;

  /**
   * Starts the model's threads. The embedder closes the models with itself.
   *
   * @param models the same model once or several times, as for {@link SequenceRanker}
   */
  public SentenceEmbedder(List<LlamaModel> models, ModelSize size, int queue) {
    this.models = List.copyOf(models);
    this.model = models.getFirst();
    Gguf header = model.header();
    this.pooling = pooling(header, model.isEncoder());
    this.uncased = header.string("tokenizer.ggml.model").filter("bert"::equals).isPresent();
    this.languages = Set.copyOf(header.strings("general.languages").orElse(List.of()));
    this.queryPrefix = header.string("drago.embedder.query_prefix").orElse("");
    this.passagePrefix = header.string("drago.embedder.passage_prefix").orElse("");
    this.maxTokens = Math.min(MAX_TOKENS, model.trainedContext());
    this.queries = Caffeine.newBuilder().maximumSize(QUERY_CACHE).build();
    this.threads =
        new ModelThreads<>(
            MODEL,
            size.contexts(),
            queue,
            1,
            thread -> new Encoder(models.get(thread % models.size()), size.threads()));
    this.centre = computeCentre();
  }

  private static Pooling pooling(Gguf header, boolean encoder) {
    if (!encoder) {
      return Pooling.LAST; // the mean of a decoder's states aborts in native code
    }
    long named = header.integer(header.architecture() + ".pooling_type").orElse(1);
    return named == 2 ? Pooling.CLS : Pooling.MEAN;
  }

  /**
   * The vector of a question as such: the mean over questions about everything and nothing.
   *
   * <p>A sentence encoder puts all questions into one narrow cone, and some passages happen to lie
   * near its axis: hubs, found for every question (Radovanović, Nanopoulos and Ivanović, JMLR
   * 2010). A question less this mean asks for what is particular to it alone.
   */
  public CompletableFuture<float[]> questionCentre() {
    return centre;
  }

  /** The vector of a question less {@link #questionCentre}, of unit length; a fresh array. */
  public CompletableFuture<float[]> embedQuestion(String text, Deadline deadline) {
    return embed(text, Kind.QUERY, deadline)
        .thenCombine(
            centre,
            (vector, mean) -> {
              float[] particular = vector.clone();
              for (int d = 0; d < particular.length; d++) {
                particular[d] -= mean[d];
              }
              return normalised(particular);
            });
  }

  /**
   * The vector of one question asked in several wordings, of unit length: the sum of theirs.
   *
   * @param wordings at least one
   */
  public CompletableFuture<float[]> embedQuestion(List<String> wordings, Deadline deadline) {
    CompletableFuture<float[]> first = embedQuestion(wordings.getFirst(), deadline);
    return wordings.size() == 1
        ? first
        : first.thenCombine(
            embedQuestion(wordings.subList(1, wordings.size()), deadline),
            (sum, more) -> {
              for (int d = 0; d < sum.length; d++) {
                sum[d] += more[d];
              }
              return normalised(sum);
            });
  }

  private CompletableFuture<float[]> computeCentre() {
    List<CompletableFuture<float[]>> vectors =
        QUESTIONS.stream().map(q -> embedWhenRoom(q, Kind.QUERY)).toList();
    return CompletableFuture.allOf(vectors.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              float[] sum = new float[dimension()];
              for (CompletableFuture<float[]> vector : vectors) {
                for (int d = 0; d < sum.length; d++) {
                  sum[d] += vector.join()[d] / vectors.size();
                }
              }
              return sum;
            });
  }

  /**
   * Whether the model was trained on a language, by what its file says in {@code
   * general.languages}; a file that says nothing is taken to know all.
   *
   * @param code two letters, such as {@code es}
   */
  public boolean knows(String code) {
    return languages.isEmpty() || languages.contains(code);
  }

  /** The queue of its threads. */
  public QueueUse queue() {
    return threads.use();
  }

  /** The length of a vector. */
  public int dimension() {
    return model.embeddingWidth();
  }

  /** How many tokens the model reads of a text, the prefix and its own marks included. */
  public int count(String text, Kind kind) {
    return tokens(text, kind).length;
  }

  /**
   * The vector of one text. The array may be shared: read it only.
   *
   * @throws OverloadedException when too many texts wait
   */
  public CompletableFuture<float[]> embed(String text, Kind kind, Deadline deadline) {
    if (kind == Kind.QUERY) {
      float[] known = queries.getIfPresent(text);
      if (known != null) {
        return CompletableFuture.completedFuture(known);
      }
    }
    Embedding job = new Embedding(tokens(text, kind), deadline);
    threads.submit(job);
    return kind == Kind.PASSAGE
        ? job.result()
        : job.result().whenComplete((vector, e) -> remember(text, vector));
  }

  /** A vector that is needed sooner or later: waits for room in the queue instead of refusing. */
  private CompletableFuture<float[]> embedWhenRoom(String text, Kind kind) {
    Embedding job = new Embedding(tokens(text, kind), Deadline.none());
    threads.submitWhenRoom(job);
    return job.result();
  }

  private void remember(String text, float @org.jspecify.annotations.Nullable [] vector) {
    if (vector != null) {
      queries.put(text, vector);
    }
  }

  /** Vectors of many passages, in order; waits where the queue is full. */
  public List<float[]> embedPassages(List<String> texts) {
    List<float[]> vectors = new ArrayList<>(texts.size());
    List<CompletableFuture<float[]>> running = new ArrayList<>();
    for (String text : texts) {
      running.add(embedWhenRoom(text, Kind.PASSAGE));
      if (running.size() == IN_FLIGHT) {
        vectors.add(running.removeFirst().join());
      }
    }
    running.forEach(vector -> vectors.add(vector.join()));
    return vectors;
  }

  /**
   * The tokens the model reads for a text. An uncased encoder was trained on text without marks,
   * and llama.cpp strips only those of composed letters: the rest (decomposed accents, Devanagari,
   * Hangul) is stripped here, or would become other tokens than in training. Any other model knows
   * composed letters, and a mark that stands alone is composed with its letter.
   */
  int[] tokens(String text, Kind kind) {
    String start = text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
    String plain =
        uncased
            ? MARKS.matcher(Normalizer.normalize(start, Normalizer.Form.NFD)).replaceAll("")
            : Normalizer.normalize(start, Normalizer.Form.NFC);
    String prefixed = (kind == Kind.QUERY ? queryPrefix : passagePrefix) + plain;
    return cut(model.vocabulary().tokenize(prefixed, true, false));
  }

  /** Keeps the closing token, which some models pool. */
  private int[] cut(int[] tokens) {
    if (tokens.length <= maxTokens) {
      return tokens;
    }
    int[] cut = java.util.Arrays.copyOf(tokens, maxTokens);
    cut[maxTokens - 1] = tokens[tokens.length - 1];
    return cut;
  }

  private static float[] normalised(float[] vector) {
    double sum = 0;
    for (float v : vector) {
      sum += (double) v * v;
    }
    float scale = sum > 0 ? (float) (1 / Math.sqrt(sum)) : 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= scale;
    }
    return vector;
  }

  /** Ends the threads and frees the model. */
  @Override
  public void close() {
    threads.close();
    models.forEach(LlamaModel::close);
  }

  /**
   * A context and what a thread does with it: one text a decode, for a batch is slower (measured).
   */
  private final class Encoder implements ModelThreads.Engine<Embedding> {

    private final LlamaContext context;
    private final Batch batch;

    Encoder(LlamaModel model, int threads) {
      this.context = model.newContext(ContextOptions.embeddings(maxTokens, 1, threads, pooling));
      this.batch = new Batch(maxTokens);
    }

    @Override
    public void run(List<Embedding> jobs, ModelThreads.Arrivals<Embedding> arrivals) {
      for (Embedding job : jobs) {
        context.abortIf(job::isAbandoned);
        batch.clear();
        for (int i = 0; i < job.tokens.length; i++) {
          batch.add(job.tokens[i], i, 0, true);
        }
        try {
          DecodeEvent.decode(context, batch, MODEL, 1);
          job.result().complete(normalised(context.embedding(0)));
        } catch (DecodeCancelledException e) {
          job.result()
              .completeExceptionally(new TimeoutException("the deadline passed while embedding"));
        } finally {
          context.clear();
        }
      }
    }

    @Override
    public void close() {
      context.close();
    }
  }
}

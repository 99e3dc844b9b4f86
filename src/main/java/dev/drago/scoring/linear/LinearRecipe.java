package dev.drago.scoring.linear;

/**
 * A linear model: scores are {@code x · B}, where {@code x} is a history as a sparse vector over
 * items and {@code B} a square matrix with a closed form. All of them regularise with a ridge λ, so
 * that {@code B} exists for every log.
 */
public enum LinearRecipe {
  /**
   * EASE (H. Steck, <a href="https://arxiv.org/abs/1905.03375">Embarrassingly Shallow Autoencoders
   * for Sparse Data</a>, WWW 2019, equation 8): with {@code X} the binary matrix of users and
   * items, {@code P = (XᵀX + λI)⁻¹}, {@code B_ij = −P_ij / P_jj} and a diagonal of 0. A history is
   * the set of its items. It forgets order, and is here as a baseline for reports.
   */
  EASE("ease-set", 200, 1, Integer.MAX_VALUE, true),

  /**
   * The same matrix with a stronger ridge, scored on a history that fades: the item of age a (the
   * newest has age 0) weighs 0.8ᵃ. An item that occurs more than once counts once, at its newest
   * age, since the matrix was fitted to sets. Ages at which 0.8ᵃ is below 10⁻⁷ are cut.
   */
  EASE_DECAY("ease", 1000, 0.8, ages(0.8, 1e-7), true),

  /**
   * Ridge regression of the next item on what came before it. For every position t of a history but
   * the last, {@code x_t = Σ_{j=1..25} 0.8^{j−1} e(item_{t−j+1})} and {@code y_t = e(item_{t+1})},
   * {@code e} being a unit vector; {@code B = (XᵀX + λI)⁻¹ XᵀY} minimises {@code ‖Y − XB‖² + λ‖B‖²}
   * (A. Hoerl and R. Kennard, Ridge Regression, Technometrics 12, 1970). Every occurrence of an
   * item counts, in training and in scoring.
   */
  NEXT_ITEM("next-item", 200, 0.8, 25, false);

  private final String id;
  private final double ridge;
  private final double decay;
  private final int window;
  private final boolean set;

  LinearRecipe(String id, double ridge, double decay, int window, boolean set) {
    this.id = id;
    this.ridge = ridge;
    this.decay = decay;
    this.window = window;
    this.set = set;
  }

  private static int ages(double decay, double least) {
    return 1 + (int) Math.floor(Math.log(least) / Math.log(decay));
  }

  /** The name of the scorer and of its file: lower case, with hyphens. */
  public String id() {
    return id;
  }

  /** λ, what is added to the diagonal of {@code XᵀX}. */
  public double ridge() {
    return ridge;
  }

  /** What an item loses for every item after it: its weight is {@code decay} to its age. */
  public double decay() {
    return decay;
  }

  /** How many of the newest items of a history are read. */
  public int window() {
    return window;
  }

  /** Whether a history is a set: an item of it counts once. */
  public boolean isSet() {
    return set;
  }

  /** The shortest history that says anything in training: a next item needs one before it. */
  int shortestHistory() {
    return set ? 1 : 2;
  }
}

package dev.drago.models;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a model is for. */
public enum ModelRole {
  /** A decoder over item tokens, trained on interactions: what comes next. */
  @JsonProperty("sequence")
  SEQUENCE,
  /** Texts to vectors. */
  @JsonProperty("embedder")
  EMBEDDER,
  /** A decoder that was taught to answer: it talks, names items, and judges. */
  @JsonProperty("chat")
  CHAT
}

package dev.drago.knowledge;

import dev.drago.knowledge.Answer.Citation;
import dev.drago.knowledge.Answer.Sentence;
import java.util.List;

/** Hears an answer while it is made. What it throws ends the work. */
public interface AnswerListener {

  /** Hears nothing: for who waits for the whole. */
  AnswerListener NONE =
      new AnswerListener() {
        @Override
        public void citations(List<Citation> citations) {}

        @Override
        public void sentence(Sentence sentence) {}
      };

  /** Called once and first: the passages that the sentences may cite. None: no answer follows. */
  void citations(List<Citation> citations);

  /** The next sentence; it has been checked and is not taken back. */
  void sentence(Sentence sentence);
}

package dev.drago.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroundingTest {

  private final Grounding grounding =
      new Grounding(
          List.of(
              "Heat (1995). directors: Michael Mann. A thief's last job in Los Angeles.",
              "Los Sospechosos (1995). Cinco ladrones.",
              "something like Alien"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Heat is a tense film about a thief.",
        "If you liked Alien, you may enjoy Michael Mann's Heat from 1995.",
        "The thief's last job goes wrong!",
        "Los Sospechosos trata de ladrones.",
        "They both end in los angeles…",
      })
  void aSentenceThatNamesWhatIsGivenIsSaid(String sentence) {
    assertThat(grounding.said(sentence, Locale.ENGLISH)).isEqualTo(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Jaws is a tense film.",
        "You might also like Jaws.",
        "Michael Bay directed it.",
        "It was made in 1996.",
        "It stars Al Pacino and Robert De Niro.",
        "It is like \"Ronin\".",
        "Collateral fits too.",
        "También te gustará Amanece.",
        "Élite is another.",
        "It ends before the",
        "",
      })
  void aSentenceThatNamesSomethingElseIsNot(String sentence) {
    assertThat(grounding.said(sentence, Locale.ENGLISH)).isEmpty();
  }

  @Test
  void theOthersStay() {
    assertThat(
            grounding.said(
                "Heat fits well. Ronin does too. It is tense. And it was shot by Dante",
                Locale.ENGLISH))
        .isEqualTo("Heat fits well. It is tense.");
  }
}

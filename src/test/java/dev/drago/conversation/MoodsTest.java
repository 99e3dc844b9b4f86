package dev.drago.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MoodsTest {

  private final Moods moods = Moods.standard();

  @Test
  void everyMoodIsFoundByItsNameAndHasWordsOfBothLanguages() {
    assertThat(moods.all()).hasSizeGreaterThan(25);
    for (Mood mood : moods.all()) {
      assertThat(moods.find(mood.name())).contains(mood);
      assertThat(mood.english()).isNotEmpty();
      assertThat(mood.spanish()).isNotEmpty();
    }
    assertThat(moods.find("flat-footed")).isEmpty();
  }

  @Test
  void funnySpeaksForComedy() {
    assertThat(moods.find("funny").orElseThrow().values())
        .containsExactly(new Mood.Value("genres", "Comedy"));
  }
}

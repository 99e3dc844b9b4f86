package dev.drago.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ItemTokenCoverageTest {

  private static ItemTokenCoverage coverage(int tokens, int known, int items) {
    return new ItemTokenCoverage("qwen", tokens, known, items);
  }

  @Test
  void aModelWithoutItemTokensNamesTitlesAndThatIsNoNews() {
    assertThat(coverage(0, 0, 100).isOfThisCatalogue()).isFalse();
    assertThat(coverage(0, 0, 100).warning()).isEmpty();
  }

  @Test
  void aModelOfThisCatalogueIsUsedInSilence() {
    assertThat(coverage(100, 98, 103).isOfThisCatalogue()).isTrue();
    assertThat(coverage(100, 98, 103).warning()).isEmpty();
  }

  @Test
  void aModelOfAnotherCatalogueNamesTitlesAndSaysSo() {
    assertThat(coverage(3416, 12, 668).isOfThisCatalogue()).isFalse();
    assertThat(coverage(3416, 12, 668).warning())
        .contains(
            "the chat model qwen was trained on another catalogue: of the 3416 items it has tokens"
                + " for, 12 are in this one; it will name titles");
  }

  @Test
  void aCatalogueThatOutgrewTheModelIsSaidToHave() {
    assertThat(coverage(100, 100, 900).isOfThisCatalogue()).isTrue();
    assertThat(coverage(100, 100, 900).warning())
        .hasValueSatisfying(
            warning -> assertThat(warning).contains("tokens for 100 of the 900 items"));
  }

  @Test
  void anEmptyCatalogueIsStillToBeFilled() {
    assertThat(coverage(100, 0, 0).isOfThisCatalogue()).isTrue();
    assertThat(coverage(100, 0, 0).warning()).isEmpty();
  }
}

package dev.drago;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between packages, as docs/architecture.md draws them. */
@AnalyzeClasses(packages = "dev.drago", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule arrows_point_one_way =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("cli")
          .definedBy("dev.drago.cli..")
          .layer("http")
          .definedBy("dev.drago.http..")
          .layer("doctor")
          .definedBy("dev.drago.doctor..")
          .layer("torture")
          .definedBy("dev.drago.torture..")
          .layer("evaluation")
          .definedBy("dev.drago.evaluation..")
          .layer("dataset")
          .definedBy("dev.drago.dataset..")
          .layer("ingest")
          .definedBy("dev.drago.ingest..")
          .layer("archive")
          .definedBy("dev.drago.archive..")
          .layer("conversation")
          .definedBy("dev.drago.conversation..")
          .layer("explain")
          .definedBy("dev.drago.explain..")
          .layer("knowledge")
          .definedBy("dev.drago.knowledge..")
          .layer("recommend")
          .definedBy("dev.drago.recommend..")
          .layer("scoring")
          .definedBy("dev.drago.scoring..")
          .layer("index")
          .definedBy("dev.drago.index..")
          .layer("inference")
          .definedBy("dev.drago.inference..")
          .layer("llama")
          .definedBy("dev.drago.llama..")
          .layer("access")
          .definedBy("dev.drago.access..")
          .layer("models")
          .definedBy("dev.drago.models..")
          .layer("store")
          .definedBy("dev.drago.store..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("doctor")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("torture")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("evaluation")
          .mayOnlyBeAccessedByLayers("cli", "torture")
          .whereLayer("dataset")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("ingest")
          .mayOnlyBeAccessedByLayers("cli", "http")
          .whereLayer("archive")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("conversation")
          .mayOnlyBeAccessedByLayers("cli", "http", "evaluation")
          .whereLayer("explain")
          .mayOnlyBeAccessedByLayers("cli", "http", "evaluation", "conversation")
          .whereLayer("knowledge")
          .mayOnlyBeAccessedByLayers("cli", "http", "evaluation", "conversation", "explain")
          .whereLayer("recommend")
          .mayOnlyBeAccessedByLayers(
              "cli", "http", "evaluation", "conversation", "explain", "knowledge", "ingest")
          .whereLayer("scoring")
          .mayOnlyBeAccessedByLayers("cli", "recommend", "evaluation", "explain", "dataset")
          .whereLayer("index")
          .mayOnlyBeAccessedByLayers(
              "cli",
              "http",
              "recommend",
              "scoring",
              "evaluation",
              "conversation",
              "explain",
              "knowledge")
          .whereLayer("inference")
          .mayOnlyBeAccessedByLayers(
              "cli",
              "http",
              "recommend",
              "scoring",
              "evaluation",
              "conversation",
              "explain",
              "knowledge",
              "dataset")
          .whereLayer("llama")
          .mayOnlyBeAccessedByLayers("cli", "doctor", "inference")
          .whereLayer("access")
          .mayOnlyBeAccessedByLayers("cli", "http")
          .whereLayer("models")
          .mayOnlyBeAccessedByLayers("cli", "doctor")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers(
              "cli", "http", "recommend", "conversation", "knowledge", "archive", "ingest");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.drago.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule items_and_interactions_are_plain_values =
      classes()
          .that()
          .resideInAnyPackage("dev.drago.catalog..", "dev.drago.interaction..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "com.fasterxml.jackson..",
              "org.apache.commons.csv..",
              "dev.drago.catalog..",
              "dev.drago.interaction..");

  @ArchTest
  static final ArchRule only_the_store_speaks_sql =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.drago.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.jdbi..", "org.flywaydb..", "org.sqlite..");

  @ArchTest
  static final ArchRule only_the_index_speaks_lucene =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.drago.index..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.lucene..");

  @ArchTest
  static final ArchRule only_the_binding_touches_native_memory =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.drago.llama..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign..");

  @ArchTest
  static final ArchRule only_http_knows_helidon =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.drago.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.helidon..");

  @ArchTest
  static final ArchRule only_http_knows_prometheus =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.drago.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @ArchTest
  static final ArchRule only_documents_are_read_as_html_and_markdown =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.drago.document..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.jsoup..", "org.commonmark..");

  @ArchTest
  static final ArchRule only_scoring_linear_knows_ejml =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.drago.scoring.linear..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.ejml..", "pabeles..");

  @ArchTest
  static final ArchRule linear_models_are_of_numbers_alone =
      classes()
          .that()
          .resideInAPackage("dev.drago.scoring.linear..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.ejml..",
              "com.fasterxml.jackson..",
              "dev.drago.file..",
              "dev.drago.scoring.linear..");
}

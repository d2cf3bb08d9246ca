package org.cryodrgn.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The order of modules, and the walls inside them, of docs/architecture.md. */
@AnalyzeClasses(packages = "org.cryodrgn", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleOrderTest {

  @ArchTest
  static final ArchRule importsRunOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("io")
          .definedBy("org.cryodrgn.io..")
          .layer("core")
          .definedBy("org.cryodrgn.core..")
          .layer("analysis")
          .definedBy("org.cryodrgn.analysis..")
          .layer("cli")
          .definedBy("org.cryodrgn.cli..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("analysis")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("core")
          .mayOnlyBeAccessedByLayers("analysis", "cli");

  @ArchTest
  static final ArchRule onlyTwoPackagesSeeTheEngine =
      noClasses()
          .that()
          .resideInAPackage("org.cryodrgn..")
          .and()
          .resideOutsideOfPackages("org.cryodrgn.core.device..", "org.cryodrgn.core.model..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule theLauncherNamesNoCommand =
      noClasses()
          .that()
          .resideInAnyPackage("org.cryodrgn.cli.run..", "org.cryodrgn.cli.option..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.cryodrgn.cli.command..");

  @ArchTest
  static final ArchRule onlyTheLauncherEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.cryodrgn.cli.run.Launcher")
          .should()
          .callMethod(System.class, "exit", int.class);
}

package org.wholetale.recordedrun;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between packages, and what none of them may do. */
class ArchitectureTest {

  private static final String ROOT = "org.wholetale.recordedrun";
  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

  /** What each package may use beside itself. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("api", Set.of()),
          entry("trace", Set.of()),
          entry("signing", Set.of()),
          entry("archive", Set.of("signing")),
          entry("attestation", Set.of("archive", "signing")),
          entry("provenance", Set.of("trace")),
          entry("workspace", Set.of("archive")),
          entry(
              "recorder",
              Set.of(
                  "trace",
                  "signing",
                  "archive",
                  "attestation",
                  "provenance",
                  "format",
                  "report",
                  "api")),
          // what is written from a run's record, and the page that shows it
          entry("format", Set.of("trace", "provenance")),
          entry("report", Set.of("trace", "provenance")),
          entry("girder", Set.of("api")),
          entry("runs", Set.of("api", "archive", "trace", "provenance")),
          entry("operator", Set.of("api", "archive", "girder", "runs")),
          // the node puts containers into the control groups that the recorder watches
          entry("local", Set.of("operator", "api", "recorder")),
          entry(
              "cli",
              Set.of(
                  "api",
                  "trace",
                  "signing",
                  "archive",
                  "provenance",
                  "format",
                  "report",
                  "workspace",
                  "recorder",
                  "operator",
                  "runs",
                  "local")));

  @Test
  void noCycles() {
    hold(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
  }

  @Test
  void theRecorderNeverTalksToAnApiServer() {
    hold(
        noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".recorder..", ROOT + ".trace..", ROOT + ".archive..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8.kubernetes.client.."));
  }

  @Test
  void provenanceDoesNoInputOrOutput() {
    hold(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".provenance..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.file.."));
  }

  @Test
  void nothingMutableIsStatic() {
    hold(
        fields()
            .that()
            .areStatic()
            .should()
            .beFinal()
            .because("state that all share makes tests and restarts depend on each other"));
  }

  @Test
  void timeComesFromAClock() {
    hold(
        noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis"));
  }

  @Test
  void namesSayWhatThingsAre() {
    hold(noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager)"));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyWhatItMay(String name) {
    List<String> allowed =
        Stream.concat(Stream.of(name), ARROWS.get(name).stream())
            .map(part -> ROOT + "." + part)
            .toList();
    hold(
        classes()
            .that()
            .resideInAPackage(ROOT + "." + name + "..")
            .should()
            .onlyDependOnClassesThat(
                DescribedPredicate.describe(
                    "are in " + allowed + " or not this project's",
                    used -> isIn(used, allowed) || !used.getPackageName().startsWith(ROOT))));
  }

  static Set<String> packages() {
    return ARROWS.keySet();
  }

  private static boolean isIn(JavaClass used, List<String> packages) {
    String in = used.getPackageName();
    return packages.stream().anyMatch(name -> in.equals(name) || in.startsWith(name + "."));
  }

  private static void hold(ArchRule rule) {
    rule.check(CLASSES);
  }
}

package org.wholetale.recordedrun.archive;

import static org.wholetale.recordedrun.archive.VerificationProblem.Kind.BAD_MANIFEST;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The manifest of a recorder that found its archive recovered already. It may list what came after
 * that, and must agree about what was there by then.
 */
record LateManifest(Manifest manifest) {

  /** What it says that the first one does not bear; empty where the two agree. */
  List<VerificationProblem> contradictions(Manifest first) {
    List<VerificationProblem> problems = new ArrayList<>();
    String uid = first.run().uid();
    if (uid != null && !uid.equals(manifest.run().uid())) {
      problems.add(problem("is of another run: " + manifest.run().uid()));
    }
    Map<String, ManifestFile> listed =
        manifest.files().stream()
            .collect(Collectors.toMap(ManifestFile::path, Function.identity()));
    first.files().stream()
        .filter(file -> !file.hasContentOf(listed.get(file.path())))
        .map(file ->
            problem("does not say of %s what %s says".formatted(file.path(), Manifest.FILE_NAME)))
        .forEach(problems::add);
    return problems;
  }

  private static VerificationProblem problem(String what) {
    return new VerificationProblem(Manifest.LATE_FILE_NAME, BAD_MANIFEST, what);
  }
}

package org.wholetale.recordedrun.local.apiserver;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of {@code src/test/resources/recordedruns}: one run, or a run before and after a change.
 *
 * @param expected from its comment {@code # expect: field: part of the message}; empty where it is
 *     valid
 */
record ResourceCase(String name, String expected, List<GenericKubernetesResource> documents) {

  private static final Path FOLDER = Path.of("src/test/resources/recordedruns");
  private static final String EXPECT = "# expect: ";

  static Stream<ResourceCase> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream().map(ResourceCase::read);
    } catch (IOException e) {
      throw new UncheckedIOException("run the tests in the project's folder", e);
    }
  }

  boolean isValid() {
    return name.startsWith("valid-");
  }

  /**
   * The field that must be named; none where the request is refused before fields are looked at.
   */
  String field() {
    return expected.substring(0, expected.indexOf(": "));
  }

  String message() {
    return expected.substring(expected.indexOf(": ") + 2);
  }

  private static ResourceCase read(Path file) {
    try {
      String text = Files.readString(file);
      String expected =
          text.lines()
              .filter(line -> line.startsWith(EXPECT))
              .map(line -> line.substring(EXPECT.length()))
              .findFirst()
              .orElse("");
      List<GenericKubernetesResource> documents =
          Stream.of(text.split("(?m)^---\n", -1))
              .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
              .toList();
      return new ResourceCase(file.getFileName().toString(), expected, documents);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

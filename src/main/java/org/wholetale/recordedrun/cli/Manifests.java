package org.wholetale.recordedrun.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the documents of YAML files, unknown fields and all. */
final class Manifests {

  /** Where what names no namespace goes. */
  static final String DEFAULT_NAMESPACE = "default";

  /**
   * One document.
   *
   * @param file where it was
   * @param claims the persistent volume claims that it names
   */
  record Document(Path file, GenericKubernetesResource resource, List<String> claims) {

    Document {
      claims = List.copyOf(claims);
    }

    /** The folder of its file. */
    Path folder() {
      return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    String namespace() {
      String namespace = resource.getMetadata().getNamespace();
      return namespace == null ? DEFAULT_NAMESPACE : namespace;
    }

    boolean isClaimIn(String namespace) {
      return resource.getKind().equals("PersistentVolumeClaim") && namespace().equals(namespace);
    }
  }

  private Manifests() {}

  static List<Document> read(List<Path> files) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new IOException(file + " is not there, or no file");
      }
      read(file, documents);
    }
    return documents;
  }

  private static void read(Path file, List<Document> documents) throws IOException {
    ObjectMapper yaml = new YAMLMapper();
    try (MappingIterator<JsonNode> values =
        yaml.readerFor(JsonNode.class).readValues(file.toFile())) {
      while (values.hasNext()) {
        JsonNode value = values.next();
        if (value.isObject()) {
          documents.add(document(file, value));
        }
      }
    } catch (JsonProcessingException e) {
      throw new IOException(file + " cannot be read: " + e.getOriginalMessage(), e);
    } catch (RuntimeException e) {
      // MappingIterator.next wraps what the parser says.
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Document document(Path file, JsonNode value) throws JsonProcessingException {
    for (String field : List.of("apiVersion", "kind", "metadata")) {
      if (!value.has(field)) {
        throw new IllegalArgumentException("it has no " + field);
      }
    }
    GenericKubernetesResource resource =
        new ObjectMapper().treeToValue(value, GenericKubernetesResource.class);
    return new Document(file, resource, value.findValuesAsText("claimName"));
  }
}

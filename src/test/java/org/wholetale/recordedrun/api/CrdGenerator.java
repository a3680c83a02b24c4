package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Makes the CRD from the Java model: fabric8's generator, and {@link SchemaTightening} after it.
 */
final class CrdGenerator {

  private static final String HEADER =
      """
      # Generated from org.wholetale.recordedrun.api.RecordedRun; `make crds` renews it.
      """;

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  private CrdGenerator() {}

  static CustomResourceDefinition generate() {
    AtomicReference<CustomResourceDefinition> generated = new AtomicReference<>();
    new CRDGenerator()
        .customResourceClasses(RecordedRun.class)
        .withOutput(new Discarded())
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                generated.set((CustomResourceDefinition) crd);
                return crd;
              }
            })
        .generate();
    CustomResourceDefinition crd = generated.get();
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      orderColumns(version);
      SchemaTightening.apply(version.getSchema().getOpenAPIV3Schema());
    }
    return crd;
  }

  static String yaml() {
    try {
      return HEADER + YAML.writeValueAsString(plainNumbers(YAML.valueToTree(generate())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the generated CRD cannot be written as YAML", e);
    }
  }

  /** The model holds limits as doubles: 86400, not 86400.0 or 8.64E4. */
  private static JsonNode plainNumbers(JsonNode node) {
    switch (node) {
      case ObjectNode object ->
          object.properties().forEach(field -> field.setValue(plainNumbers(field.getValue())));
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, plainNumbers(array.get(i)));
        }
      }
      case DoubleNode number when number.asDouble() == number.asLong() -> {
        return LongNode.valueOf(number.asLong());
      }
      default -> {}
    }
    return node;
  }

  /** The generator sorts the columns by their path; people read them in the order we wrote. */
  private static void orderColumns(CustomResourceDefinitionVersion version) {
    List<String> declared =
        Stream.of(RecordedRun.class.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    version
        .getAdditionalPrinterColumns()
        .sort(Comparator.comparingInt(column -> declared.indexOf(column.getName())));
  }

  /** The generator insists on writing somewhere; only the object it wrote is of use. */
  private static final class Discarded
      extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> {
    @Override
    protected ByteArrayOutputStream createStreamFor(String crdName) {
      return new ByteArrayOutputStream();
    }
  }
}

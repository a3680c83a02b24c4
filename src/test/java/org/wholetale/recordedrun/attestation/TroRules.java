package org.wholetale.recordedrun.attestation;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the TRACE specification asks of a declaration that stands alone, tier STANDALONE-TRO of
 * {@code tro-checks} and the tiers below it, as far as JSON that Jackson wrote could break it.
 */
final class TroRules {

  private static final Set<String> KEYWORDS = Set.of("@id", "@type");
  private static final Pattern NAMESPACE = Pattern.compile("https?://[^\\s]+[#/]");
  private static final Pattern PREFIXED = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.+");
  private static final Pattern PLAIN_PATH =
      Pattern.compile("(?!\\.{1,2}(/|$))[^/@?#:][^?#:]*(?<!/)");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Of those that the vocabulary has, what a recorder could ever need. */
  private static final Set<String> TERMS =
      Set.of(
          "ArrangementBinding",
          "ArtifactArrangement",
          "ArtifactComposition",
          "ArtifactLocation",
          "CompositionFingerprint",
          "ResearchArtifact",
          "TimeStampingAuthority",
          "TransparentResearchObject",
          "TrustedResearchPerformance",
          "TrustedResearchSystem",
          "accessedArrangement",
          "arrangement",
          "artifact",
          "boundTo",
          "contributedToArrangement",
          "createdWith",
          "endedAtTime",
          "hasArrangement",
          "hasArtifact",
          "hasArtifactLocation",
          "hasAttribute",
          "hasCapability",
          "hasComposition",
          "hasFingerprint",
          "hasPerformance",
          "hasPerformanceAttribute",
          "hash",
          "hashAlgorithm",
          "hashValue",
          "mimeType",
          "path",
          "publicKey",
          "startedAtTime",
          "vocabularyVersion",
          "wasAssembledBy",
          "wasConductedBy",
          "wasTimestampedBy");

  private final JsonNode root;
  private final List<String> broken = new ArrayList<>();
  private final Set<String> defined = new HashSet<>();
  private final Set<String> referred = new HashSet<>();

  private TroRules(JsonNode root) {
    this.root = root;
  }

  /** The rules that a declaration breaks, in words. */
  static List<String> brokenBy(byte[] declaration) throws IOException {
    TroRules rules =
        new TroRules(
            JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build()
                .readTree(declaration));
    rules.check();
    return rules.broken;
  }

  private void check() {
    demand(names(root).equals(Set.of("@context", "@graph")), "more than @context and @graph");
    for (Map.Entry<String, JsonNode> prefix : root.path("@context").properties()) {
      demand(
          NAMESPACE.matcher(prefix.getValue().asText()).matches()
              && !prefix.getKey().startsWith("@"),
          "context: " + prefix);
    }
    root.path("@graph").forEach(this::node);
    JsonNode tro = root.at("/@graph/0");
    demand(types(tro).contains("trov:TransparentResearchObject"), "no TRO at the top");
    JsonNode system = tro.path("trov:wasAssembledBy");
    demand(types(system).contains("trov:TrustedResearchSystem"), "no system assembled it");
    String id = system.path("@id").asText();
    demand(PREFIXED.matcher(id).matches() && !id.startsWith("trov:"), "system: " + id);
    demand(system.path("trov:publicKey").isTextual(), "the system has no publicKey");
    demand(tro.at("/trov:hasComposition/trov:hasFingerprint/trov:hash").isObject(), "fingerprint");
    tro.at("/trov:hasComposition/trov:hasArtifact")
        .forEach(artifact -> demand(artifact.path("trov:hash").isObject(), "hash: " + artifact));
    demand(defined.containsAll(referred), "defined %s, referred %s".formatted(defined, referred));
  }

  private void node(JsonNode node) {
    if (node.isArray()) {
      node.forEach(this::node);
    }
    if (!node.isObject()) {
      return;
    }
    if (node.has("@id")) {
      String id = node.path("@id").asText();
      demand(
          node.path("@id").isTextual()
              && (PREFIXED.matcher(id).matches() || PLAIN_PATH.matcher(id).matches()),
          "@id: " + id);
      (node.size() == 1 ? referred : defined).add(id);
    }
    types(node)
        .forEach(type -> {
          demand(PREFIXED.matcher(type).matches(), "@type: " + type);
          term(type);
        });
    if (node.has("trov:hashValue")) {
      demand(
          node.path("trov:hashAlgorithm").asText().equals("sha256")
              && SHA256.matcher(node.path("trov:hashValue").asText()).matches(),
          "hash: " + node);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey();
      demand(!name.startsWith("@") || KEYWORDS.contains(name), "keyword: " + name);
      term(name);
      if (!name.startsWith("@")) {
        node(field.getValue());
      }
    }
  }

  private void term(String name) {
    demand(
        !name.startsWith("trov:") || TERMS.contains(name.substring("trov:".length())),
        "term: " + name);
  }

  private static List<String> types(JsonNode node) {
    List<String> types = new ArrayList<>();
    JsonNode type = node.path("@type");
    if (type.isArray()) {
      type.forEach(each -> types.add(each.asText()));
    } else if (!type.isMissingNode()) {
      types.add(type.asText());
    }
    return types;
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new HashSet<>();
    node.properties().forEach(field -> names.add(field.getKey()));
    return names;
  }

  private void demand(boolean held, String rule) {
    if (!held) {
      broken.add(rule);
    }
  }
}

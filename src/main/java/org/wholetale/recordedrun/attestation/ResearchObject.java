package org.wholetale.recordedrun.attestation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestRun;
import org.wholetale.recordedrun.signing.SignatureScheme;
import org.wholetale.recordedrun.signing.VerifyingKey;

/**
 * The declaration of an archive as a transparent research object: which files a trusted system says
 * that a run found and left, in TROV 0.1. Written byte by byte as {@code tro-utils} writes it,
 * which signs and checks what it has written anew itself.
 *
 * @param manifest what is known of the run and its archive, but for this declaration
 * @param inputs the tale's own files
 * @param key whose other half signs the declaration
 * @param timestampAuthority who attests when; null where nobody does
 * @see <a
 *     href="https://transparency-certified.github.io/trace-specification/docs/specifications/vocabulary/0.1/index.html">TROV
 *     0.1</a>
 */
public record ResearchObject(
    Manifest manifest,
    List<ListedFile> inputs,
    VerifyingKey key,
    @Nullable URI timestampAuthority) {

  private static final String HASH_ALGORITHM = "sha256";
  private static final Map<String, String> CONTEXT =
      Map.of(
          "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
          "rdfs", "http://www.w3.org/2000/01/rdf-schema#",
          "schema", "https://schema.org/",
          "trov", "https://w3id.org/trace/trov/0.1#");

  /** As Python writes times: microseconds, or none where they are zero, and an offset. */
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  private static final DateTimeFormatter MICROSECONDS =
      new DateTimeFormatterBuilder()
          .append(SECONDS)
          .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
          .toFormatter(Locale.ROOT);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter()
                  .withSeparators(
                      Separators.createDefaultInstance()
                          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                          .withArrayEmptySeparator("")
                          .withObjectEmptySeparator(""))
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final char LAST_OF_ASCII = '~';

  public ResearchObject {
    inputs = List.copyOf(inputs);
  }

  /** The declaration: equal runs and keys have equal bytes. */
  public byte[] toJson() {
    StringWriter text = new StringWriter();
    // Python escapes DEL too, which only this generator can be told.
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      json.setHighestNonEscapedChar(LAST_OF_ASCII);
      MAPPER.writeValue(json, Map.of("@context", CONTEXT, "@graph", List.of(declaration())));
    } catch (IOException e) {
      throw new UncheckedIOException("plain data can be written as JSON", e);
    }
    return text.toString().getBytes(US_ASCII);
  }

  /**
   * What a timestamp authority attests of a declaration and its signature together, as {@code
   * tro-utils} has it.
   */
  public static byte[] timestamped(byte[] declaration, byte[] signature) {
    return """
    {
      "tro_declaration": "%s",
      "trs_signature": "%s"
    }\
    """
        .formatted(digest("SHA-512", declaration), digest("SHA-512", signature))
        .getBytes(US_ASCII);
  }

  private Map<String, Object> declaration() {
    Artifacts artifacts = new Artifacts();
    Map<String, Object> found =
        arrangement(
            0,
            "The files of the tale that the run read and did not write, from the root of its"
                + " container; those whose content is known",
            inputs.stream()
                .filter(file -> file.isInput() && file.sha256() != null)
                .map(file ->
                    new Place(
                        file.name().substring(1),
                        Objects.requireNonNull(file.sha256()),
                        "application/octet-stream"))
                .toList(),
            artifacts);
    Map<String, Object> archived =
        arrangement(
            1,
            "The archive of the run, but for its manifest, this declaration, and what signs them",
            manifest.files().stream().map(ResearchObject::place).toList(),
            artifacts);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("@id", "tro");
    object.put("@type", List.of("trov:TransparentResearchObject", "schema:CreativeWork"));
    object.put("schema:creator", creator());
    object.put("schema:dateCreated", created());
    object.put("schema:name", name());
    object.put("schema:description", description());
    object.put("trov:createdWith", createdWith());
    object.put("trov:vocabularyVersion", "0.1");
    object.put("trov:wasAssembledBy", system());
    object.put("trov:hasComposition", artifacts.composition());
    object.put("trov:hasArrangement", List.of(found, archived));
    object.put("trov:hasPerformance", List.of(performance()));
    object.put("trov:hasAttribute", List.of());
    if (timestampAuthority != null) {
      object.put(
          "trov:wasTimestampedBy",
          Map.of("@id", timestampAuthority.toString(), "@type", "trov:TimeStampingAuthority"));
    }
    return object;
  }

  private static Place place(ManifestFile file) {
    return new Place(file.path(), file.sha256(), file.mediaType());
  }

  private Map<String, Object> performance() {
    Map<String, Object> performance = new LinkedHashMap<>();
    performance.put("@id", "trp/0");
    performance.put("@type", "trov:TrustedResearchPerformance");
    performance.put("rdfs:comment", description());
    performance.put("trov:wasConductedBy", Map.of("@id", systemId()));
    performance.put("trov:hasPerformanceAttribute", List.of());
    performance.put("trov:accessedArrangement", binding(0, "/"));
    performance.put("trov:contributedToArrangement", binding(1, null));
    if (manifest.startedAt() != null) {
      performance.put("trov:startedAtTime", text(manifest.startedAt()));
    }
    if (manifest.finishedAt() != null) {
      performance.put("trov:endedAtTime", text(manifest.finishedAt()));
    }
    return performance;
  }

  private static Map<String, Object> binding(int arrangement, @Nullable String boundTo) {
    Map<String, Object> binding = new LinkedHashMap<>();
    binding.put("@id", "trp/0/binding/" + arrangement);
    binding.put("@type", "trov:ArrangementBinding");
    binding.put("trov:arrangement", Map.of("@id", "arrangement/" + arrangement));
    if (boundTo != null) {
      binding.put("trov:boundTo", boundTo);
    }
    return binding;
  }

  private Map<String, Object> system() {
    return Map.of(
        "@id", systemId(),
        "@type", List.of("trov:TrustedResearchSystem", "schema:Organization"),
        "schema:name", "recordedrun",
        "schema:description",
            "Whoever has the private key records runs and signs what it recorded.",
        "trov:hasCapability", List.of(),
        "trov:publicKey", key.text());
  }

  private Map<String, Object> creator() {
    return Map.of("@id", systemId(), "@type", "schema:Organization", "schema:name", "recordedrun");
  }

  /** What is trusted is the key: its own name, whatever signs with it. */
  private String systemId() {
    return key.scheme() == SignatureScheme.OPENPGP
        ? "openpgp4fpr:" + key.keyId()
        : "ni:///sha-256;"
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(key.keyId()));
  }

  private Map<String, Object> createdWith() {
    return Map.of(
        "@type",
        "schema:SoftwareApplication",
        "schema:name",
        "recordedrun",
        "schema:softwareVersion",
        Objects.requireNonNullElse(manifest.recorder().version(), "unknown"));
  }

  private String created() {
    Instant time = manifest.finishedAt();
    return text(time == null ? Objects.requireNonNull(manifest.trace().start()) : time);
  }

  private String name() {
    ManifestRun run = manifest.run();
    return "Run %s"
        .formatted(run.namespace() == null ? run.name() : run.namespace() + "/" + run.name());
  }

  private String description() {
    return "%s; image %s; ended with %s; trace %s"
        .formatted(
            String.join(" ", manifest.entrypoint()),
            Objects.requireNonNullElse(
                manifest.run().imageDigest(),
                Objects.requireNonNullElse(manifest.run().image(), "none")),
            end(),
            manifest.trace().completeness());
  }

  private String end() {
    if (manifest.signal() != null) {
      return "signal " + manifest.signal();
    }
    return manifest.exitCode() == null
        ? "no exit code that is known"
        : "exit code " + manifest.exitCode();
  }

  private static String text(Instant time) {
    Instant instant = time.truncatedTo(ChronoUnit.MICROS);
    boolean whole = instant.equals(instant.truncatedTo(ChronoUnit.SECONDS));
    return (whole ? SECONDS : MICROSECONDS).format(instant.atOffset(ZoneOffset.UTC)) + "+00:00";
  }

  private static String digest(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  private static Map<String, Object> hash(String sha256) {
    return Map.of("trov:hashAlgorithm", HASH_ALGORITHM, "trov:hashValue", sha256);
  }

  private static Map<String, Object> arrangement(
      int number, String comment, List<Place> places, Artifacts artifacts) {
    String id = "arrangement/" + number;
    List<Map<String, Object>> locations =
        IntStream.range(0, places.size())
            .<Map<String, Object>>mapToObj(i ->
                Map.of(
                    "@id",
                    id + "/location/" + i,
                    "@type",
                    "trov:ArtifactLocation",
                    "trov:artifact",
                    Map.of("@id", artifacts.idOf(places.get(i))),
                    "trov:path",
                    places.get(i).path()))
            .toList();
    return Map.of(
        "@id", id,
        "@type", "trov:ArtifactArrangement",
        "rdfs:comment", comment,
        "trov:hasArtifactLocation", locations);
  }

  private record Place(String path, String sha256, String mediaType) {}

  /** Each content once, however many files have it. */
  private static final class Artifacts {
    private static final String ID = "composition/1";
    private final Map<String, Place> byHash = new LinkedHashMap<>();
    private final Map<String, String> ids = new LinkedHashMap<>();

    String idOf(Place place) {
      byHash.putIfAbsent(place.sha256(), place);
      return ids.computeIfAbsent(place.sha256(), _ -> ID + "/artifact/" + ids.size());
    }

    Map<String, Object> composition() {
      List<Map<String, Object>> artifacts = new ArrayList<>();
      byHash.forEach((sha256, place) ->
          artifacts.add(
              Map.of(
                  "@id", Objects.requireNonNull(ids.get(sha256)),
                  "@type", "trov:ResearchArtifact",
                  "trov:hash", hash(sha256),
                  "trov:mimeType", place.mediaType())));
      return Map.of(
          "@id",
          ID,
          "@type",
          "trov:ArtifactComposition",
          "trov:hasArtifact",
          artifacts,
          "trov:hasFingerprint",
          Map.of(
              "@id", "fingerprint",
              "@type", "trov:CompositionFingerprint",
              "trov:hash", hash(fingerprint())));
    }

    private String fingerprint() {
      String sorted = String.join("", byHash.keySet().stream().sorted().toList());
      return digest("SHA-256", sorted.getBytes(US_ASCII));
    }
  }
}

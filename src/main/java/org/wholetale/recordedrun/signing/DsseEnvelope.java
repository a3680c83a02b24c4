package org.wholetale.recordedrun.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;

/**
 * Bytes, what they are, and who signed both.
 *
 * @param payloadType such as {@code application/vnd.in-toto+json}
 * @param payload in Base64
 * @see <a href="https://github.com/secure-systems-lab/dsse/blob/v1.0.0/protocol.md">DSSE 1.0</a>
 */
public record DsseEnvelope(
    @JsonProperty("payload") String payload,
    @JsonProperty("payloadType") String payloadType,
    @JsonProperty("signatures") List<Signature> signatures) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  /**
   * One of its signatures.
   *
   * @param keyid see {@link VerifyingKey#keyId()}
   * @param sig in Base64
   */
  public record Signature(@JsonProperty("keyid") String keyid, @JsonProperty("sig") String sig) {

    private byte[] bytes() {
      return Base64.getDecoder().decode(sig);
    }
  }

  public DsseEnvelope {
    signatures = List.copyOf(signatures);
  }

  /** Signs bytes and their type. */
  public static DsseEnvelope sign(String payloadType, byte[] payload, SigningKey key) {
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] signature = key.sign(signed(payloadType, payload));
    return new DsseEnvelope(
        base64.encodeToString(payload),
        payloadType,
        List.of(new Signature(key.verifyingKey().keyId(), base64.encodeToString(signature))));
  }

  /** Whether that key signed it. */
  public boolean isSignedBy(VerifyingKey key) {
    byte[] message = signed(payloadType, content());
    return signatures.stream()
        .anyMatch(signature ->
            signature.keyid().equals(key.keyId()) && key.verifies(message, signature.bytes()));
  }

  /** The payload itself. */
  public byte[] content() {
    return Base64.getDecoder().decode(payload);
  }

  /** The one way to write it. */
  public byte[] toJson() {
    try {
      byte[] json = MAPPER.writeValueAsBytes(this);
      ByteArrayOutputStream line = new ByteArrayOutputStream(json.length + 1);
      line.writeBytes(json);
      line.write('\n');
      return line.toByteArray();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an envelope is plain text", e);
    }
  }

  /**
   * Reads one.
   *
   * @throws IOException where it is none
   */
  public static DsseEnvelope parse(byte[] json) throws IOException {
    try {
      DsseEnvelope envelope = MAPPER.readValue(json, DsseEnvelope.class);
      envelope.content();
      envelope.signatures().forEach(Signature::bytes);
      return envelope;
    } catch (JsonProcessingException e) {
      throw new IOException("it is no DSSE envelope: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException("it is no DSSE envelope: something in it is not Base64", e);
    }
  }

  /** The pre-authentication encoding. */
  private static byte[] signed(String payloadType, byte[] payload) {
    byte[] type = payloadType.getBytes(UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes("DSSEv1 %d ".formatted(type.length).getBytes(UTF_8));
    message.writeBytes(type);
    message.writeBytes(" %d ".formatted(payload.length).getBytes(UTF_8));
    message.writeBytes(payload);
    return message.toByteArray();
  }
}

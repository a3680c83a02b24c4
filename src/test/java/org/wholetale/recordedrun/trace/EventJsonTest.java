package org.wholetale.recordedrun.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventJsonTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final JsonSchema SCHEMA = schema();

  @Property(tries = 500)
  void anEventComesBackAsItWasAndIsAsTheSchemaSays(@ForAll("events") Event event)
      throws IOException {
    byte[] line = lineOf(event);

    assertThat(EventJson.parse(line)).contains(event);
    assertThat(line).doesNotContain((byte) '\n');
    assertThat(SCHEMA.validate(MAPPER.readTree(line))).isEmpty();
  }

  @Property(tries = 200)
  void theSchemaRefusesAnEventWithAFieldTooManyOrTooFew(@ForAll("events") Event event)
      throws IOException {
    ObjectNode more = (ObjectNode) MAPPER.readTree(lineOf(event));
    ObjectNode less = more.deepCopy();
    more.put("forged", 1);
    less.remove("t");

    assertThat(SCHEMA.validate(more)).isNotEmpty();
    assertThat(SCHEMA.validate(less)).isNotEmpty();
  }

  @Example
  void bytesThatAreNoTextAreWrittenInBase64() throws IOException {
    ByteString name = ByteString.copyOf(new byte[] {'/', (byte) 0xff});

    assertThat(new String(lineOf(new Event.Unlink(Events.at(1, 7), name, true, true)), UTF_8))
        .isEqualTo(
            "{\"seq\":3,\"t\":1000,\"cpu\":0,\"type\":\"unlink\",\"pid\":7,\"tid\":7,\"start\":7,"
                + "\"pathB64\":\"L/8=\",\"truncated\":true,\"redacted\":true}");
  }

  @Example
  void oneArgumentThatIsNoTextPutsAllOfThemInBase64() throws IOException {
    Event.Exec exec =
        new Event.Exec(
            Events.at(1, 7),
            ByteString.of("/bin/a"),
            ByteString.of("/bin/a"),
            List.of(ByteString.of("a"), ByteString.copyOf(new byte[] {(byte) 0xc3})),
            false,
            ByteString.of("/"),
            Events.OUTSIDE,
            null,
            Map.of(),
            false);

    assertThat(new String(lineOf(exec), UTF_8))
        .contains("\"argvB64\":[\"YQ==\",\"ww==\"]")
        .doesNotContain("\"file\"");
  }

  @Example
  void aFailureHasItsNumberAndItsName() throws IOException {
    Event.Connect connect =
        new Event.Connect(
            Events.at(1, 7),
            new SocketId("tcp", 4711),
            new Endpoint.Pair(new Endpoint.Ip("::1", 80), null, null),
            false,
            111,
            false,
            false);

    assertThat(new String(lineOf(connect), UTF_8))
        .endsWith(
            "\"type\":\"connect\",\"pid\":7,\"tid\":7,\"start\":7,\"protocol\":\"tcp\",\"ino\":\"4711\","
                + "\"address\":\"::1\",\"port\":80,\"errno\":111,\"error\":\"ECONNREFUSED\"}");
  }

  @Example
  void anEventOfATypeToComeIsPassedOverWhateverItsFields() throws IOException {
    assertThat(EventJson.parse("{\"seq\":1,\"t\":2,\"type\":\"weather\"}".getBytes(UTF_8)))
        .isEmpty();
  }

  @Example
  void whatIsNoEventIsRefused() {
    assertRefused("{}", "lacks its field type");
    assertRefused("{\"type\":null}", "lacks its field type");
    assertRefused("{\"type\":\"fork\"}", "lacks its field t");
    assertRefused("{\"type\":\"gap\",\"from\":\"x\"}", "from is no whole number");
    assertRefused("not JSON", "not");
    String open =
        "{\"type\":\"open\",\"t\":1,\"cpu\":0,\"pid\":1,\"tid\":1,\"start\":1,\"path\":\"/a\","
            + "\"mode\":\"%s\",\"dev\":\"1:2\",\"ino\":\"%s\"}";
    assertRefused(open.formatted("x", "1"), "r, w or rw, not x");
    assertRefused(open.formatted("r", "one"), "wrong value");
  }

  private static void assertRefused(String line, String why) {
    assertThatThrownBy(() -> EventJson.parse(line.getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  private static byte[] lineOf(Event event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = EventJson.generator(out)) {
      EventJson.write(json, 3, event);
    }
    return out.toByteArray();
  }

  private static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(Path.of("docs/trace-format.schema.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Provide
  Arbitrary<Event> events() {
    return ArbitraryEvents.events();
  }
}

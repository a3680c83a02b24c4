package org.wholetale.recordedrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Operators and recorders of different versions understand each other. */
class RecordingRequestTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final RecordingRequest REQUEST =
      new RecordingRequest(
          new RunIdentity(
              "tales",
              "hello",
              "0",
              "registry.example.org/hello:1",
              new TaleDescription(
                  "t",
                  null,
                  "r",
                  "Hello",
                  "Says hello.",
                  "CC-BY-4.0",
                  List.of(new Author("Josiah Carberry", "0000-0002-1825-0097")))),
          "file:///a/",
          List.of("sh", "run.sh"),
          "/work/workspace",
          null,
          Recording.DEFAULT,
          List.of(),
          10,
          120,
          new WriteBack("workspace", ArchiveSettings.OnFailure.Fail));

  @Test
  void itComesBackAsItWas() throws IOException {
    assertThat(JSON.readValue(JSON.writeValueAsString(REQUEST), RecordingRequest.class))
        .isEqualTo(REQUEST);
  }

  @Test
  void whatANewerOperatorAsksForIsPassedOver() throws IOException {
    String newer = JSON.writeValueAsString(REQUEST).replace("{\"", "{\"new\":{\"a\":[1]},\"");

    assertThat(newer).containsSubsequence("\"new\"", "\"run\":{\"new\"", "\"writeBack\":{\"new\"");
    assertThat(JSON.readValue(newer, RecordingRequest.class)).isEqualTo(REQUEST);
  }

  @Test
  void anOlderOperatorSaysNothingOfTheTaleButItsIds() throws IOException {
    RecordingRequest request =
        JSON.readValue(
            """
            {"run":{"name":"hello","uid":"0","tale":{"taleId":"t"}},"archive":"file:///a/",
             "command":["sh"],"workspace":"/w","recording":{},"outputs":[],"graceSeconds":10,
             "finishSeconds":120}
            """,
            RecordingRequest.class);

    TaleDescription tale = Objects.requireNonNull(request.run().tale());
    assertThat(tale.taleId()).isEqualTo("t");
    assertThat(tale.saysNothing()).isTrue();
  }

  /** As recorders before version 1.2 of the format know it, which refuse what they do not know. */
  record EarlierIdentity(
      @Nullable String namespace,
      String name,
      String uid,
      @Nullable String image,
      @Nullable EarlierTale tale) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record EarlierTale(@Nullable String taleId, @Nullable String versionId, @Nullable String runId) {}

  @Test
  void anOlderRecorderReadsWhichRunItIs() throws IOException {
    assertThat(JSON.readValue(JSON.writeValueAsString(REQUEST.run()), EarlierIdentity.class))
        .isEqualTo(
            new EarlierIdentity(
                "tales",
                "hello",
                "0",
                "registry.example.org/hello:1",
                new EarlierTale("t", null, "r")));
  }

  @Test
  void aLongDescriptionLeavesRoomForTheRest() {
    TaleDescription tale =
        new TaleDescription(null, null, null, null, "é".repeat(20_000), null, null);

    String kept = Objects.requireNonNull(tale.description());
    assertThat(kept).endsWith("é ...");
    assertThat(kept.codePoints()).hasSize(TaleDescription.LONGEST_DESCRIPTION);
  }
}

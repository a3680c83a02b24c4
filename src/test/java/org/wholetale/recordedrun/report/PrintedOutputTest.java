package org.wholetale.recordedrun.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.OutputLine;

class PrintedOutputTest {

  private final PrintedOutput output = PrintedOutput.ofAtMost(4);

  @Test
  void whatIsShortIsShownWhole() throws IOException {
    print("stdout", "ab");
    print("stdout", "c");
    print("stderr", "d");

    assertThat(shown())
        .isEqualTo(
            """
            {"stdout":3,"stderr":1,"leftOut":0,"remark":null,"head":[[1,1,"abc"],[1,2,"d"]],"tail":[]}\
            """);
  }

  @Test
  void ofWhatIsLongTheBeginningAndTheEndAreShown() throws IOException {
    print("stdout", "abcdef");
    print("stderr", "ghij");
    print("stdout", "kl");
    print("stdout", "m");

    assertThat(shown())
        .isEqualTo(
            """
            {"stdout":9,"stderr":4,"leftOut":2,"remark":null,"head":[[1,1,"abcd"]],"tail":[[1,2,"ghij"],[1,1,"klm"]]}\
            """);
  }

  @Test
  void controlsAreShownAndNotObeyed() {
    assertThat(VisibleText.printed("\u001b[1mx\r\n\ty\r\0\u007f\u202e\u0085".getBytes(UTF_8)))
        .isEqualTo("␛[1mx\n\ty␍␀␡\\u{202e}\\u{85}");
    assertThat(VisibleText.printed(new byte[] {'a', (byte) 0xff})).isEqualTo("a\ufffd");
  }

  private void print(String stream, String text) {
    output.accept(new OutputLine(1, stream, ByteString.of(text)));
  }

  private String shown() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      output.write(json);
    }
    return out.toString(UTF_8);
  }
}

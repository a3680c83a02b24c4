package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.Events.texts;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.api.Redaction;
import org.wholetale.recordedrun.trace.AccessMode;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Events;
import org.wholetale.recordedrun.trace.SocketId;

/** What is taken out of command lines and names, form by form. */
class RedactorTest {

  private static final Redactor USUAL = Redactor.of(Redaction.DEFAULT);

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "--password=x y -> --password=[redacted]",
        "-Dapi.token=x -> -Dapi.token=[redacted]",
        "TOKEN=x;y -> TOKEN=[redacted]",
        "PGPASSWORD=\"x y\" -> PGPASSWORD=[redacted]",
        "GIRDER_API_KEY=x -> GIRDER_API_KEY=[redacted]",
        "-eTOKEN=x y -> -eTOKEN=[redacted]",
        "--env=API_TOKEN=x y -> --env=API_TOKEN=[redacted]",
        "Authorization: Bearer x -> Authorization: [redacted]",
        "Girder-Token:x y -> Girder-Token:[redacted]",
        "--header=X-Api-Key: x -> --header=X-Api-Key: [redacted]",
        "{\"user\": \"u\", \"password\": \"x y\", \"n\": 1} -> {\"user\": \"u\", \"password\": \"[redacted]\", \"n\": 1}",
        "{\"token\":\"x\",\"n\":1} -> {\"token\":\"[redacted]\",\"n\":1}",
        "https://u:x@host/p?q=1 -> https://[redacted]@host/p?q=1",
        "https://x@host -> https://[redacted]@host",
        "db=postgres://u:p/x@host:5432/db -> db=postgres://[redacted]@host:5432/db",
        "https://host/?a=1&token=x&b=2 -> https://host/?a=1&token=[redacted]&b=2",
        "host=h user=u password=x -> host=h user=u password=[redacted]",
        "Bearer x -> Bearer [redacted]",
      })
  void anArgumentKeepsItsFormAndLosesItsSecret(String argument, String shown) {
    assertThat(redacted(USUAL, "program", argument)).containsExactly("program", shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "export API_TOKEN=x; make all -> export API_TOKEN=[redacted]; make all",
        "PGPASSWORD=x psql -l -> PGPASSWORD=[redacted] psql -l",
        "TOKEN='x y' make -> TOKEN='[redacted]' make",
        "TOKEN=x'y z'w make -> TOKEN=[redacted] make",
        "TOKEN='x'y make -> TOKEN=[redacted] make",
        "TOKEN=x\\ y make -> TOKEN=[redacted] make",
        "mysql --password x -e 'SELECT 1' -> mysql --password [redacted] -e 'SELECT 1'",
        "mysql --password --host h -> mysql --password --host h",
        "curl -H 'Authorization: Bearer x' https://host -> curl -H 'Authorization: [redacted]' https://host",
        "curl -H \"X-Token: $T\" u -> curl -H \"X-Token: [redacted]\" u",
        "curl -d \"{\\\"key\\\": \\\"x y\\\"}\" u -> curl -d \"{\\\"key\\\": \\\"[redacted]\\\"}\" u",
        "os.environ[\"TOKEN\"] = \"x y\"; go() -> os.environ[\"TOKEN\"] = \"[redacted]\"; go()",
        "run([\"a\", \"--password\", \"x\"], 1) -> run([\"a\", \"--password\", \"[redacted]\"], 1)",
        "login(password='x', n=1) -> login(password='[redacted]', n=1)",
        "headers = {'A': 'Bearer x'} -> headers = {'A': 'Bearer [redacted]'}",
        "git clone https://u:x@host/a b -> git clone https://[redacted]@host/a b",
        "bash -c \"TOKEN=x make\" && ls -> bash -c \"TOKEN=[redacted]\" && ls",
      })
  void aScriptGoesOnBehindItsSecret(String script, String shown) {
    assertThat(redacted(USUAL, "sh", "-ec", script)).containsExactly("sh", "-ec", shown);
  }

  @Test
  void whatFollowsANamedOptionIsASecretUnlessItIsAnOptionToo() {
    assertThat(redacted(USUAL, "p", "--password", "-x!", "-n", "1"))
        .containsExactly("p", "--password", "[redacted]", "-n", "1");
    assertThat(redacted(USUAL, "p", "--password", "--token", "x", "y"))
        .containsExactly("p", "--password", "--token", "[redacted]", "y");
    assertThat(redacted(USUAL, "p", "-storepassword", "x", "-e", "TOKEN=x"))
        .containsExactly("p", "-storepassword", "[redacted]", "-e", "TOKEN=[redacted]");
  }

  static Stream<List<String>> nothingSecret() {
    return Stream.of(
        List.of(),
        List.of("sh", "run.sh"),
        List.of("awk", "-F,", "NR <= 5 { printf \"%s %-9s %5.1f\\n\", $1, $2, $3 }"),
        List.of("git", "clone", "https://host:8080/a@b", "token", "secrets.csv"),
        List.of("docker", "run", "-u", "1000:100", "image@sha256:abc"),
        List.of("python3", "count_tokens.py", "a=b", "--n=1", "", "="),
        List.of("echo", "it's", "12:30", "-", "--", "\\"));
  }

  @ParameterizedTest
  @MethodSource("nothingSecret")
  void allElseStaysAsItIs(List<String> argv) {
    assertThat(redacted(USUAL, argv.toArray(String[]::new))).isEqualTo(argv);
  }

  @Test
  void namesAreAddedAndTheUsualOnesCanBeLeftOut() {
    Redactor own = Redactor.of(new Redaction(false, List.of("db-pass"), null));

    assertThat(redacted(own, "p", "MY_DB_PASS=x", "--db-passphrase", "y", "TOKEN=z", "a://b:c@d"))
        .containsExactly(
            "p", "MY_DB_PASS=[redacted]", "--db-passphrase", "[redacted]", "TOKEN=z", "a://b:c@d");
  }

  @Test
  void aValueGoesWhereverItStands() {
    Redactor own = Redactor.of(new Redaction(false, null, List.of("hunter2", "ghp_*", "a b")));

    assertThat(
            redacted(own, "p", "-phunter2", "xhunter2hunter2y", "t=ghp_1234,ghp_ \"ghp_5\"", "a b"))
        .containsExactly(
            "p", "-p[redacted]", "x[redacted]y", "t=[redacted] \"[redacted]\"", "[redacted]");
  }

  @Test
  void ofSecretsThatOverlapNothingIsLeft() {
    Redactor own = Redactor.of(new Redaction(false, null, List.of("abcd", "cdefgh")));

    assertThat(redacted(own, "p", "-abcdefgh-")).containsExactly("p", "-[redacted]-");
  }

  @Test
  void theBeginningOfAValueGoesWhereTheRestWasCutOff() {
    Redactor own = Redactor.of(new Redaction(true, null, List.of("hunter2")));

    assertThat(own.arguments(texts("hunt hunt", "http://u:x"), true))
        .containsExactlyElementsOf(texts("hunt [redacted]", "http://[redacted]"));
    assertThat(own.arguments(texts("hunt hunt"), false)).isEqualTo(texts("hunt hunt"));
  }

  @Test
  void bytesThatAreNoTextAreNeitherInTheWayNorChanged() {
    ByteString odd = ByteString.copyOf(new byte[] {(byte) 0xff, (byte) 0xc3});
    List<ByteString> argv =
        List.of(odd, ByteString.of("TOKEN=").concat(odd), odd.concat(ByteString.of(" KEY=x")));

    assertThat(USUAL.arguments(argv, false))
        .containsExactly(
            odd, ByteString.of("TOKEN=[redacted]"), odd.concat(ByteString.of(" KEY=[redacted]")));
  }

  @Test
  void anEventSaysThatItWasRedacted() {
    Event.Exec secret = Events.exec(1, 7, "curl", "--token", "x");
    Event.Exec harmless = Events.exec(1, 7, "curl", "-v");

    assertThat(USUAL.redact(secret))
        .isEqualTo(
            new Event.Exec(
                secret.at(),
                secret.path(),
                secret.file(),
                texts("curl", "--token", "[redacted]"),
                false,
                secret.cwd(),
                secret.parent(),
                secret.user(),
                Map.of(),
                true));
    assertThat(USUAL.redact(harmless)).isSameAs(harmless);
  }

  @Test
  void aVariableOfASecretNameLosesAllOfItsValueAndOthersTheSecretsInThem() {
    Map<String, ByteString> variables =
        Map.of(
            "API_TOKEN", ByteString.of("a b"),
            "EMPTY_KEY", ByteString.EMPTY,
            "PIP_ARGS", ByteString.of("-q --password hunter2 -v"),
            "INDEX", ByteString.of("https://me:hunter2@host/"),
            "LANG", ByteString.of("C"));

    assertThat(((Event.Exec) USUAL.redact(withVariables(variables))).environment())
        .isEqualTo(
            Map.of(
                "API_TOKEN", ByteString.of("[redacted]"),
                "EMPTY_KEY", ByteString.EMPTY,
                "PIP_ARGS", ByteString.of("-q --password [redacted] -v"),
                "INDEX", ByteString.of("https://[redacted]@host/"),
                "LANG", ByteString.of("C")));
    Event.Exec harmless = withVariables(Map.of("LANG", ByteString.of("C")));
    assertThat(USUAL.redact(harmless)).isSameAs(harmless);
  }

  private static Event.Exec withVariables(Map<String, ByteString> variables) {
    Event.Exec exec = Events.exec(1, 7, "true");
    return new Event.Exec(
        exec.at(),
        exec.path(),
        exec.file(),
        exec.argv(),
        false,
        exec.cwd(),
        exec.parent(),
        exec.user(),
        variables,
        false);
  }

  @Test
  void anAssignmentThatPassedForAProgramIsRedacted() {
    Event.ExecFailed failed = Events.execFailed(1, 7, "/usr/bin/PGPASSWORD=x/y z");

    assertThat(USUAL.redact(failed))
        .isEqualTo(
            new Event.ExecFailed(
                failed.at(),
                ByteString.of("/usr/bin/PGPASSWORD=[redacted]"),
                List.of(ByteString.of("/usr/bin/PGPASSWORD=[redacted]")),
                false,
                failed.errno(),
                true));
  }

  @Test
  void namesOfFilesLoseValuesOnly() {
    Redactor own = Redactor.of(new Redaction(true, null, List.of("hunter2")));
    Event.Open keyed = Events.open(1, 7, AccessMode.READ, "/data/key=5/part", 4);

    assertThat(own.redact(keyed)).isSameAs(keyed);
    assertThat(
            own.redact(
                new Event.Symlink(
                    Events.at(1, 7),
                    ByteString.of("/l"),
                    ByteString.of("../hunter2"),
                    false,
                    false)))
        .isEqualTo(
            new Event.Symlink(
                Events.at(1, 7), ByteString.of("/l"), ByteString.of("../[redacted]"), false, true));
    assertThat(own.redact(Events.rename(1, 7, "/tmp/hunter2", "/b")))
        .isEqualTo(
            new Event.Rename(
                Events.at(1, 7),
                ByteString.of("/tmp/[redacted]"),
                ByteString.of("/b"),
                false,
                false,
                true));
  }

  @Test
  void namesOfSocketsAndNamesLookedUpLoseSecretValues() {
    Redactor redactor = Redactor.of(new Redaction(false, null, List.of("hunter2")));
    SocketId socket = new SocketId("udp", 55);
    Endpoint.Ip server = new Endpoint.Ip("127.0.0.1", 53);
    ByteString secret = ByteString.of("x.hunter2.org");
    ByteString shown = ByteString.of("x.[redacted].org");

    assertThat(
            redactor.redact(
                new Event.Lookup(Events.at(1, 7), socket, secret, "A", server, false, false)))
        .isEqualTo(new Event.Lookup(Events.at(1, 7), socket, shown, "A", server, false, true));
    assertThat(
            redactor.redact(
                new Event.Bind(
                    Events.at(1, 7), socket, new Endpoint.UnixName(secret), null, false, false)))
        .isEqualTo(
            new Event.Bind(
                Events.at(1, 7), socket, new Endpoint.UnixName(shown), null, false, true));
    Event.Send open = new Event.Send(Events.at(1, 7), socket, server, false, false);
    assertThat(redactor.redact(open)).isSameAs(open);
  }

  private static List<String> redacted(Redactor redactor, String... argv) {
    return redactor.arguments(texts(argv), false).stream().map(ByteString::toString).toList();
  }
}

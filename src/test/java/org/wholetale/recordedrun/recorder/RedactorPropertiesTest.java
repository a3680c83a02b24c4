package org.wholetale.recordedrun.recorder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.wholetale.recordedrun.api.Redaction;
import org.wholetale.recordedrun.trace.ByteString;

/** What holds of redaction whatever the command line. */
class RedactorPropertiesTest {

  /** MAX_ARG_STRLEN, the kernel's. */
  private static final int LONGEST_ARGUMENT = 131_072;

  private static final Redactor USUAL = Redactor.of(Redaction.DEFAULT);

  /** Odd ones, which meddle with quotes, names and the marker. */
  private static final Redactor ODD =
      Redactor.of(
          new Redaction(
              true,
              List.of("redact", "abc"),
              List.of("it's", "ab \"*", "=key", "[redacted]", "TOKEN", "d]:x", "bcab")));

  @Property(tries = 3000)
  void whatWasRedactedOnceComesThroughUnchanged(
      @ForAll("commandLines") List<ByteString> argv, @ForAll boolean cut) {
    for (Redactor redactor : List.of(USUAL, ODD)) {
      List<ByteString> once = redactor.arguments(argv, cut);

      assertThat(once).hasSameSizeAs(argv);
      assertThat(redactor.arguments(once, cut)).isEqualTo(once);
    }
  }

  @Property(tries = 1000)
  void noSecretSurvivesInAnArgumentOfItsOwn(
      @ForAll("forms") String form, @ForAll("anySecrets") String secret) {
    assertGone(USUAL, List.of("program", form.formatted(secret)), secret);
  }

  @Property(tries = 1000)
  void noSecretSurvivesBehindItsOption(
      @ForAll("options") String option, @ForAll("anySecrets") String secret) {
    assertGone(USUAL, List.of("program", option, "=" + secret, "-v"), secret);
  }

  @Property(tries = 1000)
  void noSecretSurvivesInAScript(
      @ForAll("scripts") String script, @ForAll("plainSecrets") String secret) {
    assertGone(USUAL, List.of("sh", "-c", script.formatted(secret)), secret);
    assertGone(USUAL, List.of("program", "is " + script.formatted(secret)), secret);
  }

  @Property(tries = 1000)
  void noSecretSurvivesThatIsNamedItself(
      @ForAll("texts") String before,
      @ForAll("anySecrets") String secret,
      @ForAll("texts") String to) {
    Redactor redactor = Redactor.of(new Redaction(true, null, List.of(secret)));
    List<ByteString> argv = List.of(ByteString.of(before + secret + to));

    assertThat(redactor.arguments(argv, false).getFirst().toString()).doesNotContain(secret);
  }

  @Property(tries = 1000)
  void whereNothingIsAskedForNothingIsChanged(@ForAll("commandLines") List<ByteString> argv) {
    Redactor none = Redactor.of(new Redaction(false, null, null));

    assertThat(none.arguments(argv, true)).isEqualTo(argv);
  }

  @Property(tries = 500)
  void whatHasNeitherNamesNorSeparatorsStaysAsItIs(
      @ForAll("harmless") List<ByteString> argv, @ForAll boolean cut) {
    assertThat(USUAL.arguments(argv, cut)).isEqualTo(argv);
  }

  @Property(tries = 100)
  void noArgumentIsSoLongThatEventsAreLostMeanwhile(
      @ForAll("pieces") String piece, @ForAll("pieces") String other) {
    String longest = (piece + other).repeat(LONGEST_ARGUMENT / (piece + other).length());
    List<ByteString> argv = List.of(bytes("sh"), bytes("-c"), bytes(longest));

    assertTimeout(Duration.ofSeconds(2), () -> USUAL.arguments(argv, true));
    assertTimeout(Duration.ofSeconds(2), () -> ODD.arguments(argv, true));
  }

  @Example
  void aRunOfBlanksIsLookedThroughOnce() {
    List<ByteString> argv = List.of(bytes("sh"), bytes("-c"), bytes(" ".repeat(LONGEST_ARGUMENT)));

    assertTimeout(Duration.ofMillis(500), () -> USUAL.arguments(argv, true));
  }

  private static void assertGone(Redactor redactor, List<String> argv, String secret) {
    List<ByteString> shown =
        redactor.arguments(argv.stream().map(RedactorPropertiesTest::bytes).toList(), false);

    assertThat(text(shown)).doesNotContain(secret).contains("[redacted]");
  }

  private static String text(List<ByteString> argv) {
    return argv.stream()
        .map(argument -> new String(argument.toByteArray(), ISO_8859_1))
        .reduce("", (all, next) -> all + "\n" + next);
  }

  private static ByteString bytes(String text) {
    return ByteString.copyOf(text.getBytes(ISO_8859_1));
  }

  @Provide
  Arbitrary<String> options() {
    return Arbitraries.of("--password", "--api-token", "-secret", "--girder-key", "--PassWord");
  }

  @Provide
  Arbitrary<String> forms() {
    return Arbitraries.of(
        "--password=%s",
        "TOKEN=%s",
        "-e=API_KEY=%s",
        "-eGIRDER_API_KEY=%s",
        "X-Secret: %s",
        "Authorization: Bearer %s",
        "{\"n\": 1, \"password\": \"%s\"");
  }

  @Provide
  Arbitrary<String> scripts() {
    return Arbitraries.of(
        "export API_TOKEN=%s; make",
        "PGPASSWORD=%s psql",
        "x && TOKEN='%s' y",
        "x; TOKEN=\"%s\" y",
        "mysql --password %s -v",
        "mysql --password '%s' -v",
        "mysql \\\n --password=%s\\\n -v",
        "curl -H 'X-Token: %s' u",
        "curl -H \"Authorization: Bearer %s\" u",
        "curl -d '{\"a\": {\"key\": \"%s\"}}' u",
        "curl \"https://host/?token=%s&a=b\"",
        "git clone https://user:%s@host/a b",
        "git clone 'https://user:%s@host/a' b",
        "import os; os.environ['TOKEN'] = '%s'",
        "call(token=\"%s\", n=1)",
        "run(['a', '--token', '%s'])");
  }

  @Provide
  Arbitrary<String> plainSecrets() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('A', 'Z')
        .withCharRange('0', '9')
        .withChars("!#$%*+,-./?@[]^_{}~:=\u00e9\u00ff")
        .ofMinLength(8)
        .ofMaxLength(40)
        .map(text -> "qZ" + text + "Zq");
  }

  @Provide
  Arbitrary<String> anySecrets() {
    Arbitrary<String> any =
        Arbitraries.strings()
            .withCharRange('\u0001', '\u00ff')
            .excludeChars('%')
            .ofMinLength(6)
            .ofMaxLength(30)
            .map(text -> "qZ" + text + "Zq");
    return Arbitraries.oneOf(any, plainSecrets());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(pieces(), Arbitraries.strings().withCharRange('\u0001', '\u00ff'))
        .list()
        .ofMaxSize(8)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<List<ByteString>> commandLines() {
    return Combinators.combine(texts().list().ofMaxSize(5), Arbitraries.of("", "-c"))
        .as((texts, first) ->
            Stream.concat(Stream.of(first), texts.stream())
                .map(RedactorPropertiesTest::bytes)
                .toList());
  }

  @Provide
  Arbitrary<List<ByteString>> harmless() {
    return Arbitraries.strings()
        .withCharRange('\u0001', '\u00ff')
        .excludeChars('=', ':', '-')
        .filter(text -> !text.toLowerCase(Locale.ROOT).contains("bearer"))
        .map(RedactorPropertiesTest::bytes)
        .list()
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
        "TOKEN=",
        "key",
        ":",
        "=",
        " ",
        "://",
        "@",
        "a",
        "--password",
        "\"",
        "'",
        "\\",
        "\n",
        ";",
        ",",
        "]",
        "[redacted]",
        "[red",
        "acted]",
        "it's",
        "abcab",
        "Bearer",
        "-c",
        "://:a/",
        "x]:x",
        "redact=",
        "{\"secret\": ",
        "\u00e9",
        " --key ",
        "$(",
        ")");
  }
}

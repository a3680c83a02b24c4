package org.wholetale.recordedrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell offers where a user presses the tabulator. */
class CompletionTest {

  private static final ClusterWithLogs CLUSTER = new ClusterWithLogs("");

  @TempDir static Path config;
  private static Path kubeconfig = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    kubeconfig = CLUSTER.kubeconfig(config);
    CLUSTER.create("hello");
    CLUSTER.create("help");
    CLUSTER.create("other");
  }

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  @Test
  void commandsAreOfferedAndTheirOtherNames() {
    assertThat(complete("lo")).containsExactly("local", "log", "logs", ":4");
    assertThat(complete("")).contains("trace", "cancel", "archive", "verify", "logs");
  }

  @Test
  void whatIsNotForUsersIsNotOffered() {
    assertThat(complete("")).doesNotContain("rehearse", "__complete");
  }

  @Test
  void optionsAreOfferedOnceTheWordBeginsLikeOne() {
    assertThat(complete("verify", "--man")).containsExactly("--manifest-sha256", ":0");
    assertThat(complete("verify", "x")).containsExactly(":0");
  }

  @Test
  void anOptionsKnownValuesAreOffered() {
    assertThat(complete("output", "--stream", "")).containsExactly("stderr", "stdout", ":4");
    assertThat(complete("export", "--format", "cp")).containsExactly("cpr", ":4");
  }

  @Test
  void anOptionThatTakesAFileLeavesItToTheShell() {
    assertThat(complete("cancel", "--kubeconfig", "")).containsExactly(":0");
  }

  @Test
  void runsAreOfferedWhereACommandTakesOne() {
    String access = "--kubeconfig=" + kubeconfig;

    assertThat(complete("cancel", access, "he")).containsExactly("hello", "help", ":4");
    assertThat(complete("trace", access, "--files", "o")).containsExactly("other", ":0");
    assertThat(complete("cancel", access, "-n", "others", "")).containsExactly(":4");
    assertThat(complete("recover", access, "he")).containsExactly(":0");
    assertThat(complete("diff", access, "hello", "o")).containsExactly("other", ":0");
  }

  @Test
  void whereAFileOfTheRunIsMeantNothingIsOffered() {
    String access = "--kubeconfig=" + kubeconfig;

    assertThat(complete("why", access, "he")).containsExactly("hello", "help", ":0");
    assertThat(complete("why", access, "hello", "o")).containsExactly(":4");
    assertThat(complete("why", "--depth", "3", access, "o")).containsExactly("other", ":0");
    assertThat(complete("impact", "--kubeconfig", kubeconfig.toString(), "hello", "o"))
        .containsExactly(":4");
  }

  @Test
  void aClusterThatGivesNoAnswerOffersNothing() {
    assertThat(complete("cancel", "--kubeconfig", "/nowhere", "")).containsExactly(":4");
  }

  @Test
  void bashCompletes() throws IOException, InterruptedException {
    String asked =
        """
        source <("$PROGRAM" completion bash)
        complete -p recordedrun > /dev/null || exit
        ask() {
          COMP_WORDS=(recordedrun "$@") COMP_CWORD=$#
          _recordedrun
          echo "${COMPREPLY[*]}"
        }
        ask ca
        ask cancel --kubeconfig "$CONFIG" hel
        touch spool
        ask archive --workspace sp
        """;

    assertThat(shell("bash", "--norc", "-c", asked))
        .containsExactly("cancel", "hello help", "spool");
  }

  @Test
  void zshCompletes() throws IOException, InterruptedException {
    assumeThat(Path.of("/usr/bin/zsh")).exists();
    String asked =
        """
        autoload -Uz compinit
        compinit -u -d dump
        source <("$PROGRAM" completion zsh)
        [[ $_comps[recordedrun] == _recordedrun ]] || exit
        compadd() { shift; print -- "$@" }
        _files() { print files }
        ask() {
          local -a words=(recordedrun "$@")
          local CURRENT=$#words
          _recordedrun
        }
        ask ca
        ask cancel --kubeconfig "$CONFIG" hel
        ask archive --workspace sp
        ask cancel --kubeconfig "$CONFIG" none
        """;

    assertThat(shell("zsh", "-f", "-c", asked)).containsExactly("cancel", "hello help", "files");
  }

  private static List<String> complete(String... words) {
    StringWriter out = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .execute(
                Stream.concat(Stream.of("__complete", "--"), Stream.of(words))
                    .toArray(String[]::new));
    assertThat(code).isZero();
    return out.toString().lines().toList();
  }

  /** What a shell prints in whose PATH this program is. */
  private List<String> shell(String... command) throws IOException, InterruptedException {
    Path program = folder.resolve("recordedrun");
    Files.writeString(
        program,
        """
        #!/bin/sh
        exec '%s/bin/java' -XX:TieredStopAtLevel=1 -Dlogback.configurationFile='%s' -cp '%s' %s "$@"
        """
            .formatted(
                System.getProperty("java.home"),
                Path.of("src/main/resources/logback.xml").toAbsolutePath(),
                System.getProperty("java.class.path"),
                Main.class.getName()));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    ProcessBuilder shell =
        new ProcessBuilder(command)
            .directory(Files.createDirectory(folder.resolve("here")).toFile())
            .redirectError(folder.resolve("stderr").toFile());
    shell.environment().merge("PATH", folder.toString(), (old, own) -> own + ":" + old);
    shell.environment().put("PROGRAM", program.toString());
    shell.environment().put("CONFIG", kubeconfig.toString());
    Process process = shell.start();
    List<String> printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("stderr"))).isZero();
    return printed;
  }
}

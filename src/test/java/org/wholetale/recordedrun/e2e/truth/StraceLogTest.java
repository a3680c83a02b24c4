package org.wholetale.recordedrun.e2e.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read out of strace's lines. */
class StraceLogTest {

  private static final Path THERE = Path.of("/there");

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ==> ",
      quoteCharacter = '`',
      textBlock =
          """
          open("a", O_RDONLY) = 3</there/a> ==> opened r /there/a
          openat(AT_FDCWD</there>, "a", O_WRONLY|O_CREAT, 0666) = 3</there/a> ==> opened w /there/a
          openat(7</there/d>, "a", O_RDWR) = 3</there/d/a> ==> opened rw /there/d/a
          openat2(AT_FDCWD</there>, "a", {flags=O_RDWR|O_CREAT, mode=0644, resolve=0}, 24) = 3</there/a> ==> opened rw /there/a
          creat("a", 0644) = 3</there/a> ==> opened w /there/a
          openat(AT_FDCWD</there>, "l", O_RDONLY) = 3</usr/link's target> ==> opened r /usr/link's target
          openat(AT_FDCWD</there>, "a", O_RDONLY) = 3</there/a>(deleted) ==> opened r /there/a
          openat(AT_FDCWD</there>, "/dev/stdin", O_RDONLY) = 3<pipe:[47]> ==> opened r pipe:[47]
          openat(AT_FDCWD</>, "x\\"y) = 1, z", O_RDONLY) = 3</x\\"y) = 1, z> ==> opened r /x"y) = 1, z
          openat(AT_FDCWD</a\\76b>, "\\303\\274\\0017", O_RDONLY) = 3</a\\76b/\\303\\274\\0017> ==> opened r /a>b/\u00fc\u00017
          rename("a", "../b") = 0 ==> renamed /there/a to /b
          renameat2(AT_FDCWD</x>, "a", 5</y>, "b", RENAME_NOREPLACE) = 0 ==> renamed /x/a to /y/b
          link("a", "/b") = 0 ==> linked /there/a as /b
          linkat(AT_FDCWD</x>, "a", 5</y>, "b", 0) = 0 ==> linked /x/a as /y/b
          symlink("../a", "b") = 0 ==> made symlink /there/b to ../a
          symlinkat("../a", AT_FDCWD</x>, "b") = 0 ==> made symlink /x/b to ../a
          mkdir("d", 0777) = 0 ==> made folder /there/d
          mkdirat(5</x>, "d", 0777) = 0 ==> made folder /x/d
          mknod("p", S_IFIFO|0666) = 0 ==> made node /there/p
          mknodat(5</x>, "p", S_IFIFO|0666) = 0 ==> made node /x/p
          truncate("a", 1) = 0 ==> cut /there/a
          unlink("a") = 0 ==> removed /there/a
          rmdir("d/") = 0 ==> removed /there/d
          unlinkat(5</x>, "a", 0) = 0 ==> removed /x/a
          execve("./none", ["none"], ["A=b"]) = -1 ENOENT (No such file or directory) ==> failed to execute /there/none
          """)
  void aCallIsADeed(String line, String deed) {
    assertThat(deeds("1 " + line)).containsExactly("- " + deed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openat(AT_FDCWD</there>, \"none\", O_RDONLY) = -1 ENOENT (No such file or directory)",
        "openat(AT_FDCWD</there>, \"d\", O_RDONLY|O_PATH|O_DIRECTORY) = 3</there/d>",
        "unlink(\"a\") = -1 EPERM (Operation not permitted)",
        "mkdir(\"a\", 0777) = ?",
        "unlink(\"a\" <unfinished ...>",
        "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=7, si_utime=4 /* 0.04 s */} ---",
        "+++ exited with 0 +++"
      })
  void whatDidNotHappenIsNone(String line) {
    assertThat(deeds("1 " + line)).isEmpty();
  }

  @Test
  void theExecutedProgramAndWhatItStartsDoTheDeeds() {
    assertThat(
            deeds(
                "1 execve(\"/bin/true\", [\"true\", \"a, \\\"b\\\"\"], [\"A=b\"]) = 0",
                "1 vfork( <unfinished ...>",
                "2 unlink(\"a\" <unfinished ...>",
                "1 <... vfork resumed>)              = 2",
                "2 <... unlink resumed>)             = 0"))
        .containsExactly(
            "- executed /usr/bin/true as /bin/true in /there [true, a, \"b\"]",
            "/usr/bin/true removed /there/a");
  }

  @Test
  void aScriptIsItsInterpreter() {
    String script = StraceLogTest.class.getResource("script").getPath();

    assertThat(deeds("1 execve(\"" + script + "\", [\"script\", \"a\"], []) = 0"))
        .singleElement()
        .asString()
        .startsWith("- executed /usr/bin/env as " + script)
        .endsWith("[/usr/bin/env, -S sh -eu, " + script + ", a]");
  }

  @Test
  void aChildHasItsOwnWorkingDirectoryAndAThreadItsProcesss() {
    assertThat(
            deeds(
                "1 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD) = 2",
                "1 clone3({flags=CLONE_VM|CLONE_THREAD, stack=0x7f, tls=0x7f} => {parent_tid=[3]}, 88) = 3",
                "2 chdir(\"child's\") = 0",
                "3 fchdir(5</thread's>) = 0",
                "1 unlink(\"a\") = 0",
                "2 unlink(\"b\") = 0",
                "3 unlink(\"c\") = 0"))
        .containsExactly(
            "- removed /there/child's/b", "- removed /thread's/a", "- removed /thread's/c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unlink(\"a\") = 0",
        "1 <... unlink resumed>) = 0",
        "1 unlink(\"a\"",
        "1 unlink(\"a\"...) = 0",
        "1 mount(\"a\", \"b\") = 0",
        "1 openat(AT_FDCWD</there>, \"a\", O_CREAT) = 3</there/a>",
        "1 openat(AT_FDCWD</there>, \"a\", O_RDONLY) = 3"
      })
  void whatIsNotUnderstoodIsNotPassedOver(String line) {
    assertThatThrownBy(() -> deeds(line)).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> deeds(String... lines) {
    Deeds deeds = StraceDeeds.of(THERE, StraceLog.parse(List.of(lines)));
    return deeds.times().keySet().stream().sorted().map(Deed::toString).toList();
  }
}

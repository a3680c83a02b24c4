package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wholetale.recordedrun.recorder.PathTable.Node;
import org.wholetale.recordedrun.recorder.PathTable.Resolved;
import org.wholetale.recordedrun.trace.ByteString;

class PathTableTest {

  private static final Node NOWHERE = new Node(1, 0);
  private static final Node ROOT = new Node(1, 10);
  private static final Node WORK = new Node(1, 11);
  private static final Node MOUNT_POINT = new Node(1, 12);
  private static final Node MOUNTED = new Node(2, 20);
  private static final Node FOLDER = new Node(2, 21);
  private static final Node FILE = new Node(2, 22);

  private final PathTable paths = new PathTable(8);

  /** /work/ws/a/f, where ws is a mount whose own root has the name x. */
  @BeforeEach
  void tree() {
    put(ROOT, NOWHERE, "/");
    put(WORK, ROOT, "work");
    put(MOUNT_POINT, WORK, "ws");
    put(MOUNTED, MOUNT_POINT, "x");
    put(FOLDER, MOUNTED, "a");
    put(FILE, FOLDER, "f");
  }

  @Test
  void aPathCrossesMountsByTheNameOfTheMountPoint() {
    assertThat(paths.resolve(FILE)).isEqualTo(whole("/work/ws/a/f"));
    assertThat(paths.resolve(MOUNTED)).isEqualTo(whole("/work/ws"));
    assertThat(paths.resolve(ROOT)).isEqualTo(whole("/"));
    assertThat(paths.knows(FILE)).isTrue();
  }

  @Test
  void whatLiesBelowARenamedFolderHasItsNewName() {
    put(FOLDER, MOUNTED, "b");

    assertThat(paths.resolve(FILE)).isEqualTo(whole("/work/ws/b/f"));
  }

  @Test
  void whatIsExchangedHasEachOthersPath() {
    Node other = new Node(2, 23);
    put(other, MOUNTED, "g");

    paths.exchange(ByteString.of("/work/ws/a"), ByteString.of("/work/ws/g"));

    assertThat(paths.resolve(FILE)).isEqualTo(whole("/work/ws/g/f"));
    assertThat(paths.resolve(other)).isEqualTo(whole("/work/ws/a"));
  }

  @Test
  void aRenameThatNoProbePutOutAnewIsFollowedAsOftenAsItHappens() {
    paths.rename(ByteString.of("/work/ws/a"), ByteString.of("/unseen/b"));
    assertThat(paths.resolve(FILE)).isEqualTo(whole("/unseen/b/f"));

    paths.rename(ByteString.of("/unseen/b/f"), ByteString.of("/unseen/b/g"));
    paths.rename(ByteString.of("/unseen/b"), ByteString.of("/c"));
    assertThat(paths.resolve(FOLDER)).isEqualTo(whole("/c"));
    assertThat(paths.resolve(FILE)).isEqualTo(whole("/c/g"));
  }

  @Test
  void anAncestorThatNeverCameCutsThePath() {
    Node lost = new Node(2, 77);
    put(FILE, lost, "f");

    assertThat(paths.resolve(FILE)).isEqualTo(cut("/.../f"));
    assertThat(paths.resolve(lost)).isEqualTo(cut("/..."));
    assertThat(paths.knows(lost)).isFalse();
  }

  @Test
  void aNameAsLongAsAProbeCanPutOutMayHaveBeenCut() {
    put(FILE, FOLDER, "12345678");
    assertThat(paths.resolve(FILE)).isEqualTo(cut("/work/ws/a/12345678"));

    put(FILE, FOLDER, "1234567");
    assertThat(paths.resolve(FILE)).isEqualTo(whole("/work/ws/a/1234567"));
  }

  @Test
  void whatIsItsOwnParentLiesInNoFolder() {
    Node pipe = new Node(9, 90);
    Node memory = new Node(9, 91);
    put(pipe, pipe, "");
    put(memory, memory, "memfd:x");

    assertThat(paths.resolve(pipe)).isEqualTo(whole(""));
    assertThat(paths.resolve(memory)).isEqualTo(whole("memfd:x"));
  }

  @Test
  void addressesUsedAgainCannotMakeAPathEndless() {
    Node a = new Node(5, 1);
    Node b = new Node(6, 1);
    put(a, b, "a");
    put(b, a, "b");
    put(FILE, a, "f");

    assertThat(paths.resolve(FILE)).isEqualTo(cut("/..."));
  }

  @ParameterizedTest
  @CsvSource({
    "c,              /work/ws/a/c",
    "./c/./d,        /work/ws/a/c/d",
    "../c,           /work/ws/c",
    "../../../../c,  /c",
    "c/../d,         /work/ws/a/d",
    ".,              /work/ws/a",
    "c//d/,          /work/ws/a/c/d",
    "...,            /work/ws/a/...",
    "/etc/hosts,     /etc/hosts",
    "/etc/../hosts,  /hosts",
    "/,              /",
    "/..,            /"
  })
  void aNameIsTakenRelativeToItsBase(String name, String path) {
    assertThat(paths.resolve(FOLDER).resolve(ByteString.of(name), false)).isEqualTo(whole(path));
  }

  @Test
  void anAbsoluteNameNeedsNoBase() {
    Resolved unknown = paths.resolve(new Node(3, 3));

    assertThat(unknown.resolve(ByteString.of("/a"), false)).isEqualTo(whole("/a"));
    assertThat(unknown.resolve(ByteString.of("a"), false)).isEqualTo(cut("/.../a"));
    assertThat(unknown.resolve(ByteString.of("/a"), true)).isEqualTo(cut("/a"));
  }

  private void put(Node node, Node parent, String name) {
    paths.put(node, parent, ByteString.of(name));
  }

  private static Resolved whole(String path) {
    return new Resolved(ByteString.of(path), false);
  }

  private static Resolved cut(String path) {
    return new Resolved(ByteString.of(path), true);
  }
}

package org.wholetale.recordedrun.recorder;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * The kernel's directory tree as far as the probes have put it out, node by node, and the absolute
 * paths in it.
 */
final class PathTable {

  /** A place in the tree: a dentry, seen through a mount. Kernel addresses; used again by it. */
  record Node(long mount, long dentry) {}

  /** A path, and whether all of it is known. */
  record Resolved(ByteString path, boolean truncated) {

    /** The path of a name below this one, or the name itself where that is absolute. */
    Resolved resolve(ByteString name, boolean nameTruncated) {
      if (name.startsWith('/')) {
        return new Resolved(PathTable.normalize(name), nameTruncated);
      }
      return new Resolved(
          PathTable.normalize(path.concat(SLASH).concat(name)), truncated || nameTruncated);
    }
  }

  /**
   * @param name below its parent; several names joined by slashes where it was renamed
   */
  private record Entry(Node parent, ByteString name, boolean truncated) {}

  private static final ByteString SLASH = ByteString.of("/");
  private static final ByteString ELSEWHERE = ByteString.of("/...");
  private static final int DEEPEST = 4096;
  private static final Node ROOT = new Node(0, 0);

  private final Map<Node, Entry> entries = new HashMap<>();

  /** The nodes of each last name. */
  private final Map<ByteString, Set<Node>> byName = new HashMap<>();

  /** What was resolved since the last change of a path. */
  private final Map<Node, Resolved> resolved = new HashMap<>();

  private final int stringLimit;

  /**
   * @param stringLimit the most bytes that a probe puts out of a name; one as long as that may have
   *     been cut
   */
  PathTable(int stringLimit) {
    this.stringLimit = stringLimit;
  }

  /**
   * Adds or replaces a node.
   *
   * @param parent its folder; in another mount where the node is a mount's root; with dentry 0
   *     where it is the root of all
   */
  void put(Node node, Node parent, ByteString name) {
    boolean crossing = parent.dentry() == 0 || parent.mount() != node.mount();
    put(node, new Entry(parent, crossing ? ByteString.EMPTY : name, !crossing && isCut(name)));
  }

  private void put(Node node, Entry entry) {
    Entry before = entries.put(node, entry);
    if (entry.equals(before)) {
      return;
    }
    if (before != null) {
      resolved.clear();
      byName.computeIfPresent(
          lastName(before.name()),
          (name, nodes) -> nodes.remove(node) && nodes.isEmpty() ? null : nodes);
    }
    byName.computeIfAbsent(lastName(entry.name()), name -> new HashSet<>()).add(node);
  }

  /**
   * A file or folder has another path from now on, and all below it with it. The probes put a node
   * out anew only when it is next opened.
   */
  void rename(ByteString from, ByteString to) {
    Entry entry = entryAt(to);
    nodesAt(from).forEach(node -> put(node, entry));
  }

  /** Each of two files or folders has the other one's path from now on. */
  void exchange(ByteString one, ByteString other) {
    Entry atOne = entryAt(one);
    Entry atOther = entryAt(other);
    List<Node> ones = nodesAt(one);
    List<Node> others = nodesAt(other);
    ones.forEach(node -> put(node, atOther));
    others.forEach(node -> put(node, atOne));
  }

  private Entry entryAt(ByteString path) {
    int slash = lastSlash(path);
    List<Node> parents = nodesAt(path.substring(0, Math.max(slash, 1)));
    // Where no probe has put out the folder, the whole path stands for its place.
    return parents.isEmpty()
        ? new Entry(ROOT, path.substring(1, path.length()), false)
        : new Entry(parents.getFirst(), lastName(path), false);
  }

  private List<Node> nodesAt(ByteString path) {
    return byName.getOrDefault(lastName(path), Set.of()).stream()
        .filter(node -> resolve(node).path().equals(path))
        .toList();
  }

  private static ByteString lastName(ByteString path) {
    return path.substring(lastSlash(path) + 1, path.length());
  }

  private static int lastSlash(ByteString path) {
    int slash = path.length() - 1;
    while (slash >= 0 && path.byteAt(slash) != '/') {
      slash--;
    }
    return slash;
  }

  /** Whether a string that a probe put out may be longer in truth. */
  boolean isCut(ByteString text) {
    return text.length() >= stringLimit;
  }

  /** Whether the node was put out. */
  boolean knows(Node node) {
    return entries.containsKey(node);
  }

  /**
   * The node's absolute path; truncated where an ancestor or the end of a name is missing. What
   * lies in no folder, a pipe or a memfd, has its bare name, which is empty for a pipe.
   */
  Resolved resolve(Node node) {
    Resolved known = resolved.get(node);
    if (known != null) {
      return known;
    }
    Resolved path = walk(node);
    if (!path.truncated()) {
      resolved.put(node, path);
    }
    return path;
  }

  private Resolved walk(Node node) {
    Entry itself = entries.get(node);
    if (itself != null && itself.parent().equals(node)) {
      return new Resolved(itself.name(), itself.truncated());
    }
    Deque<ByteString> names = new ArrayDeque<>();
    boolean truncated = false;
    Node current = node;
    int steps = 0;
    while (current.dentry() != 0) {
      Entry entry = entries.get(current);
      if (entry == null || entry.parent().equals(current) || steps++ > DEEPEST) {
        names.addFirst(ELSEWHERE);
        truncated = true;
        break;
      }
      truncated |= entry.truncated();
      if (!entry.name().isEmpty()) {
        names.addFirst(SLASH.concat(entry.name()));
      }
      current = entry.parent();
    }
    ByteString path = names.stream().reduce(ByteString.EMPTY, ByteString::concat);
    return new Resolved(path.isEmpty() ? SLASH : path, truncated);
  }

  /** The absolute path without empty names, {@code .} and {@code ..}. */
  static ByteString normalize(ByteString path) {
    Deque<ByteString> names = new ArrayDeque<>();
    int from = 0;
    for (int i = 0; i <= path.length(); i++) {
      if (i == path.length() || path.byteAt(i) == '/') {
        ByteString name = path.substring(from, i);
        from = i + 1;
        if (name.equals(ByteString.of(".."))) {
          names.pollLast();
        } else if (!name.isEmpty() && !name.equals(ByteString.of("."))) {
          names.addLast(name);
        }
      }
    }
    ByteString joined =
        names.stream().map(SLASH::concat).reduce(ByteString.EMPTY, ByteString::concat);
    return joined.isEmpty() ? SLASH : joined;
  }
}

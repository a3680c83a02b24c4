package org.wholetale.recordedrun.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileKind;

/**
 * The events of a recording by the situation that they belong to, in words.
 *
 * @param root where the situations' folders are, one for each of their names
 */
record SituationEvents(Path root) {

  static final String PROGRAM = "../situations";

  /** Those of each situation's own process, and of those that it made. */
  Map<String, List<String>> of(List<Event> events) {
    Map<String, List<String>> seen = new LinkedHashMap<>();
    Map<Integer, String> situations = new HashMap<>();
    Map<Integer, String> children = new HashMap<>();
    Map<String, SocketWords> sockets = new HashMap<>();
    for (Event event : events) {
      if (!(event instanceof Event.OfProcess of)) {
        continue;
      }
      int pid = of.process().pid();
      String situation = situations.get(pid);
      if (event instanceof Event.Exec exec && begins(exec)) {
        situations.put(pid, exec.argv().get(1).toString());
        seen.put(exec.argv().get(1).toString(), new ArrayList<>());
      } else if (situation != null) {
        seen.getOrDefault(situation, List.of())
            .add(
                children.getOrDefault(pid, "")
                    + words(
                        of,
                        root.resolve(situation),
                        sockets.computeIfAbsent(situation, this::socketWords)));
        if (event instanceof Event.Fork fork) {
          situations.put(fork.child(), situation);
          children.put(fork.child(), "child: ");
        }
        if (event instanceof Event.Exit) {
          situations.remove(pid);
          children.remove(pid);
        }
      }
    }
    seen.values().forEach(SituationEvents::orderTraffic);
    return seen;
  }

  private SocketWords socketWords(String situation) {
    return new SocketWords(path -> relative(path, root.resolve(situation)));
  }

  /** The sums of an ending thread come in the order of its sockets' inodes, which is any. */
  private static void orderTraffic(List<String> words) {
    int from = 0;
    while (from < words.size()) {
      int to = from;
      while (to < words.size() && words.get(to).contains("traffic ")) {
        to++;
      }
      Collections.sort(words.subList(from, to));
      from = to + 1;
    }
  }

  private static boolean begins(Event.Exec exec) {
    return exec.argv().size() == 2
        && exec.argv().getFirst().equals(ByteString.of(PROGRAM))
        && !exec.argv().get(1).equals(ByteString.of("nothing"));
  }

  private static String words(Event.OfProcess event, Path folder, SocketWords sockets) {
    String truncated = " (truncated)";
    return switch (event) {
      case Event.Fork _ -> "fork";
      case Event.Exec e ->
          "exec %s as %s argv %s"
              .formatted(relative(e.path(), folder), relative(e.file(), folder), texts(e.argv()));
      case Event.ExecFailed e ->
          "execFailed %s errno %d argv %s"
              .formatted(relative(e.path(), folder), e.errno(), texts(e.argv()));
      case Event.Exit e -> e.signal() == null ? "exit " + e.code() : "exit by signal " + e.signal();
      case Event.Open e ->
          "open %s%s%s%s%s %s"
                  .formatted(
                      e.mode().text(),
                      e.flags().created() ? " created" : "",
                      e.flags().emptied() ? " emptied" : "",
                      e.flags().append() ? " append" : "",
                      e.kind() == FileKind.FILE
                          ? ""
                          : " " + e.kind().name().toLowerCase(Locale.ROOT),
                      relative(e.path(), folder))
              + (e.truncated() ? truncated : "");
      case Event.Close e ->
          (e.stillOpen() ? "close copy of " : "close ") + relative(e.path(), folder);
      case Event.Rename e ->
          "%s %s %s"
              .formatted(
                  e.exchange() ? "exchange" : "rename",
                  relative(e.from(), folder),
                  relative(e.to(), folder));
      case Event.Link e ->
          "link %s %s".formatted(relative(e.from(), folder), relative(e.to(), folder));
      case Event.Symlink e -> "symlink %s to %s".formatted(relative(e.path(), folder), e.target());
      case Event.Mkdir e -> "mkdir " + relative(e.path(), folder);
      case Event.Mknod e -> "mknod " + relative(e.path(), folder);
      case Event.Truncate e -> "truncate " + relative(e.path(), folder);
      case Event.Unlink e -> "unlink " + relative(e.path(), folder);
      case Event.IoUring _ -> "ioUring";
      case Event.Transfer _ -> throw new IllegalStateException("no sums were asked for");
      case Event.OfSocket e -> sockets.of(e);
    };
  }

  private static String texts(List<ByteString> argv) {
    return argv.stream().map(ByteString::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  /** What is below the situation's own folder, relative to it; the numbers that differ left out. */
  private static String relative(ByteString path, Path folder) {
    Path absolute = Path.of(path.toString());
    boolean near = absolute.isAbsolute() && absolute.startsWith(folder.resolveSibling(""));
    String text = near ? folder.relativize(absolute).toString() : path.toString();
    return text.isEmpty() ? "." : text.replaceAll("#\\d+", "#INODE").replaceAll("fd/\\d+", "fd/N");
  }
}

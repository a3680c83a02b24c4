package org.wholetale.recordedrun.recorder;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.recorder.KernelLine.Fields;
import org.wholetale.recordedrun.trace.ByteString;

/** Puts together the environments of programs, and chooses the variables that were asked for. */
final class Environments {

  /**
   * What was asked for.
   *
   * @param truncated whether variables may be missing, or the end of a value
   */
  record Chosen(Map<String, ByteString> variables, boolean truncated) {

    private static final Chosen NONE = new Chosen(Map.of(), false);

    Chosen {
      variables = Map.copyOf(variables);
    }
  }

  /** What has come of an environment of a known size. */
  private record Part(int size, ByteArrayOutputStream bytes) {}

  private final CommandLines processes;
  private final Map<Integer, Part> byThread = new HashMap<>();

  Environments(CommandLines processes) {
    this.processes = processes;
  }

  /** Takes the next piece. */
  void add(Fields fields) {
    int thread = fields.nextInt();
    int offset = fields.nextInt();
    int size = fields.nextInt();
    Part part = byThread.get(thread);
    if (part == null || offset == 0) {
      part = new Part(size, new ByteArrayOutputStream());
      byThread.put(thread, part);
    }
    // Where a piece was lost, what follows has no place.
    if (part.bytes().size() == offset) {
      part.bytes().writeBytes(HexBytes.read(fields.rest()).toByteArray());
    }
  }

  /** What was asked for of the environment that this thread has put out, for its program. */
  Chosen take(int thread, int pid) {
    Part part = byThread.remove(thread);
    if (part == null) {
      return Chosen.NONE;
    }
    byte[] beginning = part.bytes().toByteArray();
    if (beginning.length >= part.size()) {
      return choose(beginning, true);
    }
    Chosen seen = choose(beginning, false);
    if (!seen.truncated()) {
      return seen;
    }
    Optional<byte[]> all = processes.environment(pid, beginning, part.size());
    return all.map(bytes -> choose(bytes, true)).orElse(seen);
  }

  void forgetThread(int thread) {
    byThread.remove(thread);
  }

  /** Of a name that stands there twice the first counts, as for getenv(3). */
  private Chosen choose(byte[] bytes, boolean all) {
    Map<String, ByteString> variables = new HashMap<>();
    Set<String> whole = new HashSet<>();
    int from = 0;
    while (from < bytes.length) {
      int to = from;
      while (to < bytes.length && bytes[to] != 0) {
        to++;
      }
      ByteString variable = ByteString.copyOf(bytes, from, to - from);
      String name = nameOf(variable);
      if (name != null && !variables.containsKey(name)) {
        variables.put(name, variable.substring(name.length() + 1, variable.length()));
        if (to < bytes.length || all) {
          whole.add(name);
        }
      }
      from = to + 1;
    }
    return new Chosen(variables, !all && whole.size() < processes.variables().size());
  }

  /** The name of a variable that was asked for; null of another one. */
  private @Nullable String nameOf(ByteString variable) {
    for (String name : processes.variables()) {
      if (variable.length() > name.length()
          && variable.byteAt(name.length()) == '='
          && variable.substring(0, name.length()).equals(ByteString.of(name))) {
        return name;
      }
    }
    return null;
  }
}

package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * How many lines the probes of a running bpftrace have written: its map {@code @n}, read in the
 * kernel, without bpftrace's doing. For one thread.
 *
 * @see "man 2 bpf"
 */
final class LineCounters implements AutoCloseable {

  private static final String MAPS = "anon_inode:bpf-map";
  private static final String NAME = "AT_n";

  // commands of bpf(2)
  private static final int MAP_LOOKUP_ELEM = 1;
  private static final int MAP_GET_NEXT_KEY = 4;
  private static final int OBJ_GET_INFO_BY_FD = 15;

  /** In {@code struct bpf_map_info}. */
  private static final int NAME_OFFSET = 24;

  private static final int INFO_SIZE = 64;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment key = arena.allocate(ValueLayout.JAVA_LONG);
  private final MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG);
  private final MemorySegment attributes = arena.allocate(4 * Long.BYTES, Long.BYTES);
  private final int map;

  private LineCounters(int map) {
    this.map = map;
  }

  /** Those of a process; null where it has none, or the kernel does not let them be read. */
  static @Nullable LineCounters of(long pid) throws IOException {
    int[] found = {-1};
    ForeignDescriptors.lend(
        pid,
        MAPS,
        map -> {
          if (found[0] < 0 && isNamed(map)) {
            found[0] = LinuxCalls.dup(map);
          }
        });
    return found[0] < 0 ? null : new LineCounters(found[0]);
  }

  private static boolean isNamed(int map) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(INFO_SIZE, Long.BYTES);
      MemorySegment attributes = arena.allocate(2 * Long.BYTES, Long.BYTES);
      attributes.set(ValueLayout.JAVA_INT, 0, map);
      attributes.set(ValueLayout.JAVA_INT, Integer.BYTES, INFO_SIZE);
      attributes.set(ValueLayout.JAVA_LONG, Long.BYTES, info.address());
      return LinuxCalls.bpf(OBJ_GET_INFO_BY_FD, attributes) == 0
          && info.getString(NAME_OFFSET).equals(NAME);
    }
  }

  /** The lines of all processors together. */
  long read() {
    long sum = 0;
    attributes.fill((byte) 0);
    attributes.set(ValueLayout.JAVA_INT, 0, map);
    attributes.set(ValueLayout.JAVA_LONG, 2 * Long.BYTES, result.address());
    while (LinuxCalls.bpf(MAP_GET_NEXT_KEY, attributes) == 0) {
      key.copyFrom(result);
      attributes.set(ValueLayout.JAVA_LONG, Long.BYTES, key.address());
      if (LinuxCalls.bpf(MAP_LOOKUP_ELEM, attributes) == 0) {
        sum += result.get(ValueLayout.JAVA_LONG, 0);
      }
    }
    return sum;
  }

  @Override
  public void close() {
    LinuxCalls.close(map);
    arena.close();
  }
}

package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * How many lines the probes of a running bpftrace have written: its map {@code @n}, read in the
 * kernel, without bpftrace's doing.
 *
 * @see "man 2 bpf"
 */
final class LineCounters {

  private static final String MAPS = "anon_inode:bpf-map";
  private static final String NAME = "AT_n";

  // commands of bpf(2)
  private static final int MAP_LOOKUP_ELEM = 1;
  private static final int MAP_GET_NEXT_KEY = 4;
  private static final int OBJ_GET_INFO_BY_FD = 15;

  /** In {@code struct bpf_map_info}. */
  private static final int NAME_OFFSET = 24;

  private static final int INFO_SIZE = 64;

  private LineCounters() {}

  /**
   * The lines of all processors together.
   *
   * @return null where it has no such map, or the kernel does not let it be read
   */
  static @Nullable Long read(long pid) throws IOException {
    Sum sum = new Sum();
    ForeignDescriptors.lend(pid, MAPS, sum::addWhereItIsTheMap);
    return sum.total;
  }

  private static final class Sum {
    private @Nullable Long total;

    void addWhereItIsTheMap(int map) {
      try (Arena arena = Arena.ofConfined()) {
        if (NAME.equals(nameOf(map, arena))) {
          total = valuesOf(map, arena);
        }
      }
    }

    private static @Nullable String nameOf(int map, Arena arena) {
      MemorySegment info = arena.allocate(INFO_SIZE, Long.BYTES);
      MemorySegment attributes = arena.allocate(2 * Long.BYTES, Long.BYTES);
      attributes.set(ValueLayout.JAVA_INT, 0, map);
      attributes.set(ValueLayout.JAVA_INT, Integer.BYTES, INFO_SIZE);
      attributes.set(ValueLayout.JAVA_LONG, Long.BYTES, info.address());
      return LinuxCalls.bpf(OBJ_GET_INFO_BY_FD, attributes) == 0
          ? info.getString(NAME_OFFSET)
          : null;
    }

    private static long valuesOf(int map, Arena arena) {
      MemorySegment key = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment attributes = arena.allocate(4 * Long.BYTES, Long.BYTES);
      attributes.set(ValueLayout.JAVA_INT, 0, map);
      attributes.set(ValueLayout.JAVA_LONG, 2 * Long.BYTES, result.address());
      long sum = 0;
      while (LinuxCalls.bpf(MAP_GET_NEXT_KEY, attributes) == 0) {
        key.set(ValueLayout.JAVA_LONG, 0, result.get(ValueLayout.JAVA_LONG, 0));
        attributes.set(ValueLayout.JAVA_LONG, Long.BYTES, key.address());
        if (LinuxCalls.bpf(MAP_LOOKUP_ELEM, attributes) == 0) {
          sum += result.get(ValueLayout.JAVA_LONG, 0);
        }
        result.set(ValueLayout.JAVA_LONG, 0, 0);
      }
      return sum;
    }
  }
}

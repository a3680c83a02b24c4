package org.wholetale.recordedrun.recorder;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a control group's files, by name, in the three forms that the kernel has for them.
 */
record ControlFiles(Map<String, String> contents) {

  private static final String V2_IO = "io.stat";

  /** All are there, and only that of the scheduler which a disk has counts. */
  private static final List<String> V1_IO =
      List.of("blkio.throttle.io_service_bytes_recursive", "blkio.bfq.io_service_bytes_recursive");

  private static final int LONGEST_NUMBER = 20; // digits; the kernel's have no more

  ControlFiles {
    contents = Map.copyOf(contents);
  }

  /** The number that is all of a file; empty for {@code max}, which is none. */
  Optional<BigDecimal> number(String file) {
    return parse(contents.getOrDefault(file, "").strip());
  }

  /** The number of the first of the files that has one, as far as a long can hold it. */
  @Nullable Long first(String... files) {
    return Stream.of(files)
        .flatMap(file -> number(file).stream())
        .findFirst()
        .map(ControlFiles::clamped)
        .orElse(null);
  }

  /** The number behind a key, in a file with a key and a number on each line. */
  Optional<BigDecimal> keyed(String file, String key) {
    return lines(file)
        .filter(words -> words.size() == 2 && words.getFirst().equals(key))
        .findFirst()
        .flatMap(words -> parse(words.get(1)));
  }

  /**
   * The bytes that all block devices together have moved one way.
   *
   * @param inV2 the key of that way in v2: {@code 254:0 rbytes=4096 wbytes=0 ...}
   * @param inV1 its word in v1: {@code 254:0 Read 4096}
   * @return null where no device is named in v1, which kernels that do not count look like
   */
  @Nullable Long transferred(String inV2, String inV1) {
    if (contents.containsKey(V2_IO)) {
      return sum(lines(V2_IO)
              .flatMap(List::stream)
              .filter(word -> word.startsWith(inV2 + "="))
              .map(word -> word.substring(inV2.length() + 1)))
          .orElse(0L);
    }
    return V1_IO.stream()
        .flatMap(file -> movedInV1(file, inV1).stream())
        .max(Long::compare)
        .orElse(null);
  }

  private Optional<Long> movedInV1(String file, String way) {
    return sum(
        lines(file)
            .filter(words -> words.size() == 3 && words.get(1).equals(way))
            .map(List::getLast));
  }

  private static Optional<Long> sum(Stream<String> numbers) {
    return numbers
        .map(ControlFiles::parse)
        .flatMap(Optional::stream)
        .reduce(BigDecimal::add)
        .map(ControlFiles::clamped);
  }

  private static Long clamped(BigDecimal number) {
    return number.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
  }

  private static Optional<BigDecimal> parse(String text) {
    return text.length() <= LONGEST_NUMBER && text.matches("[0-9]+")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  private Stream<List<String>> lines(String file) {
    Function<String, List<String>> words = line -> Arrays.asList(line.strip().split("\\s+"));
    return contents.getOrDefault(file, "").lines().map(words);
  }
}

package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * A line of {@code bpftrace -f json}, told apart by what it is for.
 *
 * <p>bpftrace writes every byte from 0x80 on as {@code \}{@code uffffffXX}, valid UTF-8 too, which
 * no JSON parser reads back; what {@code printf} printed is therefore decoded here, byte by byte.
 */
sealed interface BpftraceLine {

  /** What a {@code printf} of a probe put out, without its newline. */
  record Printed(ByteString text) implements BpftraceLine {}

  /** The lines that each processor has numbered by now: the map {@code @n}. */
  record Counters(Map<Integer, Long> byCpu) implements BpftraceLine {
    public Counters {
      byCpu = Map.copyOf(byCpu);
    }
  }

  /** What the section {@code bytes} adds up: a map by its keys, or by "" where it has none. */
  record Sums(String map, Map<String, Long> byKey) implements BpftraceLine {
    public Sums {
      byKey = Map.copyOf(byKey);
    }
  }

  /** bpftrace says that it lost events; how many of ours, the counters tell. */
  record LostEvents(long count) implements BpftraceLine {}

  /** Anything else: probes attached, a helper's error, a warning in plain text. */
  record Message(String text) implements BpftraceLine {}

  /**
   * Parses one line, without its newline: the bytes from {@code from} to before {@code to}. Never
   * fails: what is not understood is a message.
   */
  static BpftraceLine parse(byte[] buffer, int from, int to) {
    if (isPrintf(buffer, from, to)) {
      return new Printed(unescape(buffer, from + Prefix.PRINTF.length, to - 2));
    }
    if (to > from && buffer[from] == '{') {
      try {
        JsonNode json = Prefix.MAPPER.readTree(buffer, from, to - from);
        JsonNode data = json.path("data");
        switch (json.path("type").asText()) {
          case "map" -> {
            if (data.path("@n").isObject()) {
              return counters(data.path("@n"));
            }
            for (String name : Prefix.SUMS) {
              if (data.has(name)) {
                return new Sums(name, sums(data.path(name)));
              }
            }
          }
          case "lost_events" -> {
            return new LostEvents(data.path("events").asLong());
          }
          default -> {}
        }
      } catch (IOException | NumberFormatException e) {
        return message(buffer, from, to);
      }
    }
    return message(buffer, from, to);
  }

  private static Message message(byte[] buffer, int from, int to) {
    return new Message(new String(buffer, from, to - from, StandardCharsets.UTF_8));
  }

  private static Counters counters(JsonNode map) {
    Map<Integer, Long> byCpu = new HashMap<>();
    map.properties()
        .forEach(entry -> byCpu.put(Integer.parseInt(entry.getKey()), entry.getValue().asLong()));
    return new Counters(byCpu);
  }

  private static Map<String, Long> sums(JsonNode map) {
    if (map.isNumber()) {
      return Map.of("", map.asLong());
    }
    Map<String, Long> byKey = new HashMap<>();
    map.properties().forEach(entry -> byKey.put(entry.getKey(), entry.getValue().asLong()));
    return byKey;
  }

  private static boolean isPrintf(byte[] buffer, int from, int to) {
    byte[] prefix = Prefix.PRINTF;
    return to - from >= prefix.length + 2
        && Arrays.equals(buffer, from, from + prefix.length, prefix, 0, prefix.length);
  }

  private static ByteString unescape(byte[] line, int from, int to) {
    byte[] text = new byte[to - from];
    int length = 0;
    int i = from;
    while (i < to) {
      byte b = line[i++];
      if (b == '\\' && i < to) {
        b = line[i++];
        switch (b) {
          case 'n' -> b = '\n';
          case 't' -> b = '\t';
          case 'r' -> b = '\r';
          case 'b' -> b = '\b';
          case 'f' -> b = '\f';
          case 'u' -> {
            // 4 digits, or 8 where bpftrace extended the sign of a byte from 0x80 on
            int digits = i + 8 <= to && isSignExtended(line, i) ? 8 : 4;
            int end = Math.min(i + digits, to);
            b = (byte) (hex(line, end - 2) << 4 | hex(line, end - 1));
            i = end;
          }
          default -> {}
        }
      }
      text[length++] = b;
    }
    if (length > 0 && text[length - 1] == '\n') {
      length--;
    }
    return ByteString.copyOf(text, 0, length);
  }

  private static boolean isSignExtended(byte[] line, int from) {
    for (int i = from; i < from + 6; i++) {
      if (line[i] != 'f') {
        return false;
      }
    }
    return hex(line, from + 6) >= 8;
  }

  private static int hex(byte[] line, int index) {
    return Math.max(0, Character.digit(line[index], 16));
  }

  /** What every line of ours begins with, the maps of sums, and the mapper for all others. */
  final class Prefix {
    private static final byte[] PRINTF =
        "{\"type\": \"printf\", \"data\": \"".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> SUMS =
        List.of("@read0", "@read1", "@written0", "@written1", "@moved");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Prefix() {}
  }
}

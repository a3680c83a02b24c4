package org.wholetale.recordedrun.archive;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one of the numbered pieces in which events and output are uploaded.
 *
 * @param folder {@value #EVENTS} or {@value #OUTPUT}
 * @param number from 0, without holes
 */
public record SegmentName(String folder, long number) implements Comparable<SegmentName> {

  public static final String EVENTS = "events";
  public static final String OUTPUT = "output";

  private static final Pattern PATTERN =
      Pattern.compile("(events|output)/(\\d{6}|[1-9]\\d{6,17})\\.ndjson\\.zst");

  /** The name that a file's path within its archive is; empty for any other file. */
  public static Optional<SegmentName> parse(String path) {
    Matcher matcher = PATTERN.matcher(path);
    return matcher.matches()
        ? Optional.of(new SegmentName(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** Whether events are in it; otherwise it is output. */
  public boolean isEvents() {
    return folder.equals(EVENTS);
  }

  /** Where it lies within its archive. */
  public String path() {
    return "%s/%06d.ndjson.zst".formatted(folder, number);
  }

  @Override
  public int compareTo(SegmentName other) {
    int byFolder = folder.compareTo(other.folder);
    return byFolder != 0 ? byFolder : Long.compare(number, other.number);
  }
}

package org.wholetale.recordedrun.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Follows the numbers of the events through all segments, one event in memory at a time. */
final class EventSequence {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private static final long UNKNOWN = -1;

  private long next;
  private long count;
  private boolean whole = true;

  /** How many events were read. */
  long count() {
    return count;
  }

  /** Whether every segment was read, so that the count means something. */
  boolean isWhole() {
    return whole;
  }

  /** A segment cannot be read: the next one begins with whatever number it likes. */
  void skipSegment() {
    next = UNKNOWN;
    whole = false;
  }

  /**
   * Reads the lines of the next segment.
   *
   * @return the first thing that is wrong with them
   */
  Optional<Wrong> read(InputStream lines) throws IOException {
    int line = 0;
    try (JsonParser json = FACTORY.createParser(lines)) {
      while (json.nextToken() != null) {
        line++;
        if (!json.hasToken(JsonToken.START_OBJECT) || lineOf(json) != line) {
          return notAnEvent(Math.min(line, lineOf(json)), "is not one JSON object");
        }
        long seq = readSeq(json);
        if (lineOf(json) != line) {
          return notAnEvent(line, "is not one JSON object");
        }
        if (seq < 0) {
          return notAnEvent(line, "has no seq that counts from 0");
        }
        if (next != UNKNOWN && seq != next) {
          String what = "line %d has the seq %d, expected was %d".formatted(line, seq, next);
          skipSegment();
          return Optional.of(new Wrong(VerificationProblem.Kind.SEQUENCE, what));
        }
        next = seq + 1;
        count++;
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      return notAnEvent(
          location == null ? line : location.getLineNr(),
          "is not JSON (" + e.getOriginalMessage() + ")");
    }
  }

  /** Reads to the end of the object; the number of the event, or -1. */
  private static long readSeq(JsonParser json) throws IOException {
    long seq = -1;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isSeq = json.currentName().equals("seq");
      JsonToken value = json.nextToken();
      if (isSeq) {
        seq = value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : -1;
      }
      json.skipChildren();
    }
    return seq;
  }

  private Optional<Wrong> notAnEvent(int line, String what) {
    skipSegment();
    return Optional.of(
        new Wrong(VerificationProblem.Kind.BAD_SEGMENT, "line %d %s".formatted(line, what)));
  }

  private static int lineOf(JsonParser json) {
    return json.currentTokenLocation().getLineNr();
  }

  /** What is wrong with a segment. */
  record Wrong(VerificationProblem.Kind kind, String what) {}
}

package org.wholetale.recordedrun.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.OutputLine;

/**
 * What a tale printed: all of it, or its beginning and its end. Holds little more than it shows.
 *
 * @see VisibleText#printed
 */
public final class PrintedOutput {

  /** How much of the beginning is shown, and as much of the end; bytes. */
  private static final int SHOWN = 64 << 10;

  /** Of the end, dropped as one: so many bytes at most. */
  private static final int LARGEST_PIECE = 4 << 10;

  private static final class Piece {

    private final long time;
    private final String stream;
    private final ByteArrayOutputStream data;

    Piece(long time, String stream, int size) {
      this.time = time;
      this.stream = stream;
      this.data = new ByteArrayOutputStream(size);
    }

    boolean takes(OutputLine line) {
      return stream.equals(line.stream());
    }

    int size() {
      return data.size();
    }
  }

  private final int shown;
  private final @Nullable String remark;
  private final List<Piece> head = new ArrayList<>();
  private final Deque<Piece> tail = new ArrayDeque<>();
  private int inHead;
  private int inTail;
  private long leftOut;
  private long stdout;
  private long stderr;

  /** Nothing yet. */
  public PrintedOutput() {
    this(SHOWN, null);
  }

  private PrintedOutput(int shown, @Nullable String remark) {
    this.shown = shown;
    this.remark = remark;
  }

  /** Nothing yet, of what is not all that the tale printed. */
  public static PrintedOutput withoutAll(String why) {
    return new PrintedOutput(SHOWN, why);
  }

  static PrintedOutput ofAtMost(int shown) {
    return new PrintedOutput(shown, null);
  }

  /** Takes the next piece, in the order in which they came. */
  public void accept(OutputLine line) {
    byte[] data = line.data().toByteArray();
    if (line.stream().equals("stderr")) {
      stderr += data.length;
    } else {
      stdout += data.length;
    }
    int first = Math.min(data.length, shown - inHead);
    if (first > 0) {
      Piece last = head.isEmpty() ? null : head.getLast();
      if (last == null || !last.takes(line)) {
        last = new Piece(line.time(), line.stream(), first);
        head.add(last);
      }
      last.data.write(data, 0, first);
      inHead += first;
    }
    if (first < data.length) {
      addToTail(line, data, first);
    }
  }

  private void addToTail(OutputLine line, byte[] data, int from) {
    int length = data.length - from;
    Piece piece = tail.peekLast();
    if (piece == null || !piece.takes(line) || piece.size() + length > LARGEST_PIECE) {
      piece = new Piece(line.time(), line.stream(), length);
      tail.add(piece);
    }
    piece.data.write(data, from, length);
    inTail += length;
    while (inTail - tail.getFirst().size() >= shown) {
      int dropped = tail.removeFirst().size();
      inTail -= dropped;
      leftOut += dropped;
    }
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("stdout", stdout);
    json.writeNumberField("stderr", stderr);
    json.writeNumberField("leftOut", leftOut);
    json.writeStringField("remark", remark);
    json.writeFieldName("head");
    write(json, head);
    json.writeFieldName("tail");
    write(json, joined());
    json.writeEndObject();
  }

  private List<Piece> joined() {
    List<Piece> pieces = new ArrayList<>();
    for (Piece piece : tail) {
      if (pieces.isEmpty() || !pieces.getLast().stream.equals(piece.stream)) {
        pieces.add(new Piece(piece.time, piece.stream, piece.size()));
      }
      pieces.getLast().data.writeBytes(piece.data.toByteArray());
    }
    return pieces;
  }

  private static void write(JsonGenerator json, List<Piece> pieces) throws IOException {
    json.writeStartArray();
    for (Piece piece : pieces) {
      json.writeStartArray();
      json.writeNumber(piece.time);
      json.writeNumber(piece.stream.equals("stderr") ? 2 : 1);
      json.writeString(VisibleText.printed(piece.data.toByteArray()));
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}

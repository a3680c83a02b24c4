package org.wholetale.recordedrun.trace;

/** How a file was opened. */
public enum AccessMode {
  READ("r"),
  WRITE("w"),
  READ_WRITE("rw");

  private final String text;

  AccessMode(String text) {
    this.text = text;
  }

  /** {@code r}, {@code w} or {@code rw}, as in the trace. */
  public String text() {
    return text;
  }

  public boolean reads() {
    return this != WRITE;
  }

  public boolean writes() {
    return this != READ;
  }

  /** The mode that {@link #text()} of it is the given text. */
  public static AccessMode parse(String text) {
    for (AccessMode mode : values()) {
      if (mode.text.equals(text)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("a mode is r, w or rw, not " + text);
  }
}

package org.wholetale.recordedrun.runs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** The last pieces of a text of which there may be too much to show. */
final class LatestText<T> {

  private static final int MOST_PIECES = 1_000;
  private static final int MOST_CHARACTERS = 256 * 1024;

  private final Function<T, String> text;
  private final Deque<T> items = new ArrayDeque<>();
  private int characters;
  private boolean omitted;

  LatestText(Function<T, String> text) {
    this.text = text;
  }

  void add(T item) {
    items.addLast(item);
    characters += text.apply(item).length();
    while (items.size() > MOST_PIECES || (characters > MOST_CHARACTERS && items.size() > 1)) {
      characters -= text.apply(items.removeFirst()).length();
      omitted = true;
    }
  }

  List<T> items() {
    return List.copyOf(items);
  }

  /** Whether there was more. */
  boolean omitted() {
    return omitted;
  }
}

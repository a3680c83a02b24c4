package org.wholetale.recordedrun.e2e;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a tale may do, and all that the trace has of it.
 *
 * @param name of its function in {@code situations.c}
 * @param what it does, for a reader
 * @param seen the events, in their order, each in words; those of a child begin with {@code child}
 * @param remark what there is to know about them; null where they say it all
 */
record Situation(String name, String what, List<String> seen, @Nullable String remark) {

  static Situation of(String name, String what, String... seen) {
    return new Situation(name, what, List.of(seen), null);
  }

  Situation because(String why) {
    return new Situation(name, what, seen, why);
  }
}

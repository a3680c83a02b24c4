package org.wholetale.recordedrun.e2e.truth;

import java.util.HashSet;
import java.util.Set;

/** A process between two of its execs; one that was forked is another. */
final class Execution {

  private final String program;
  private final Set<Deed> opens = new HashSet<>();

  Execution(String program) {
    this.program = program;
  }

  /** Of a process that is there before its first program. */
  static Execution none() {
    return new Execution(Deed.NOBODY);
  }

  /** Of a child, until it executes something itself. */
  Execution forked() {
    return new Execution(program);
  }

  String program() {
    return program;
  }

  /** Whether it is the first time that this one does so. */
  boolean isFirst(Deed open) {
    return opens.add(open);
  }
}

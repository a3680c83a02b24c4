package org.wholetale.recordedrun.operator;

import java.util.List;

/** The names of Linux' signals, as in signal(7), on x86 and ARM. */
final class SignalName {

  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private static final int FIRST_REAL_TIME = 34;

  private SignalName() {}

  static String of(int signal) {
    if (signal >= 1 && signal <= NAMES.size()) {
      return "SIG" + NAMES.get(signal - 1);
    }
    return signal >= FIRST_REAL_TIME
        ? "SIGRTMIN+" + (signal - FIRST_REAL_TIME)
        : "signal " + signal;
  }
}

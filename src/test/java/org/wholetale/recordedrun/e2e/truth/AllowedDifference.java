package org.wholetale.recordedrun.e2e.truth;

import java.util.regex.Pattern;

/**
 * In what two runs of one program may differ, whoever looks at them. Each is a rule by which a text
 * that is made anew in each run is told in one way; all else must be the same, and so must how
 * often each thing was done.
 */
public enum AllowedDifference {
  PROCESS_NUMBER(
      "/proc/\\d+(?=[/ ]|$)",
      "/proc/PID",
      "Processes have other numbers in each run; who looks at all of them finds more or fewer.",
      false),
  GIT_TEMPORARY(
      "/tmp_(pack|idx)_\\w{6}\\b",
      "/tmp_$1_??????", "git writes a pack under a random name before it links it to its own."),
  GIT_SYMLINK_TRIAL(
      "/\\.git/t\\w{6}\\b",
      "/.git/t??????",
      "git makes and removes a symlink of a random name to see whether there are any."),
  GIT_KEEP(
      "--keep=fetch-pack \\d+(?= on )",
      "--keep=fetch-pack PID",
      "git tells the program that indexes a pack the number of the process that fetched it."),
  GCC_TEMPORARY(
      "/tmp/cc\\w{6}(?=\\.)", "/tmp/cc??????", "gcc's temporary files have random names."),
  AR_TEMPORARY("/st\\w{6}$", "/st??????", "ar writes an archive under a random name."),
  PYTHON_TEMPORARY(
      "/tmp/(tmp|pip-[a-z-]+-|)[a-z0-9_]{8}(?!\\w)",
      "/tmp/$1????????",
      "Python's temporary files and folders, pip's among them, have random names."),
  PYTHON_BYTECODE(
      "\\.pyc\\.\\d+\\b",
      ".pyc.ADDRESS",
      "Python writes bytecode under a name with an address of its memory in it."),
  PYTHON_SEMAPHORE(
      "/dev/shm/sem\\.(mp-[a-z0-9_]{8}|\\w{6})\\b",
      "/dev/shm/sem.????????", "Semaphores have random names, until they are linked and after."),
  PYTHON_SHARED_MEMORY(
      "/dev/shm/psm_[0-9a-f]{8}\\b", "/dev/shm/psm_????????", "Shared memory has a random name."),
  PIP_REPLACED(
      "/([A-Za-z_.]+)[a-z0-9_]{8}\\.tmp\\b",
      "/$1????????.tmp",
      "pip writes a file of a package under a random name before it renames it."),
  R_SESSION("/tmp/Rtmp\\w{6}\\b", "/tmp/Rtmp??????", "R's temporary folder has a random name."),
  R_TEMPORARY(
      "/tmp/Rtmp\\?{6}/(file|pdf)[0-9a-f]+\\b",
      "/tmp/Rtmp??????/$1????????",
      "The files in it have the process's number and a random one in their names."),
  SORT_TEMPORARY(
      "/tmp/sort\\w{6}\\b", "/tmp/sort??????", "sort's temporary files have random names."),
  SQLITE_TEMPORARY(
      "/tmp/etilqs_[0-9a-f]{1,16}\\b",
      "/tmp/etilqs_????????",
      "SQLite's temporary files have random names.");

  private final Pattern pattern;
  private final String told;
  private final String reason;
  private final boolean counted;

  AllowedDifference(String pattern, String told, String reason) {
    this(pattern, told, reason, true);
  }

  AllowedDifference(String pattern, String told, String reason, boolean counted) {
    this.pattern = Pattern.compile(pattern);
    this.told = told;
    this.reason = reason;
    this.counted = counted;
  }

  /** How what differs looks, as code in Markdown. */
  public String shown() {
    return "`" + told.replace("$1", "*") + "`";
  }

  public String reason() {
    return reason;
  }

  /** Whether what has such a text in it is done as often in each run. */
  boolean isCounted() {
    return counted;
  }

  String applyTo(String text) {
    return pattern.matcher(text).replaceAll(told);
  }
}

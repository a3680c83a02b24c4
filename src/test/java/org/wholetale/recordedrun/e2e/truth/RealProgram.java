package org.wholetale.recordedrun.e2e.truth;

import java.util.Locale;
import java.util.Set;

/**
 * A program as tales have them. Each has a folder among the tests' resources: {@code prepare.sh},
 * where there is one, makes what it works on, {@code run.sh} is what is compared.
 */
public enum RealProgram {
  GIT_CLONE(
      "git clones a repository through its transport and by hard links, and shows its log",
      AllowedDifference.GIT_TEMPORARY,
      AllowedDifference.GIT_SYMLINK_TRIAL,
      AllowedDifference.GIT_KEEP),
  PIP_INSTALL(
      "pip installs a package from a wheel, and python3 imports it",
      AllowedDifference.PYTHON_TEMPORARY,
      AllowedDifference.PYTHON_BYTECODE,
      AllowedDifference.PIP_REPLACED),
  C_BUILD(
      "make -j2 builds a C project and runs what it built",
      AllowedDifference.GCC_TEMPORARY,
      AllowedDifference.AR_TEMPORARY),
  NOTEBOOK(
      "jupyter nbconvert executes a notebook that runs a shell",
      AllowedDifference.PROCESS_NUMBER,
      AllowedDifference.PYTHON_TEMPORARY),
  R_SCRIPT(
      "Rscript reads a table, runs a shell, and writes a table and a plot",
      AllowedDifference.PROCESS_NUMBER,
      AllowedDifference.R_SESSION,
      AllowedDifference.R_TEMPORARY),
  SORT(
      "sort spills to temporary files, and to such as gzip compresses",
      AllowedDifference.SORT_TEMPORARY),
  SQLITE(
      "sqlite3 fills, indexes, copies and dumps a database, with a journal and with a log",
      AllowedDifference.SQLITE_TEMPORARY),
  MULTIPROCESSING(
      "python3 forks and spawns workers, and shares memory",
      AllowedDifference.PROCESS_NUMBER,
      AllowedDifference.PYTHON_BYTECODE,
      AllowedDifference.PYTHON_SEMAPHORE,
      AllowedDifference.PYTHON_SHARED_MEMORY),
  TAR_GZIP("tar and gzip pack a folder and unpack it");

  private final String what;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of makes it so
  private final Set<AllowedDifference> differences;

  RealProgram(String what, AllowedDifference... differences) {
    this.what = what;
    this.differences = Set.of(differences);
  }

  /** What it does, for a reader. */
  public String what() {
    return what;
  }

  /** In what two runs of it may differ. */
  public Set<AllowedDifference> differences() {
    return differences;
  }

  /** Of the resources' folder. */
  String folderName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

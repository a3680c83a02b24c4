package org.wholetale.recordedrun.archive;

import org.jspecify.annotations.Nullable;

/**
 * What was asked of a store, for the messages about its failing.
 *
 * @param verb such as {@code write}
 * @param target the full name of the file or location
 */
record Attempt(String verb, String target) {

  static Attempt write(ArchiveLocation location, String path) {
    return new Attempt("write", location.nameOf(path));
  }

  static Attempt read(ArchiveLocation location, String path) {
    return new Attempt("read", location.nameOf(path));
  }

  static Attempt writeBelow(ArchiveLocation location) {
    return new Attempt("write below", location.toString());
  }

  static Attempt list(ArchiveLocation location) {
    return new Attempt("list", location.toString());
  }

  ArchiveException failed(
      ArchiveException.Kind kind, String why, String remedy, @Nullable Throwable cause) {
    return new ArchiveException(
        kind, "cannot %s %s: %s; %s".formatted(verb, target, why, remedy), cause);
  }
}

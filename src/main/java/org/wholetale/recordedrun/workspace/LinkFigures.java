package org.wholetale.recordedrun.workspace;

/**
 * How far the breaking of hard links is.
 *
 * @param seen regular files that were looked at
 * @param copied those of them that had other links and have none any more
 * @param bytes copied, those of a file that is just being copied too
 */
public record LinkFigures(long seen, long copied, long bytes) {

  static final LinkFigures NONE = new LinkFigures(0, 0, 0);

  LinkFigures withSeen() {
    return new LinkFigures(seen + 1, copied, bytes);
  }

  LinkFigures withCopied() {
    return new LinkFigures(seen, copied + 1, bytes);
  }

  LinkFigures plus(long more) {
    return new LinkFigures(seen, copied, bytes + more);
  }
}

package org.wholetale.recordedrun.trace;

import java.util.List;

/** What an opened path leads to, by {@code S_IFMT} of its inode. */
public enum FileKind {
  FILE(0x8000),
  DIRECTORY(0x4000),
  CHARACTER_DEVICE(0x2000),
  BLOCK_DEVICE(0x6000),
  FIFO(0x1000),
  SOCKET(0xc000),
  OTHER(0);

  private static final List<FileKind> ALL = List.of(values());

  private final int bits;

  FileKind(int bits) {
    this.bits = bits;
  }

  /** The kind that an inode's mode says. */
  public static FileKind ofInodeMode(int mode) {
    for (FileKind kind : ALL) {
      if (kind.bits == (mode & 0xf000)) {
        return kind;
      }
    }
    return OTHER;
  }
}

package org.wholetale.recordedrun.trace;

/**
 * A file's identity when it was opened.
 *
 * @param device major and minor number as in {@code /proc/self/mountinfo}, such as {@code 254:0}
 * @param inode unsigned
 */
public record FileId(String device, long inode) {

  /**
   * Of a device as the kernel numbers it.
   *
   * @param device {@code major << 20 | minor}
   */
  public static FileId of(long device, long inode) {
    return new FileId((device >> 20) + ":" + (device & 0xfffff), inode);
  }

  /** The inode as decimal digits; it may exceed what JavaScript's numbers hold. */
  public String inodeText() {
    return Long.toUnsignedString(inode);
  }
}

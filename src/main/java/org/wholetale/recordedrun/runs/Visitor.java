package org.wholetale.recordedrun.runs;

/**
 * Somebody who asks for something. What they may do is asked each time, since it may be taken from
 * them while they look on.
 */
interface Visitor {

  /** What to call them in the log. */
  String name();

  /**
   * Whether they may get runs in that namespace, and what is in their archives.
   *
   * @throws Refusal where that cannot be found out, or they are nobody any more
   */
  boolean mayRead(String namespace) throws Refusal;

  /**
   * Whether they may stop that run.
   *
   * @throws Refusal where that cannot be found out, or they are nobody any more
   */
  boolean mayCancel(String namespace, String name) throws Refusal;
}

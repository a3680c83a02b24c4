package org.wholetale.recordedrun.runs;

import com.sun.net.httpserver.Headers;

/** Says who asks, before anything is answered that is about a run. */
interface Gate {

  /**
   * Whoever sent a request with these headers.
   *
   * @throws Refusal where nobody is let in with them
   */
  Visitor admit(Headers headers) throws Refusal;
}

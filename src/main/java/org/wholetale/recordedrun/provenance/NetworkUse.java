package org.wholetale.recordedrun.provenance;

import java.util.Arrays;
import java.util.List;
import org.wholetale.recordedrun.trace.Event;

/**
 * What an execution did with the network, once for all that differ in time and socket alone.
 *
 * @param first the first event of that kind
 */
public record NetworkUse(Execution execution, Event.OfSocket first) {

  /** What two events of one execution have in common that are the same use. */
  static List<?> what(Event.OfSocket event) {
    String protocol = event.socket().protocol();
    return switch (event) {
      case Event.Connect e -> Arrays.asList("connect", protocol, e.ends().peer(), e.errno());
      case Event.Bind e -> Arrays.asList("bind", protocol, e.local(), e.errno());
      case Event.Accept e -> Arrays.asList("accept", protocol, e.listener());
      case Event.Send e -> Arrays.asList("send", protocol, e.peer());
      case Event.Lookup e -> Arrays.asList("lookup", e.name(), e.record(), e.server());
      case Event.Traffic _ -> Arrays.asList("traffic", protocol);
    };
  }

  /** In words, as {@code recordedrun log} has it. */
  public String text() {
    return SocketText.name(first) + " " + SocketText.details(first);
  }
}

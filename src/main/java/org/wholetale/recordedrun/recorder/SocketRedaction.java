package org.wholetale.recordedrun.recorder;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;

/** Takes secrets out of the names that sockets have and that are looked up. */
final class SocketRedaction {

  private SocketRedaction() {}

  /**
   * The event as it may be written; the same one where it holds no secret.
   *
   * @param redact what becomes of a name
   */
  static Event of(Event.OfSocket event, UnaryOperator<ByteString> redact) {
    return switch (event) {
      case Event.Connect e -> {
        Endpoint peer = of(e.ends().peer(), redact);
        yield Objects.equals(peer, e.ends().peer())
            ? e
            : new Event.Connect(
                e.at(),
                e.socket(),
                new Endpoint.Pair(peer, e.ends().local(), e.ends().peerInode()),
                e.pending(),
                e.errno(),
                e.truncated(),
                true);
      }
      case Event.Bind e -> {
        Endpoint local = of(e.local(), redact);
        yield Objects.equals(local, e.local())
            ? e
            : new Event.Bind(e.at(), e.socket(), local, e.errno(), e.truncated(), true);
      }
      case Event.Send e -> {
        Endpoint peer = of(e.peer(), redact);
        yield peer == null || peer.equals(e.peer())
            ? e
            : new Event.Send(e.at(), e.socket(), peer, e.truncated(), true);
      }
      case Event.Lookup e -> {
        ByteString name = redact.apply(e.name());
        yield name.equals(e.name())
            ? e
            : new Event.Lookup(
                e.at(), e.socket(), name, e.record(), e.server(), e.truncated(), true);
      }
      case Event.Accept e -> e;
      case Event.Traffic e -> e;
    };
  }

  private static @Nullable Endpoint of(
      @Nullable Endpoint endpoint, UnaryOperator<ByteString> redact) {
    return switch (endpoint) {
      case Endpoint.UnixPath unix -> new Endpoint.UnixPath(redact.apply(unix.path()));
      case Endpoint.UnixName unix -> new Endpoint.UnixName(redact.apply(unix.name()));
      case Endpoint.Ip ip -> ip;
      case null -> null;
    };
  }
}

package org.wholetale.recordedrun.provenance;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;

/** Events of sockets as the words of a trace's lines. */
final class SocketText {

  private SocketText() {}

  static String name(Event.OfSocket event) {
    return switch (event) {
      case Event.Connect _ -> "connect";
      case Event.Bind _ -> "bind";
      case Event.Accept _ -> "accept";
      case Event.Send _ -> "send";
      case Event.Traffic _ -> "traffic";
      case Event.Lookup _ -> "lookup";
    };
  }

  static String details(Event.OfSocket event) {
    StringJoiner words = new StringJoiner(" ");
    words.add(event.socket().protocol());
    words.add("socket=" + event.socket().inodeText());
    switch (event) {
      case Event.Connect e -> {
        endpoint(words, "to=", e.ends().peer());
        endpoint(words, "from=", e.ends().local());
        if (e.pending()) {
          words.add("pending");
        }
        error(words, e.errno());
      }
      case Event.Bind e -> {
        endpoint(words, "at=", e.local());
        error(words, e.errno());
      }
      case Event.Accept e -> {
        words.add("listener=" + Long.toUnsignedString(e.listener()));
        endpoint(words, "from=", e.ends().peer());
      }
      case Event.Send e -> endpoint(words, "to=", e.peer());
      case Event.Traffic e -> words.add("sent=" + e.sent()).add("received=" + e.received());
      case Event.Lookup e -> {
        words.add("name=" + ShellText.quote(e.name()));
        if (e.record() != null) {
          words.add("record=" + e.record());
        }
        endpoint(words, "server=", e.server());
      }
    }
    return words.toString();
  }

  private static void endpoint(StringJoiner words, String what, @Nullable Endpoint endpoint) {
    switch (endpoint) {
      case Endpoint.Ip ip ->
          words.add(
              what
                  + (ip.address().contains(":") ? "[" + ip.address() + "]" : ip.address())
                  + ":"
                  + ip.port());
      case Endpoint.UnixPath unix -> words.add(what + ShellText.quote(unix.path()));
      case Endpoint.UnixName unix -> words.add(what + "abstract:" + ShellText.quote(unix.name()));
      case null -> {}
    }
  }

  private static void error(StringJoiner words, @Nullable Integer errno) {
    if (errno != null) {
      words.add("errno=" + errno);
    }
  }
}

package org.wholetale.recordedrun.e2e;

import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.SocketId;

/** The events of a situation's sockets in words: these are a, b and so on, in their order. */
final class SocketWords {

  private static final int FIRST_CHOSEN_PORT = 32768;

  private final Map<Long, String> letters = new HashMap<>();
  private final Function<ByteString, String> paths;

  SocketWords(Function<ByteString, String> paths) {
    this.paths = paths;
  }

  String of(Event.OfSocket event) {
    return switch (event) {
      case Event.Connect e ->
          words("connect", e.socket())
              .add(end(e.ends().peer()))
              .add(e.ends().local() == null ? "" : "from " + end(e.ends().local()))
              .add(e.pending() ? "pending" : "")
              .add(errno(e.errno()))
              .toString();
      case Event.Bind e ->
          words("bind", e.socket()).add(end(e.local())).add(errno(e.errno())).toString();
      case Event.Accept e ->
          words("accept", e.socket())
              .add("of " + letters.get(e.listener()))
              .add(e.ends().peer() == null ? "" : "from " + end(e.ends().peer()))
              .add(e.ends().peerInode() == null ? "" : "peer " + letters.get(e.ends().peerInode()))
              .toString();
      case Event.Send e -> words("send", e.socket()).add(end(e.peer())).toString();
      case Event.Traffic e ->
          "traffic %s %s sent %d received %d"
              .formatted(
                  e.socket().protocol(),
                  letters.getOrDefault(e.socket().inode(), "?"),
                  e.sent(),
                  e.received());
      case Event.Lookup e ->
          words("lookup", e.socket())
              .add(e.name().toString())
              .add(e.record())
              .add("of " + end(e.server()))
              .toString();
    };
  }

  private Words words(String what, SocketId socket) {
    String letter =
        letters.computeIfAbsent(socket.inode(), _ -> String.valueOf((char) ('a' + letters.size())));
    return new Words().add(what).add(socket.protocol()).add(letter);
  }

  private String end(@Nullable Endpoint end) {
    return switch (end) {
      case Endpoint.Ip ip ->
          (ip.address().contains(":") ? "[" + ip.address() + "]" : ip.address())
              + ":"
              + (ip.port() >= FIRST_CHOSEN_PORT ? "PORT" : ip.port());
      case Endpoint.UnixPath unix -> paths.apply(unix.path());
      case Endpoint.UnixName unix -> "abstract " + ShellText.quote(unix.name());
      case null -> "";
    };
  }

  private static String errno(@Nullable Integer errno) {
    return errno == null ? "" : "errno " + errno;
  }

  /** Those that are not empty. */
  private static final class Words {
    private final StringJoiner text = new StringJoiner(" ");

    Words add(@Nullable String word) {
      if (word != null && !word.isEmpty()) {
        text.add(word);
      }
      return this;
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}

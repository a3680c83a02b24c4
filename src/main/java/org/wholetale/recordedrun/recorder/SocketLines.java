package org.wholetale.recordedrun.recorder;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.recorder.KernelLine.Fields;
import org.wholetale.recordedrun.recorder.PathTable.Node;
import org.wholetale.recordedrun.recorder.PathTable.Resolved;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Event.Stamp;
import org.wholetale.recordedrun.trace.SocketId;

/**
 * Makes events of the lines of {@code network.bt} and {@code traffic.bt}.
 *
 * @see "docs/kernel-lines.md"
 */
final class SocketLines {

  private static final int CONNECT = 1;
  private static final int BIND = 2;
  private static final int ACCEPT = 3;
  private static final int IN_PROGRESS = 115;
  private static final int INTERRUPTED = 4;
  private static final int RESTARTED = 512; // from here on numbers that only the kernel sees
  private static final int UNIX = 1;
  private static final int RAW = 3;
  private static final int FAMILY_BYTES = 2;
  private static final int MOST_MESSAGES = 4;

  private final PathTable paths;
  private final Map<Integer, ByteString> addressByThread = new HashMap<>();
  private final Map<Query, Asked> asked = new HashMap<>();

  SocketLines(PathTable paths) {
    this.paths = paths;
  }

  /** The event of a line of an IP socket. */
  @Nullable Event ofIp(Stamp at, Fields fields) {
    int call = fields.nextInt();
    int result = fields.nextInt();
    long inode = fields.nextLong();
    long listener = fields.nextLong();
    SocketId socket = new SocketId(protocol(2, fields.nextInt(), fields.nextInt()), inode);
    Endpoint.Ip passed = KernelAddress.read(fields);
    Endpoint.Ip local = KernelAddress.read(fields);
    Endpoint.Ip peer = KernelAddress.read(fields);
    boolean done = result == 0 || result == -IN_PROGRESS;
    // What the kernel took goes before what was passed, which another thread may have changed.
    Endpoint.Ip about =
        switch (call) {
          case ACCEPT -> withPort(peer);
          case BIND -> done ? local : passed;
          case CONNECT ->
              done && (passed == null || withPort(peer) != null) ? withPort(peer) : passed;
          default -> passed;
        };
    Endpoint.Pair ends = new Endpoint.Pair(about, withPort(local), null);
    return call == ACCEPT
        ? new Event.Accept(at, socket, listener, ends)
        : called(call, result, at, socket, ends, false);
  }

  /** The event of a line of a unix socket, whose address has come before. */
  @Nullable Event ofUnix(Stamp at, Fields fields) {
    int call = fields.nextInt();
    int result = fields.nextInt();
    long inode = fields.nextLong();
    long listener = fields.nextLong();
    long other = fields.nextLong();
    Long peerInode = other == 0 ? null : (Long) other;
    SocketId socket = new SocketId(protocol(UNIX, fields.nextInt(), 0), inode);
    if (call == ACCEPT) {
      return new Event.Accept(at, socket, listener, new Endpoint.Pair(null, null, peerInode));
    }
    long mount = fields.nextHex();
    Node cwd = new Node(mount, fields.nextHex());
    ByteString address = addressByThread.remove(at.tid());
    if (address == null) {
      // The line before this one was lost; the loss is counted by the numbers.
      Endpoint unknown = new Endpoint.UnixPath(ByteString.of("/..."));
      return called(call, result, at, socket, new Endpoint.Pair(unknown, null, peerInode), true);
    }
    ByteString name = address.substring(Math.min(FAMILY_BYTES, address.length()), address.length());
    if (name.isEmpty() || name.byteAt(0) == 0) {
      Endpoint named =
          name.isEmpty() ? null : new Endpoint.UnixName(name.substring(1, name.length()));
      return called(call, result, at, socket, new Endpoint.Pair(named, null, peerInode), false);
    }
    Resolved path = paths.resolve(cwd).resolve(untilNul(name), false);
    Endpoint file = new Endpoint.UnixPath(path.path());
    return called(
        call, result, at, socket, new Endpoint.Pair(file, null, peerInode), path.truncated());
  }

  private static @Nullable Event called(
      int call, int result, Stamp at, SocketId socket, Endpoint.Pair ends, boolean truncated) {
    Integer errno = result < 0 && result != -IN_PROGRESS ? (Integer) errno(-result) : null;
    return switch (call) {
      // Without an address it takes one away.
      case CONNECT ->
          ends.peer() == null && errno == null
              ? null
              : new Event.Connect(
                  at, socket, ends, result == -IN_PROGRESS, errno, truncated, false);
      case BIND -> new Event.Bind(at, socket, ends.peer(), errno, truncated, false);
      default ->
          ends.peer() == null ? null : new Event.Send(at, socket, ends.peer(), truncated, false);
    };
  }

  private static int errno(int number) {
    return number >= RESTARTED ? INTERRUPTED : number;
  }

  /** What a thread moved through a socket. */
  Event traffic(Stamp at, Fields fields) {
    long inode = fields.nextLong();
    String protocol = protocol(fields.nextInt(), fields.nextInt(), fields.nextInt());
    return new Event.Traffic(
        at, new SocketId(protocol, inode), fields.nextLong(), fields.nextLong());
  }

  /** Takes the address of the line of a unix socket that follows. */
  void address(Fields fields) {
    addressByThread.put(fields.nextInt(), HexBytes.read(fields.rest()));
  }

  /** Takes to whom the datagram goes that follows. */
  void asks(Stamp at, Fields fields) {
    Query query = new Query(at.tid(), fields.nextInt());
    SocketId socket = new SocketId("udp", fields.nextLong());
    Endpoint.Ip server = KernelAddress.read(fields);
    if (server != null) {
      asked.put(query, new Asked(at, socket, server, fields.nextLong()));
    }
  }

  /** The event of a datagram that asks for a name, if it does. */
  @Nullable Event lookup(long time, Fields fields) {
    Asked to = asked.remove(new Query(fields.nextInt(), fields.nextInt()));
    if (to == null) {
      return null;
    }
    ByteString datagram = HexBytes.read(fields.rest());
    Stamp at = new Stamp(time, to.at().cpu(), to.at().process(), to.at().tid());
    return DnsQuestion.of(datagram, datagram.length() < to.size())
        .map(question ->
            new Event.Lookup(
                at,
                to.socket(),
                question.name(),
                question.record(),
                to.server(),
                question.truncated(),
                false))
        .orElse(null);
  }

  /** Forgets what a thread that has ended left half done. */
  void forgetThread(int thread) {
    addressByThread.remove(thread);
    for (int i = 0; i < MOST_MESSAGES; i++) {
      asked.remove(new Query(thread, i));
    }
  }

  private static Endpoint.@Nullable Ip withPort(Endpoint.@Nullable Ip end) {
    return end == null || end.port() == 0 ? null : end;
  }

  private static ByteString untilNul(ByteString name) {
    int end = 0;
    while (end < name.length() && name.byteAt(end) != 0) {
      end++;
    }
    return name.substring(0, end);
  }

  private static String protocol(int family, int type, int protocol) {
    if (family == UNIX) {
      return switch (type) {
        case 1 -> "unix-stream";
        case 2 -> "unix-dgram";
        default -> "unix-seqpacket";
      };
    }
    if (type == RAW) {
      return "raw";
    }
    return switch (protocol) {
      case 1, 58 -> "icmp";
      case 6 -> "tcp";
      case 17 -> "udp";
      case 132 -> "sctp";
      case 136 -> "udplite";
      case 262 -> "mptcp";
      default -> "ip-" + protocol;
    };
  }

  /** One of the datagrams that a thread sends by one call. */
  private record Query(int thread, int number) {}

  /**
   * To whom a datagram goes.
   *
   * @param size its length in bytes
   */
  private record Asked(Stamp at, SocketId socket, Endpoint.Ip server, long size) {}
}

package org.wholetale.recordedrun.trace;

import org.jspecify.annotations.Nullable;

/** An end of a connection, by its address. */
public sealed interface Endpoint {

  /**
   * An address and a port.
   *
   * @param address of IPv4 with dots, of IPv6 as RFC 5952 has it
   */
  record Ip(String address, int port) implements Endpoint {}

  /** A unix socket's file, absolute. */
  record UnixPath(ByteString path) implements Endpoint {}

  /** The name of a unix socket that has no file, Linux's abstract ones: any bytes. */
  record UnixName(ByteString name) implements Endpoint {}

  /**
   * What is known of both ends of a socket.
   *
   * @param peer the other one; null where it has no address
   * @param local this one; null where it was not told or is no IP address
   * @param peerInode the other one's socket; null where that is not known
   */
  record Pair(@Nullable Endpoint peer, @Nullable Ip local, @Nullable Long peerInode) {}
}

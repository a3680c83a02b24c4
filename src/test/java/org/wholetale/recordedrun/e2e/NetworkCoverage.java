package org.wholetale.recordedrun.e2e;

import java.util.List;

/** What a recording shows of the network, situation by situation. */
final class NetworkCoverage {

  /** What is done with sockets. */
  static final List<Situation> SOCKETS =
      List.of(
          Situation.of(
                  "tcp",
                  "TCP: bind, listen, connect, accept; both ends send and receive",
                  "bind tcp a 127.0.0.1:8080",
                  "connect tcp b 127.0.0.1:8080 from 127.0.0.1:PORT",
                  "accept tcp c of a from 127.0.0.1:PORT",
                  "traffic tcp b sent 5 received 3",
                  "traffic tcp c sent 3 received 3",
                  "exit 0")
              .because("listen is not told. What MSG_PEEK shows is counted when it is taken."),
          Situation.of(
              "tcp6",
              "the same by IPv6, accept4",
              "bind tcp a [::1]:8080",
              "connect tcp b [::1]:8080 from [::1]:PORT",
              "accept tcp c of a from [::1]:PORT",
              "exit 0"),
          Situation.of(
              "tcp-mapped",
              "IPv4 by a socket of IPv6",
              "bind tcp a 127.0.0.1:8080",
              "connect tcp b 127.0.0.1:8080 from 127.0.0.1:PORT",
              "exit 0"),
          Situation.of(
              "refused",
              "connect to where nobody listens",
              "connect tcp a 127.0.0.1:8080 errno 111",
              "exit 0"),
          Situation.of(
              "unreachable",
              "connect to where no route leads",
              "connect tcp a 192.0.2.1:80 errno 101",
              "exit 0"),
          Situation.of(
                  "not-waited-for",
                  "connect with O_NONBLOCK",
                  "bind tcp a 127.0.0.1:8080",
                  "connect tcp b 127.0.0.1:8080 from 127.0.0.1:PORT pending",
                  "exit 0")
              .because(
                  "What became of it is not told; traffic on the socket shows that it came about."),
          Situation.of("any-port", "bind to port 0", "bind tcp a 127.0.0.1:PORT", "exit 0")
              .because("The port that the kernel chose."),
          Situation.of(
              "port-in-use",
              "bind to a port in use",
              "bind tcp a 127.0.0.1:8080",
              "bind tcp b 127.0.0.1:8080 errno 98",
              "exit 0"),
          Situation.of(
              "socket-of-parent",
              "a child writes to its parent's connection",
              "bind tcp a 127.0.0.1:8080",
              "connect tcp b 127.0.0.1:8080 from 127.0.0.1:PORT",
              "fork",
              "child: traffic tcp b sent 1 received 0",
              "child: exit 0",
              "exit 0"),
          Situation.of(
                  "datagrams",
                  "UDP: sendto, to two addresses, then to one of them by another socket",
                  "send udp a 127.0.0.1:9001",
                  "send udp a 127.0.0.1:9002",
                  "traffic udp ? sent 1 received 0",
                  "traffic udp a sent 2 received 0",
                  "exit 0")
              .because(
                  "The first of an execution, a protocol and an address. The second socket is that of no other event."),
          Situation.of(
              "sendmsg",
              "sendmsg",
              "send udp a 127.0.0.1:9001",
              "traffic udp a sent 3 received 0",
              "exit 0"),
          Situation.of(
                  "sendmmsg",
                  "sendmmsg to two addresses",
                  "send udp a 127.0.0.1:9001",
                  "send udp a 127.0.0.1:9002",
                  "traffic udp a sent 2 received 0",
                  "exit 0")
              .because("The addresses of the first four datagrams of a call; all are counted."),
          Situation.of(
                  "connected-udp",
                  "a connected UDP socket",
                  "connect udp a 127.0.0.1:9001 from 127.0.0.1:PORT",
                  "traffic udp a sent 1 received 0",
                  "exit 0")
              .because(
                  "getaddrinfo connects so to each address it finds, sending nothing, to see which is near. Taking the address away again, by AF_UNSPEC, is not told."),
          Situation.of(
              "unix-stream",
              "a unix socket",
              "bind unix-stream a s",
              "connect unix-stream b s",
              "accept unix-stream c of a peer b",
              "traffic unix-stream b sent 1 received 0",
              "traffic unix-stream c sent 0 received 1",
              "exit 0"),
          Situation.of(
              "unix-packets",
              "SOCK_SEQPACKET",
              "bind unix-seqpacket a s",
              "connect unix-seqpacket b s",
              "accept unix-seqpacket c of a peer b",
              "traffic unix-seqpacket b sent 1 received 0",
              "traffic unix-seqpacket c sent 0 received 1",
              "exit 0"),
          Situation.of(
              "unix-abstract",
              "a unix socket without a file",
              "bind unix-stream a abstract $'a\\nQ 0 1 2'",
              "connect unix-stream b abstract $'a\\nQ 0 1 2'",
              "accept unix-stream c of a peer b",
              "traffic unix-stream b sent 1 received 0",
              "traffic unix-stream c sent 0 received 1",
              "exit 0"),
          Situation.of(
              "unix-gone",
              "connect to a unix socket that is not there",
              "connect unix-stream a none errno 2",
              "exit 0"),
          Situation.of(
              "unix-datagrams",
              "sendto by unix sockets, the first of three failing",
              "bind unix-dgram a s",
              "send unix-dgram b s",
              "traffic unix-dgram b sent 2 received 0",
              "exit 0"),
          Situation.of("netlink", "a netlink socket", "exit 0")
              .because(
                  "IP and unix sockets are told, no others: of netlink, packet, vsock and Bluetooth none."));

  /** Names that are asked for. */
  static final List<Situation> LOOKUPS =
      List.of(
          Situation.of(
                  "asked-by-sendto",
                  "sendto, and an answer",
                  "bind udp a 127.0.0.1:53",
                  "send udp b 127.0.0.1:53",
                  "lookup udp b www.example.org A of 127.0.0.1:53",
                  "send udp a 127.0.0.1:PORT",
                  "traffic udp a sent 33 received 33",
                  "traffic udp b sent 33 received 33",
                  "exit 0")
              .because("Answers are not read."),
          Situation.of(
              "asked-by-send",
              "send",
              "bind udp a 127.0.0.1:53",
              "connect udp b 127.0.0.1:53 from 127.0.0.1:PORT",
              "lookup udp b www.example.org A of 127.0.0.1:53",
              "traffic udp b sent 33 received 0",
              "exit 0"),
          Situation.of(
              "asked-by-write",
              "write",
              "bind udp a 127.0.0.1:53",
              "connect udp b 127.0.0.1:53 from 127.0.0.1:PORT",
              "lookup udp b www.example.org A of 127.0.0.1:53",
              "traffic udp b sent 33 received 0",
              "exit 0"),
          Situation.of(
              "asked-by-sendmsg",
              "sendmsg",
              "bind udp a 127.0.0.1:53",
              "send udp b 127.0.0.1:53",
              "lookup udp b www.example.org A of 127.0.0.1:53",
              "traffic udp b sent 33 received 0",
              "exit 0"),
          Situation.of(
              "asked-by-sendmmsg",
              "sendmmsg, as glibc asks for both kinds of addresses",
              "bind udp a 127.0.0.1:53",
              "connect udp b 127.0.0.1:53 from 127.0.0.1:PORT",
              "lookup udp b www.example.org A of 127.0.0.1:53",
              "lookup udp b www.example.org AAAA of 127.0.0.1:53",
              "traffic udp b sent 66 received 0",
              "exit 0"),
          Situation.of(
              "asked-by-ipv6",
              "by IPv6",
              "send udp a [::1]:53",
              "lookup udp a www.example.org A of [::1]:53",
              "traffic udp a sent 33 received 0",
              "exit 0"),
          Situation.of(
              "asked-nothing",
              "what is no question, to port 53",
              "bind udp a 127.0.0.1:53",
              "connect udp b 127.0.0.1:53 from 127.0.0.1:PORT",
              "traffic udp b sent 11 received 0",
              "exit 0"));

  private NetworkCoverage() {}
}

package org.wholetale.recordedrun.trace;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event.Stamp;

/** Any event of a socket. */
final class ArbitrarySockets {

  private ArbitrarySockets() {}

  static Arbitrary<Event> events(
      Arbitrary<Stamp> stamps, Arbitrary<ByteString> names, Arbitrary<Boolean> flags) {
    Arbitrary<Endpoint> endpoints =
        Arbitraries.oneOf(
            ips().map(Endpoint.class::cast),
            names.map(Endpoint.UnixPath::new),
            names.map(Endpoint.UnixName::new));
    Arbitrary<Endpoint.Pair> pairs =
        Combinators.combine(
                endpoints.injectNull(0.2),
                ips().injectNull(0.3),
                Arbitraries.longs().injectNull(0.5))
            .as(Endpoint.Pair::new);
    Arbitrary<@Nullable Integer> errors = Arbitraries.of(1, 111, 4095).injectNull(0.5);
    return Arbitraries.oneOf(
        List.of(
            Combinators.combine(stamps, sockets(), pairs, flags, errors, flags, flags)
                .as(Event.Connect::new),
            Combinators.combine(stamps, sockets(), endpoints.injectNull(0.2), errors, flags, flags)
                .as(Event.Bind::new),
            Combinators.combine(stamps, sockets(), Arbitraries.longs(), pairs)
                .as(Event.Accept::new),
            Combinators.combine(stamps, sockets(), endpoints, flags, flags).as(Event.Send::new),
            Combinators.combine(stamps, sockets(), counts(), counts()).as(Event.Traffic::new),
            Combinators.combine(
                    stamps,
                    sockets(),
                    names,
                    Arbitraries.of("A", "TYPE65280").injectNull(0.3),
                    ips(),
                    flags,
                    flags)
                .as(Event.Lookup::new)));
  }

  private static Arbitrary<SocketId> sockets() {
    return Combinators.combine(
            Arbitraries.of("tcp", "unix-seqpacket", "ip-255"), Arbitraries.longs())
        .as(SocketId::new);
  }

  private static Arbitrary<Endpoint.Ip> ips() {
    return Combinators.combine(
            Arbitraries.of("127.0.0.1", "::1", "fe80::a:b"),
            Arbitraries.integers().between(0, 65535))
        .as(Endpoint.Ip::new);
  }

  private static Arbitrary<Long> counts() {
    return Arbitraries.longs().greaterOrEqual(0);
  }
}

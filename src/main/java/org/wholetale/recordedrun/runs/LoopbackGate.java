package org.wholetale.recordedrun.runs;

import com.sun.net.httpserver.Headers;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Lets in whoever reaches the loopback interface and means it: a page from elsewhere, whose name
 * was made to point here, is known by the host that its requests name.
 *
 * @param port where this is served
 */
record LoopbackGate(IntSupplier port) implements Gate {

  private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

  @Override
  public Visitor admit(Headers headers) throws Refusal {
    String host = Objects.requireNonNullElse(headers.getFirst("Host"), "");
    if (HOSTS.stream().noneMatch(name -> host.equals(name + ":" + port.getAsInt()))) {
      throw Refusal.forbidden(
          "this is served at http://127.0.0.1:%d/runs, not at another name"
              .formatted(port.getAsInt()));
    }
    return Anybody.ON_THIS_MACHINE;
  }

  private enum Anybody implements Visitor {
    ON_THIS_MACHINE;

    @Override
    public boolean mayRead(String namespace) {
      return true;
    }

    @Override
    public boolean mayCancel(String namespace, String name) {
      return true;
    }
  }
}

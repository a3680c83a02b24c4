package org.wholetale.recordedrun.runs;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;

/** An answer that goes on: server-sent events, each one line of JSON. */
final class EventStream {

  private final OutputStream out;

  private EventStream(OutputStream out) {
    this.out = out;
  }

  static EventStream of(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.getResponseHeaders().set("X-Accel-Buffering", "no"); // proxies would hold it back
    exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, 0);
    return new EventStream(exchange.getResponseBody());
  }

  /**
   * Sends one.
   *
   * @throws IOException where nobody listens any more
   */
  void send(String event, Object data) throws IOException {
    out.write("event: %s\ndata: ".formatted(event).getBytes(StandardCharsets.UTF_8));
    out.write(Json.bytes(data)); // which has no line break
    write("\n\n");
  }

  /** Says that nothing has happened, to find out whether anybody listens. */
  void beat() throws IOException {
    write(":\n\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}

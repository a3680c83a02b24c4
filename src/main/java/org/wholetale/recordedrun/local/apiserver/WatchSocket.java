package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A watch over a web socket: what is missed first, then every change as it comes. */
final class WatchSocket extends WebSocketListener {

  private final Object oneAtATime;
  private final ObjectStore store;
  private final Watch watch;
  private final @Nullable Long since;
  private @Nullable Consumer<ObjectStore.Change> listener;

  WatchSocket(Object oneAtATime, ObjectStore store, Watch watch, @Nullable Long since) {
    this.oneAtATime = oneAtATime;
    this.store = store;
    this.watch = watch;
    this.since = since;
  }

  @Override
  public void onOpen(WebSocket socket, Response response) {
    synchronized (oneAtATime) {
      watch.start(store, since).forEach(event -> socket.send(event.toString()));
      Consumer<ObjectStore.Change> own =
          change -> {
            ObjectNode event = watch.event(change);
            if (event != null) {
              socket.send(event.toString());
            }
          };
      store.listen(own);
      listener = own;
    }
  }

  @Override
  public void onClosing(WebSocket socket, int code, String reason) {
    leave();
    socket.close(code, reason);
  }

  @Override
  public void onClosed(WebSocket socket, int code, String reason) {
    leave();
  }

  @Override
  public void onFailure(WebSocket socket, Throwable error, Response response) {
    leave();
  }

  private void leave() {
    synchronized (oneAtATime) {
      if (listener != null) {
        store.leave(listener);
        listener = null;
      }
    }
  }
}

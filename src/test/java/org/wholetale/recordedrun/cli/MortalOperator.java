package org.wholetale.recordedrun.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.wholetale.recordedrun.operator.RecordedRunOperator;
import org.wholetale.recordedrun.recorder.UnclosedArchive;
import picocli.CommandLine;

/** The operator, but one that kills itself at a certain point: with SIGKILL, as nobody expects. */
public final class MortalOperator {

  private MortalOperator() {}

  /**
   * Is what {@code recordedrun operator} is, by what the environment says.
   *
   * @param arguments the {@link KillPoint}
   */
  public static void main(String... arguments) throws InterruptedException {
    KillPoint point = KillPoint.valueOf(arguments[0]);
    OperatorCommand command = new OperatorCommand();
    new CommandLine(command).parseArgs();
    Clock clock = Clock.systemUTC();
    try (KubernetesClient client =
            new KubernetesClientBuilder()
                .withHttpClientBuilderConsumer(
                    http -> http.addOrReplaceInterceptor("mortality", new Mortality(point)))
                .build();
        RecordedRunOperator operator =
            new RecordedRunOperator(
                client,
                command.config(),
                (archive, environment, image) ->
                    UnclosedArchive.close(archive, environment, image, clock),
                clock)) {
      operator.start();
      new CountDownLatch(1).await();
    }
  }

  private record Mortality(KillPoint point) implements Interceptor {

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (point.isBefore(request)) {
        die();
      }
    }

    @Override
    public void after(
        HttpRequest request,
        HttpResponse<?> response,
        AsyncBody.Consumer<List<ByteBuffer>> consumer) {
      if (point.isAfter(request)) {
        die();
      }
    }

    private static void die() {
      try {
        new ProcessBuilder("kill", "-s", "KILL", Long.toString(ProcessHandle.current().pid()))
            .start()
            .waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

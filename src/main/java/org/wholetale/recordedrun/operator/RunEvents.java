package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RunStatus;

/**
 * A Kubernetes Event for each phase that a run enters. Phases are entered once, so the phase makes
 * the Event's name, and telling twice makes no second one.
 */
record RunEvents(KubernetesClient client, Clock clock) implements Consumer<Transition> {

  private static final Logger log = LoggerFactory.getLogger(RunEvents.class);
  private static final String REPORTER = "recordedrun-operator";
  private static final int LONGEST_MESSAGE = 1024;

  @Override
  public void accept(Transition transition) {
    try {
      client.resource(event(transition)).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        log.atWarn()
            .addKeyValue("namespace", transition.run().getMetadata().getNamespace())
            .addKeyValue("name", transition.run().getMetadata().getName())
            .addKeyValue("problem", e.getMessage())
            .log("event not written");
      }
    }
  }

  private Event event(Transition transition) {
    RecordedRun run = transition.run();
    ObjectMeta meta = run.getMetadata();
    RunStatus phase = transition.to().phase();
    String now = Timestamps.text(clock.instant());
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(meta.getNamespace())
        .withName(RunNames.pod(run) + "." + phase.name().toLowerCase(Locale.ROOT))
        .endMetadata()
        .withType(phase == RunStatus.FAILED ? "Warning" : "Normal")
        .withReason(Objects.requireNonNullElse(transition.to().reason(), phase.name()))
        .withMessage(message(transition))
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .withNewSource()
        .withComponent(REPORTER)
        .endSource()
        .withNewInvolvedObject()
        .withApiVersion(run.getApiVersion())
        .withKind(run.getKind())
        .withNamespace(meta.getNamespace())
        .withName(meta.getName())
        .withUid(meta.getUid())
        .endInvolvedObject()
        .build();
  }

  private static String message(Transition transition) {
    String message = Objects.requireNonNullElse(transition.to().message(), "");
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }
}

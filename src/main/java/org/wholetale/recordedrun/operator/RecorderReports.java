package org.wholetale.recordedrun.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecorderReport;

/**
 * Reads what the recorder left in its container's termination message; of a recorder that is newer
 * than this operator what this one knows.
 */
final class RecorderReports {

  private static final Logger log = LoggerFactory.getLogger(RecorderReports.class);
  private static final ObjectReader JSON =
      new ObjectMapper()
          .readerFor(RecorderReport.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .with(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);

  private RecorderReports() {}

  /** The recorder's latest report; null before its container has ended, or where it left none. */
  static @Nullable RecorderReport of(@Nullable ObservedPod pod) {
    return pod == null
        ? null
        : pod.recorder().flatMap(RecorderReports::message).map(m -> parsed(m, pod)).orElse(null);
  }

  private static Optional<String> message(ContainerStatus recorder) {
    return Stream.of(recorder.getState(), recorder.getLastState())
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(Objects::nonNull)
        .map(ContainerStateTerminated::getMessage)
        .filter(message -> message != null && !message.isBlank())
        .findFirst();
  }

  private static @Nullable RecorderReport parsed(String message, ObservedPod pod) {
    try {
      RecorderReport report = JSON.readValue(message);
      return report != null && report.state() != null ? report : null;
    } catch (JsonProcessingException e) {
      log.atWarn()
          .addKeyValue("namespace", pod.pod().getMetadata().getNamespace())
          .addKeyValue("pod", pod.name())
          .addKeyValue("problem", e.getOriginalMessage())
          .log("recorder's report unreadable");
      return null;
    }
  }
}

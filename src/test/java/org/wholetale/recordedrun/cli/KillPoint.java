package org.wholetale.recordedrun.cli;

import io.fabric8.kubernetes.client.http.HttpRequest;
import java.util.Objects;
import java.util.regex.Pattern;

/** A moment in a run's life at which its operator may die, by the request that it makes then. */
public enum KillPoint {
  /** It has taken the run on, and done nothing else. */
  FINALIZER_SET(When.AFTER, "PATCH", Paths.RUN, ".*"),
  /** It is about to create the pod. */
  POD_WANTED(When.BEFORE, "POST", Paths.PODS, ".*"),
  /** There is a pod, of which no status tells. */
  POD_CREATED(When.AFTER, "POST", Paths.PODS, ".*"),
  /** The run starts, and the status says so. */
  STARTING_PUBLISHED(When.AFTER, "PATCH", Paths.STATUS, phase("STARTING")),
  /** The tale runs, and the status does not say so. */
  RUNNING_WANTED(When.BEFORE, "PATCH", Paths.STATUS, phase("RUNNING")),
  /** The tale runs, and the status says so. */
  RUNNING_PUBLISHED(When.AFTER, "PATCH", Paths.STATUS, phase("RUNNING")),
  /** The recorder knows the tale's image. */
  IMAGE_TOLD(When.AFTER, "PATCH", Paths.POD, ".*image-digest.*"),
  /** The tale has ended, and its recorder archives. */
  ARCHIVING_PUBLISHED(When.AFTER, "PATCH", Paths.STATUS, ".*\"reason\" ?: ?\"Archiving\".*"),
  /** The run has ended, and the status does not say so. */
  END_WANTED(When.BEFORE, "PATCH", Paths.STATUS, phase("COMPLETED")),
  /** The status says for good how the run ended, and nothing else was done about it. */
  END_PUBLISHED(When.AFTER, "PATCH", Paths.STATUS, phase("COMPLETED")),
  /** The pod may go. */
  POD_RELEASED(When.AFTER, "PATCH", Paths.POD, ".*/metadata/finalizers/.*"),
  /** It is about to stop the tale of a run that was cancelled. */
  STOP_WANTED(When.BEFORE, "PATCH", Paths.POD, ".*activeDeadlineSeconds.*"),
  /** It has stopped it. */
  STOPPED(When.AFTER, "PATCH", Paths.POD, ".*activeDeadlineSeconds.*"),
  /** It has deleted the pod of a run that was deleted. */
  POD_DELETED(When.AFTER, "DELETE", Paths.POD, ".*"),
  /** It has told Girder how the run ended, and does not know whether Girder heard: no request. */
  GIRDER_TOLD(When.NEVER, "", "", "");

  private enum When {
    BEFORE,
    AFTER,
    NEVER
  }

  private static final class Paths {
    static final String RUN = ".*/recordedruns/[^/]+";
    static final String STATUS = RUN + "/status";
    static final String PODS = ".*/pods";
    static final String POD = PODS + "/[^/]+";
  }

  private final When when;
  private final String method;
  private final Pattern path;
  private final Pattern body;

  KillPoint(When when, String method, String path, String body) {
    this.when = when;
    this.method = method;
    this.path = Pattern.compile(path);
    this.body = Pattern.compile(body, Pattern.DOTALL);
  }

  private static String phase(String name) {
    return ".*\"phase\" ?: ?\"%s\".*".formatted(name);
  }

  /** Whether it dies before the API server gets the request. */
  boolean isBefore(HttpRequest request) {
    return when == When.BEFORE && isBy(request);
  }

  /** Whether it dies before it gets the API server's answer. */
  boolean isAfter(HttpRequest request) {
    return when == When.AFTER && isBy(request);
  }

  private boolean isBy(HttpRequest request) {
    return request.method().equals(method)
        && path.matcher(request.uri().getPath()).matches()
        && body.matcher(Objects.requireNonNullElse(request.bodyString(), "")).matches();
  }
}

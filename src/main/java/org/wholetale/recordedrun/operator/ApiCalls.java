package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the operator's requests to the API server, by method, resource and code of the answer. */
record ApiCalls(MeterRegistry registry) implements Interceptor {

  static final String NAME = "recordedrun.api.requests";

  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api/v1|apis/[^/]+/[^/]+)(?:/namespaces/[^/]+)?/([^/]+)(?:/[^/]+(/[^/]+)?)?");

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    RunMetric.API_REQUESTS.count(
        registry,
        1,
        request.method(),
        resource(request.uri().getPath()),
        Integer.toString(response.code()));
  }

  /** What a path names, such as {@code pods/status}: without any object's name. */
  static String resource(String path) {
    Matcher found = PATH.matcher(path);
    if (!found.matches()) {
      return "";
    }
    return found.group(2) == null ? found.group(1) : found.group(1) + found.group(2);
  }
}

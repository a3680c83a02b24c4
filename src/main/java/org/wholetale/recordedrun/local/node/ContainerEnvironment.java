package org.wholetale.recordedrun.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container's environment variables, and the {@code $(NAME)} in its command that refer to them.
 *
 * @see "kubernetes/third_party/forked/golang/expansion"
 */
final class ContainerEnvironment {

  private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\$|\\(([^)]*)\\))");

  private final Map<String, String> variables = new LinkedHashMap<>();

  private ContainerEnvironment(Map<String, String> ofImage) {
    variables.putAll(ofImage);
  }

  /**
   * Resolves the variables of a container.
   *
   * @param ofImage those that its image sets
   */
  static ContainerEnvironment of(
      Pod pod, Container container, Map<String, String> ofImage, KubernetesClient client)
      throws PodProblem {
    ContainerEnvironment environment = new ContainerEnvironment(ofImage);
    for (EnvVar variable : container.getEnv()) {
      String value =
          variable.getValueFrom() == null
              ? environment.expand(variable.getValue() == null ? "" : variable.getValue())
              : valueFrom(pod, variable.getName(), variable.getValueFrom(), client);
      if (value != null) {
        environment.variables.put(variable.getName(), value);
      }
    }
    return environment;
  }

  Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  /** The text with {@code $(NAME)} replaced where NAME is set, and {@code $$} by {@code $}. */
  String expand(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(reference -> {
          String name = reference.group(1);
          String value = name == null ? "$" : variables.get(name);
          return Matcher.quoteReplacement(value == null ? reference.group() : value);
        });
  }

  private static @Nullable String valueFrom(
      Pod pod, String name, EnvVarSource source, KubernetesClient client) throws PodProblem {
    if (source.getFieldRef() != null) {
      return field(pod, source.getFieldRef().getFieldPath());
    }
    String namespace = pod.getMetadata().getNamespace();
    if (source.getSecretKeyRef() != null) {
      var ref = source.getSecretKeyRef();
      var secret = client.secrets().inNamespace(namespace).withName(ref.getName()).get();
      String data = secret == null ? null : secret.getData().get(ref.getKey());
      if (data == null) {
        return missing(ref.getOptional(), "secret", ref.getName(), ref.getKey());
      }
      return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }
    if (source.getConfigMapKeyRef() != null) {
      var ref = source.getConfigMapKeyRef();
      var map = client.configMaps().inNamespace(namespace).withName(ref.getName()).get();
      String data = map == null ? null : map.getData().get(ref.getKey());
      return data == null
          ? missing(ref.getOptional(), "configmap", ref.getName(), ref.getKey())
          : data;
    }
    throw new PodProblem(
        "CreateContainerConfigError",
        "the local node does not know where the value of env " + name + " comes from");
  }

  private static @Nullable String missing(
      @Nullable Boolean optional, String kind, String name, String key) throws PodProblem {
    if (Boolean.TRUE.equals(optional)) {
      return null;
    }
    throw new PodProblem(
        "CreateContainerConfigError", "%s \"%s\" with key %s not found".formatted(kind, name, key));
  }

  private static String field(Pod pod, String path) throws PodProblem {
    return switch (path) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> pod.getMetadata().getNamespace();
      case "metadata.uid" -> pod.getMetadata().getUid();
      default ->
          throw new PodProblem(
              "CreateContainerConfigError", "the local node does not know the field " + path);
    };
  }
}
